/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private static final double GAMMA = 101.0 / 99;

  @Test
  void of_durationsUpToAMillisecond_isWhatTheLogarithmSays() {
    for (long nanos = 1; nanos <= 1_000_000; nanos++) {
      assertSame(nanos);
    }
  }

  @Test
  void of_durationsAroundEachBorder_isWhatTheLogarithmSays() {
    for (int bucket = 0; bucket < Buckets.byLogarithm(Long.MAX_VALUE); bucket++) {
      long border = (long) Math.pow(GAMMA, bucket);
      for (long nanos = Math.max(1, border - 300); nanos <= border + 300; nanos++) {
        assertSame(nanos);
      }
    }
  }

  @Test
  void of_anyDuration_isWhatTheLogarithmSays() {
    Random random = new Random(11);
    for (int i = 0; i < 1_000_000; i++) {
      assertSame(Math.max(1, random.nextLong() >>> (1 + random.nextInt(62))));
    }
    assertSame(Long.MAX_VALUE);
    for (int exponent = 0; exponent < 63; exponent++) {
      assertSame(1L << exponent);
      assertSame(Math.max(1, (1L << exponent) - 1));
    }
  }

  @Test
  void of_anyDuration_standsForItWithinOnePercent() {
    Random random = new Random(12);
    for (int i = 0; i < 100_000; i++) {
      long nanos = Math.max(1, random.nextLong() >>> (1 + random.nextInt(62)));
      double estimate = 0.99 * Math.pow(GAMMA, Buckets.of(nanos));
      assertThat(estimate).isCloseTo((double) nanos, within(0.0100001 * nanos));
    }
  }

  @Test
  void of_nothing_isABucketThatStandsForNothing() {
    assertThat(Buckets.of(0)).isEqualTo(Buckets.ZERO);
    assertThat(Buckets.of(-1)).isEqualTo(Buckets.ZERO);
    assertThat(Math.round(0.99 * Math.pow(GAMMA, Buckets.ZERO))).isZero();
  }

  private static void assertSame(long nanos) {
    if (Buckets.of(nanos) != Buckets.byLogarithm(nanos)) {
      assertThat((int) Buckets.of(nanos)).as("%d ns", nanos).isEqualTo(Buckets.byLogarithm(nanos));
    }
  }
}
