/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentDurationsTest {
  private final RecentDurations recent = new RecentDurations();

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.95, 0.99})
  void fewerAsLong_ofSkewedDurations_beginsWithin7PercentOfTheQuantile(double quantile) {
    SplittableRandom random = new SplittableRandom(7);
    long[] durations = new long[9_000];
    for (int i = 0; i < durations.length; i++) {
      durations[i] = (long) (5e6 * Math.pow(random.nextDouble(), -0.7));
      recent.add(durations[i]);
    }
    Arrays.sort(durations);
    long exact = durations[(int) (quantile * durations.length)];

    assertThat(recent.fewerAsLong((long) (exact * 1.07), 1 - quantile)).isTrue();
    assertThat(recent.fewerAsLong((long) (exact / 1.07), 1 - quantile)).isFalse();
  }

  @Test
  void fewerAsLong_whenAllAreEqual_isFalseForThemAndTrueAbove() {
    for (int i = 0; i < 1_000; i++) {
      recent.add(40_000_000);
    }

    assertThat(recent.fewerAsLong(40_000_000, 0.01)).isFalse();
    assertThat(recent.fewerAsLong(45_000_000, 0.01)).isTrue();
  }

  @Test
  void total_isBoundedAndOldDurationsFade() {
    for (int i = 0; i < 100_000; i++) {
      recent.add(1_000_000_000);
    }
    assertThat(recent.total()).isBetween(5_000f, 10_000f);

    for (int i = 0; i < 50_000; i++) {
      recent.add(1_000_000);
    }

    assertThat(recent.fewerAsLong(1_000_000_000, 0.01)).isTrue();
  }

  @Test
  void add_extremes_countInTheOutermostBuckets() {
    for (long nanos : new long[] {Long.MIN_VALUE, -1, 0, 1, 1_023, Long.MAX_VALUE}) {
      recent.add(nanos);
    }

    assertThat(recent.total()).isEqualTo(6);
    assertThat(recent.fewerAsLong(1L << 41, 0.18)).isTrue();
    assertThat(recent.fewerAsLong(1L << 50, 0.16)).isFalse();
  }
}
