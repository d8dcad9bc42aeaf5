/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TraceDrawTest {
  private static final int IDS = 100_000;

  @Test
  void draw_isTheSameForEver() {
    assertThat(TraceDraw.of(0x8448eb211c80319cL)).isEqualTo(0.17358831671390462);
    assertThat(TraceDraw.of(1)).as("as SplitMix64 does").isEqualTo(firstOfSplitMix64(1));
    assertThat(TraceDraw.of(-7)).isEqualTo(firstOfSplitMix64(-7));
  }

  @Test
  void draw_ofIdsCountedUp_isEven() {
    even(id -> id);
  }

  @Test
  void draw_ofIdsInSteps_isEven() {
    even(id -> id << 32);
  }

  @Test
  void draw_ofIdsThatAHeadSamplerLetThrough_isEven() {
    even(id -> (id * 0x9e3779b97f4a7c15L) >>> 8);
  }

  private static double firstOfSplitMix64(long seed) {
    return new SplittableRandom(seed).nextDouble();
  }

  private static void even(LongUnaryOperator ids) {
    int[] tenths = new int[10];
    for (long i = 0; i < IDS; i++) {
      tenths[(int) (10 * TraceDraw.of(ids.applyAsLong(i)))]++;
    }
    for (int tenth : tenths) {
      assertThat((double) tenth / IDS).isCloseTo(0.1, Offset.offset(0.005));
    }
  }
}
