/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import java.util.Arrays;

/**
 * How many traces started in each of the {@value #MINUTES} minutes used last, whatever their order:
 * a host whose clock is years off has minutes of its own and disturbs nobody's count.
 */
final class RecentMinutes {
  private static final int MINUTES = 8;
  private static final long NEVER = Long.MIN_VALUE;

  /** Last used first. */
  private final long[] minutes = new long[MINUTES];

  private final long[] counts = new long[MINUTES];

  RecentMinutes() {
    Arrays.fill(minutes, NEVER);
  }

  /**
   * Counts one trace.
   *
   * @return how many others are to be expected in this minute: as many as in the minute before, or
   *     as were counted already
   */
  long count(long minute) {
    long before = use(minute - 1);
    long others = use(minute);
    counts[0]++;
    return Math.max(before, others);
  }

  /** Puts the minute in front, in place of the one not used for longest if it is new. */
  private long use(long minute) {
    int at = 0;
    while (at < MINUTES - 1 && minutes[at] != minute) {
      at++;
    }
    long count = minutes[at] == minute ? counts[at] : 0;
    System.arraycopy(minutes, 0, minutes, 1, at);
    System.arraycopy(counts, 0, counts, 1, at);
    minutes[0] = minute;
    counts[0] = count;
    return count;
  }
}
