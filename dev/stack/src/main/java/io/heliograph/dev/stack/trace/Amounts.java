/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.util.Locale;

/** Durations and counts for a person. */
final class Amounts {
  private Amounts() {}

  /** Three digits and a unit, such as {@code 1.23 s}. */
  static String duration(long nanos) {
    if (nanos < 0) {
      return "-" + duration(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos);
    }
    if (nanos < 1_000) {
      return nanos + " ns";
    }
    // the limits are where rounding would show the next unit's 1
    if (nanos < 999_500) {
      return digits(nanos / 1e3) + " µs";
    }
    if (nanos < 999_500_000) {
      return digits(nanos / 1e6) + " ms";
    }
    if (nanos < 59_950_000_000L) {
      return digits(nanos / 1e9) + " s";
    }
    long seconds = Math.round(nanos / 1e9);
    if (seconds < 3_600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%,d h %02d min", seconds / 3_600, seconds / 60 % 60);
  }

  /** {@code 1 span}, {@code 2 spans}. */
  static String count(long number, String one) {
    return String.format(Locale.ROOT, "%,d %s%s", number, one, number == 1 ? "" : "s");
  }

  private static String digits(double value) {
    int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
