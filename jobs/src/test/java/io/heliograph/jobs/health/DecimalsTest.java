/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  private static void isWrittenAsByAFormatter(double number) {
    StringBuilder whole = new StringBuilder();
    Decimals.whole(number, whole);
    StringBuilder tenths = new StringBuilder();
    Decimals.tenths(number, tenths);

    assertThat(whole).hasToString(String.format(Locale.ROOT, "%.0f", number));
    assertThat(tenths).hasToString(String.format(Locale.ROOT, "%.1f", number));
  }

  @Test
  void numbers_ofAllSizes_areWrittenAsByAFormatter() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      isWrittenAsByAFormatter(Math.scalb(random.nextDouble(), random.nextInt(40) - 5));
    }
  }

  @Test
  void middles_andTheirNeighbours_areWrittenAsByAFormatter() {
    for (int twentieths = 0; twentieths < 2_000; twentieths++) {
      double middle = twentieths / 20.0;
      isWrittenAsByAFormatter(middle);
      isWrittenAsByAFormatter(Math.nextUp(middle));
      isWrittenAsByAFormatter(Math.nextDown(middle));
      isWrittenAsByAFormatter(middle + 1e-5);
      isWrittenAsByAFormatter(middle - 1e-5);
    }
  }

  @Test
  void oddNumbers_areWrittenAsByAFormatter() {
    DoubleStream.of(
            0,
            -0.0,
            -1.25,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            999_999_999.96,
            1e9,
            1e10,
            9_999_999_999.7)
        .forEach(DecimalsTest::isWrittenAsByAFormatter);
  }
}
