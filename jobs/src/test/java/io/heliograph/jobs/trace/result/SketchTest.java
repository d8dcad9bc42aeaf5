/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SketchTest {
  private final Sketch sketch = new Sketch();

  @Test
  void add_manyDurations_countsEachInItsBucket() {
    Random random = new Random(5);
    Map<Short, Long> expected = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      long nanos = (long) Math.exp(10 + 3 * random.nextGaussian());
      sketch.add(nanos, 1);
      expected.merge(Buckets.of(nanos), 1L, Long::sum);
    }

    Map<Short, Long> actual = new TreeMap<>();
    for (int i = 0; i < sketch.buckets().length; i++) {
      actual.put(sketch.buckets()[i], sketch.counts()[i]);
    }
    assertThat(actual).isEqualTo(expected);
    assertThat(sketch.buckets()).isSorted();
  }

  @Test
  void add_takenBack_leavesNoBucket() {
    sketch.add(5_000, 1);
    sketch.add(9_000_000, 2);
    sketch.add(5_000, -1);

    assertThat(sketch.buckets()).containsExactly(Buckets.of(9_000_000));
    assertThat(sketch.counts()).containsExactly(2);
    assertThat(sketch.isEmpty()).isFalse();
    sketch.add(9_000_000, -2);
    assertThat(sketch.isEmpty()).isTrue();
  }

  @Test
  void add_takenBackBeforeItCame_isNegative() {
    sketch.add(5_000, -1);

    assertThat(sketch.counts()).containsExactly(-1);
    assertThat(sketch.isEmpty()).isFalse();
  }
}
