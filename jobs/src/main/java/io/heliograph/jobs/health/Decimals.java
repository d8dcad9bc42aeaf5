/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import java.util.Locale;

/**
 * Appends numbers as {@code %.0f} and {@code %.1f} write them, without a Formatter to each. One
 * that is large, or lies so near the middle between two results that the product with 10 could be
 * rounded across it, is left to the Formatter.
 */
final class Decimals {
  private static final double LARGE = 1e9;

  /** The product is off by 1e-6 at most: half a unit in the last place of a double at 1e10. */
  private static final double NEAR_THE_MIDDLE = 1e-5;

  private Decimals() {}

  static void whole(double number, StringBuilder to) {
    long rounded = rounded(number);
    if (rounded < 0) {
      to.append(String.format(Locale.ROOT, "%.0f", number));
    } else {
      to.append(rounded);
    }
  }

  static void tenths(double number, StringBuilder to) {
    long rounded = number < LARGE ? rounded(10 * number) : -1;
    if (rounded < 0) {
      to.append(String.format(Locale.ROOT, "%.1f", number));
    } else {
      to.append(rounded / 10).append('.').append(rounded % 10);
    }
  }

  /** The nearest whole number; -1 if that is not certain. */
  private static long rounded(double number) {
    if (!(number > 0 && number < 10 * LARGE)) {
      return Double.doubleToRawLongBits(number) == 0 ? 0 : -1;
    }
    long below = (long) number;
    double above = number - below;
    if (Math.abs(above - 0.5) < NEAR_THE_MIDDLE) {
      return -1;
    }
    return above < 0.5 ? below : below + 1;
  }
}
