/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that requests may occupy at one time, from their first byte's arrival to Kafka's
 * acknowledgement. What does not fit is refused, never queued. Thread-safe.
 */
public final class Budget {
  private final long capacity;
  private final AtomicLong used = new AtomicLong();

  /** A budget of {@code capacity} bytes. */
  public Budget(long capacity) {
    if (capacity <= 0) {
      throw new IllegalArgumentException("a budget must be positive, was " + capacity);
    }
    this.capacity = capacity;
  }

  /** A reservation of no bytes, to grow with the request. */
  public Reservation open() {
    return new Reservation();
  }

  /** Bytes that all reservations hold together. */
  public long used() {
    return used.get();
  }

  /** Most bytes that all reservations may hold. */
  public long capacity() {
    return capacity;
  }

  private boolean take(long bytes) {
    long before = used.get();
    while (before + bytes <= capacity) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = used.get();
    }
    return false;
  }

  /** What one request holds. Closing it twice gives back once. */
  public final class Reservation implements AutoCloseable {
    private long bytes;
    private boolean closed;

    private Reservation() {}

    /** Takes more; false, and nothing taken, if the budget has not that much left. */
    public synchronized boolean grow(long more) {
      if (closed || !take(more)) {
        return false;
      }
      bytes += more;
      return true;
    }

    /** What it holds now. */
    public synchronized long bytes() {
      return bytes;
    }

    /** Most that any reservation could ever hold. */
    public long limit() {
      return capacity;
    }

    /** Gives everything back; may grow again. */
    public synchronized void release() {
      used.addAndGet(-bytes);
      bytes = 0;
    }

    /** Gives everything back for good. */
    @Override
    public synchronized void close() {
      closed = true;
      release();
    }
  }
}
