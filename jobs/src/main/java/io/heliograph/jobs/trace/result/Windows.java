/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

/** Minutes and hours of raw times, within what a DateTime holds: 1970 to 2106. */
final class Windows {
  private static final long LAST_SECOND = 0xFFFF_FFFFL;

  private Windows() {}

  /** Unix time in seconds of the minute. */
  static long minute(long nanos) {
    return start(nanos, 60);
  }

  /** Unix time in seconds of the hour. */
  static long hour(long nanos) {
    return start(nanos, 3_600);
  }

  private static long start(long nanos, long seconds) {
    long second = Math.max(0, Math.min(LAST_SECOND, nanos / 1_000_000_000));
    return second - second % seconds;
  }
}
