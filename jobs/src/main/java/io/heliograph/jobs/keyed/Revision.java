/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

/**
 * Versions of a row. The tables keep the row with the highest revision, so it must grow per key,
 * also when the key's state expired or the job began anew: hence the log time in it.
 */
public final class Revision {
  private static final long PER_MILLI = 1_000;

  private Revision() {}

  /**
   * The revision after {@code previous} (0 for none) for a change at a log time. More than 1,000
   * changes of a key in one millisecond run ahead of the log, which harms no one.
   */
  public static long next(long previous, long logTimeMillis) {
    return Math.max(previous + 1, logTimeMillis * PER_MILLI);
  }
}
