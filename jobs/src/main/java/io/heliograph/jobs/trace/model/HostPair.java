/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.Arrays;

/** What the calls between two hosts say of the clock of one against the other's. */
final class HostPair {
  final int low;
  final int high;
  private long[] middles = new long[4];
  private int size;
  private int weak;
  private long weakMiddle;
  private long least = Long.MIN_VALUE;
  private long most = Long.MAX_VALUE;

  HostPair(int low, int high) {
    this.low = low;
    this.high = high;
  }

  /** Adds a call; {@code serverHost} says which of the two serves it. */
  void add(Span client, Span server, int serverHost) {
    long from = client.startNanos() - server.startNanos();
    long to = client.endNanos() - server.endNanos();
    int sign = serverHost == high ? 1 : -1;
    if (from > to) {
      if (from > 0) {
        weak++;
        weakMiddle = sign * from;
      }
      return;
    }
    least = Math.max(least, sign > 0 ? from : -to);
    most = Math.min(most, sign > 0 ? to : -from);
    if (size == middles.length) {
      middles = Arrays.copyOf(middles, 2 * size);
    }
    middles[size++] = sign * (from + (to - from) / 2);
  }

  /** What to add to the times of {@link #high} if those of {@link #low} are right. */
  long delta() {
    if (size == 0) {
      return weak == 0 ? 0 : weakMiddle;
    }
    if (least <= most) {
      return least <= 0 && most >= 0 ? 0 : least + (most - least) / 2;
    }
    long[] sorted = Arrays.copyOf(middles, size);
    Arrays.sort(sorted);
    return sorted[size / 2];
  }

  /** Calls that say something. */
  int size() {
    return size + weak;
  }
}
