/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0, '', 0, '', 0",
    "'', 0, error, 1, error, 1",
    "error, 1, '', 0, error, 1",
    "share, 100, error, 1, error, 1",
    "share, 100, rate, 5, rate, 5",
    "slow, 1, share, 100, slow, 1",
    "slow, 1, error, 1, error, 1",
    "finding, 1, error, 1, error, 1",
  })
  void merge_inEitherOrder_isTheLikelierOrTheMorePrecedent(
      String before, double weight, String now, double weightNow, String result, double merged) {
    Keep first = new Keep(before, weight);
    Keep second = new Keep(now, weightNow);

    assertThat(Keep.merge(first, second)).isEqualTo(new Keep(result, merged));
    assertThat(Keep.merge(second, first)).isEqualTo(new Keep(result, merged));
  }

  @Test
  void keep_thatCannotBe_isRefused() {
    assertThatThrownBy(() -> new Keep("whim", 1)).hasMessageContaining("\"whim\"");
    assertThatThrownBy(() -> new Keep("share", 0)).hasMessageContaining("is 0.0");
    assertThatThrownBy(() -> new Keep("share", Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Keep("", -1)).hasMessageContaining("-1");
  }
}
