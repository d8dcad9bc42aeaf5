/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UntakenAnswersTest {
  private final List<String> ended = new ArrayList<>();
  private final UntakenAnswers answers = new UntakenAnswers(100);

  @Test
  void keep_withinTheBound_endsNone() {
    keep("a", 60);
    keep("b", 40);

    assertThat(ended).isEmpty();
    assertThat(answers.bytes()).isEqualTo(100);
  }

  @Test
  void keep_beyondTheBound_endsTheOldestUntilItFits() {
    keep("a", 30);
    keep("b", 30);
    keep("c", 30);
    keep("d", 60);

    assertThat(ended).containsExactly("a", "b");
    assertThat(answers.bytes()).isEqualTo(90);
  }

  @Test
  void keep_moreThanAll_alone() {
    keep("a", 30);
    keep("b", 1_000);

    assertThat(ended).containsExactly("a");
    assertThat(answers.bytes()).isEqualTo(1_000);
  }

  @Test
  void forget_takenAfterAll_isNotEnded() {
    keep("a", 60);
    answers.forget("a");
    answers.forget("unknown");
    keep("b", 60);

    assertThat(ended).isEmpty();
    assertThat(answers.bytes()).isEqualTo(60);
  }

  private void keep(String stream, long bytes) {
    answers.keep(stream, bytes, () -> ended.add(stream));
  }
}
