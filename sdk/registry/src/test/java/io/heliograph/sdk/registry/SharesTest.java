/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharesTest {
  private static final Shares<String> ABC =
      new Shares.Builder<String>().add("a", 1).add("b", 3).add("c", 2).build();

  @Test
  void pick_eachPointBelongsToOne() {
    StringBuilder drawn = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      int point = i;
      drawn.append(ABC.pick(any -> true, sum -> point).orElseThrow());
    }
    assertThat(drawn).hasToString("abbbcc");
  }

  @Test
  void pick_someAreNotUsable_sharesTheRestByWeight() {
    StringBuilder drawn = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      int point = i;
      // of all six "b" is drawn each time, and is not to be used; then of the three that are left
      drawn.append(ABC.pick(one -> !one.equals("b"), sum -> sum == 6 ? 1 : point).orElseThrow());
    }
    assertThat(drawn).hasToString("acc");
  }

  @Test
  void pick_noneIsUsable_orNoneIsThere_isEmpty() {
    assertThat(ABC.pick(one -> false, sum -> 0)).isEmpty();
    assertThat(new Shares.Builder<String>().build().pick(one -> true, sum -> 0)).isEmpty();
  }
}
