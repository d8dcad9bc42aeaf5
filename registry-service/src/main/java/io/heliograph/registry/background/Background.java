/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.background;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that works in rounds until it is closed. Thread-safe. */
public final class Background implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 5;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * A thread that does not run yet, and that the process does not wait for.
   *
   * @param work ends soon after {@link #isClosed} turns true
   */
  public Background(String name, Runnable work) {
    thread = new Thread(work, name);
    thread.setDaemon(true);
  }

  /** Begins to work. */
  public void start() {
    thread.start();
  }

  /** Whether the work should end. */
  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Pauses between two rounds; true, and at once, when the work should end. */
  public boolean closedWithin(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Has the work end, and waits for that for {@value #PATIENCE_SECONDS} s at most. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
