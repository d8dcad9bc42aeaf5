/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
  private final Random random = new Random(3);

  @Test
  void middle_isWithinThePromisedError_andBucketsAscend() {
    short before = -1;
    for (long nanos = 1; nanos > 0 && nanos < Long.MAX_VALUE / 2; nanos += 1 + nanos / 50) {
      short bucket = Latencies.bucket(nanos);
      assertThat(bucket).isGreaterThanOrEqualTo(before);
      before = bucket;
      if (nanos >= 8) {
        assertThat(Latencies.middle(bucket)).isCloseTo(nanos, withinPercentage(6.25));
      }
    }
    assertThat(Latencies.bucket(Long.MAX_VALUE)).isLessThan((short) 505);
    assertThat(Latencies.bucket(0)).isZero();
    assertThat(Latencies.bucket(-5)).isZero();
    assertThat(Latencies.middle((short) 0)).isZero();
  }

  @Test
  void quantile_ofATallyInParts_isThatOfAll() {
    long[] all = new long[10_000];
    Latencies sum = Latencies.NONE;
    for (int part = 0; part < 10; part++) {
      LatencyTally tally = new LatencyTally();
      for (int i = 0; i < 1_000; i++) {
        all[1_000 * part + i] = (long) (20_000_000 * Math.exp(random.nextGaussian()));
        tally.add(all[1_000 * part + i]);
      }
      sum = sum.plus(tally.latencies());
    }
    Arrays.sort(all);

    for (double share : new double[] {0.01, 0.5, 0.9, 0.99}) {
      assertThat(sum.quantile(share))
          .isCloseTo(all[(int) (share * 10_000) - 1], withinPercentage(6.25));
    }
    assertThat(Latencies.NONE.quantile(0.5)).isZero();
  }

  @Test
  void plus_isCommutative_andBoundsItsCounts() {
    Latencies a = new Latencies(new short[] {1, 5, 9}, new int[] {1, 2, Integer.MAX_VALUE});
    Latencies b = new Latencies(new short[] {0, 5, 9}, new int[] {7, 1, 1});

    for (Latencies sum : new Latencies[] {a.plus(b), b.plus(a)}) {
      assertThat(sum.buckets()).containsExactly((short) 0, (short) 1, (short) 5, (short) 9);
      assertThat(sum.counts()).containsExactly(7, 1, 3, Integer.MAX_VALUE);
    }
    assertThat(a.plus(Latencies.NONE).counts()).isEqualTo(a.counts());
    assertThat(Latencies.NONE.plus(a).counts()).isEqualTo(a.counts());
  }
}
