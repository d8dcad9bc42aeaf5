/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeAnswersTest {
  private final List<String> turns = new ArrayList<>();
  private final LargeAnswers answers = new LargeAnswers(100, Runnable::run);

  @Test
  void take_room_nobodyWaits() {
    assertThat(take(60, "a")).isTrue();
    assertThat(take(40, "b")).isTrue();
    assertThat(turns).isEmpty();
    assertThat(answers.underWay()).isEqualTo(100);
  }

  @Test
  void take_noRoom_turnsInTheOrderTheyCame() {
    take(100, "a");
    assertThat(take(60, "b")).isFalse();
    assertThat(take(60, "c")).isFalse();

    answers.release(100);
    assertThat(turns).containsExactly("b");
    assertThat(answers.underWay()).isEqualTo(60);
    answers.release(60);
    assertThat(turns).containsExactly("b", "c");
  }

  @Test
  void take_roomButOthersWait_waitsBehindThem() {
    take(90, "a");
    take(60, "b");

    assertThat(take(10, "c")).isFalse();
    answers.release(90);
    assertThat(turns).containsExactly("b", "c");
    assertThat(answers.underWay()).isEqualTo(70);
  }

  @Test
  void take_moreThanAll_aloneItMay() {
    assertThat(take(1_000, "a")).isTrue();
    assertThat(take(1, "b")).isFalse();

    answers.release(1_000);
    assertThat(answers.underWay()).isEqualTo(1);
  }

  private boolean take(long bytes, String who) {
    return answers.take(bytes, () -> turns.add(who));
  }
}
