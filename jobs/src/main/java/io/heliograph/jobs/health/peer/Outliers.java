/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import java.util.Arrays;

/**
 * The middle and the spread of a set of numbers of which up to half may be anything: median and
 * median absolute deviation (F. R. Hampel, 1974), the latter times 1.4826, which makes it the
 * standard deviation of normally distributed numbers. A number stands out if it is more than
 * {@value #FAR} such deviations above the median (B. Iglewicz and D. C. Hoaglin, 1993).
 */
record Outliers(double median, double deviation) {
  private static final double NORMAL = 1.4826;
  private static final double FAR = 3.5;

  /** Of at least one number. */
  static Outliers of(double[] numbers) {
    double median = median(numbers.clone());
    double[] distances = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      distances[i] = Math.abs(numbers[i] - median);
    }
    return new Outliers(median, NORMAL * median(distances));
  }

  /**
   * Whether a number stands out above the others.
   *
   * @param least a deviation that no set is finer than: a service of equals must not quarrel about
   *     trifles
   */
  boolean above(double number, double least) {
    return number - median > FAR * Math.max(deviation, least);
  }

  private static double median(double[] numbers) {
    Arrays.sort(numbers);
    int middle = numbers.length / 2;
    return numbers.length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2;
  }
}
