/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SequenceTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void once_range_eachNumberOnce() {
    assertThat(all(Sequence.once(i -> i, 3, 6, MINUTE))).containsExactly(3, 4, 5);
  }

  @Test
  void once_timeIsOver_ends() {
    assertThat(all(Sequence.once(i -> i, 0, 1_000, Duration.ofNanos(-1)))).isEmpty();
  }

  @Test
  void roundRobin_longerThanARound_beginsAnew() {
    Sequence<Integer> sequence = Sequence.roundRobin(i -> i, 2, MINUTE);

    assertThat(List.of(sequence.get(), sequence.get(), sequence.get())).containsExactly(0, 1, 0);
  }

  private static List<Integer> all(Supplier<Integer> sequence) {
    List<Integer> all = new ArrayList<>();
    for (Integer next = sequence.get(); next != null; next = sequence.get()) {
      all.add(next);
    }
    return all;
  }
}
