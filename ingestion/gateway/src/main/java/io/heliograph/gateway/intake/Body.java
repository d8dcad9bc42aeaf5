/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import io.heliograph.gateway.intake.Outcome.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A request's bytes as they arrive or are decompressed. It grows by doubling, each time with the
 * budget's consent, and ends at the largest size a request may have: what a client announces costs
 * nothing, only what it sends. One thread at a time.
 */
public final class Body {
  private static final int FIRST_BYTES = 8 * 1024;

  private final Budget.Reservation reservation;
  private final int max;
  private byte[] data = {};
  private int length;

  /** An empty body that may grow to {@code max} bytes. */
  public Body(Budget.Reservation reservation, int max) {
    this.reservation = reservation;
    this.max = max;
  }

  /** Appends the remaining bytes of {@code chunk}. */
  public void append(ByteBuffer chunk) throws RefusedException {
    int more = chunk.remaining();
    ensure(more);
    chunk.get(data, length, more);
    length += more;
  }

  /** Appends a stream to its end. It announces {@code expected} bytes, 0 if unknown. */
  public void append(InputStream stream, int expected) throws IOException, RefusedException {
    ensure(Math.max(1, expected));
    while (true) {
      int read = stream.read(data, length, data.length - length);
      if (read < 0) {
        return;
      }
      length += read;
      if (length == data.length) {
        int next = stream.read();
        if (next < 0) {
          return;
        }
        ensure(1);
        data[length++] = (byte) next;
      }
    }
  }

  private void ensure(int more) throws RefusedException {
    if (more > max - length) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "request is larger than " + max + " bytes, the most that is taken");
    }
    if (length + more <= data.length) {
      return;
    }
    int capacity = Math.min(max, Math.max(length + more, Math.max(FIRST_BYTES, 2 * data.length)));
    if (!reservation.grow(capacity - data.length)) {
      throw new RefusedException(
          Refusal.BUSY,
          "the gateway has " + reservation.limit() + " bytes in flight, the most it holds");
    }
    data = Arrays.copyOf(data, capacity);
  }

  /** The bytes, of which the first {@link #length()} count. */
  public byte[] data() {
    return data;
  }

  /** How many bytes there are. */
  public int length() {
    return length;
  }
}
