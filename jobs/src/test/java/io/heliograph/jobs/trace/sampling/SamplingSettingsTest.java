/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingSettingsTest {
  @Test
  void parse_allPoliciesInAnyOrder_turnsThemOn() {
    SamplingSettings settings =
        SamplingSettings.parse(" share=0.05, rate=10,slow = 0.95 ,findings,errors");

    assertThat(settings)
        .isEqualTo(
            new SamplingSettings(
                true, true, 0.95, 10, 0.05, settings.warmUp(), settings.maxNames()));
    assertThat(settings.on()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"''", "' '", "share=0", "'slow=0,rate=0'"})
  void parse_nothing_isOff(String policies) {
    assertThat(SamplingSettings.parse(policies)).isEqualTo(SamplingSettings.OFF);
    assertThat(SamplingSettings.OFF.on()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "everything | there is no sampling policy \"everything\": give \"errors\"",
        "errors, | there is no sampling policy \"\"",
        "errors=1 | errors takes no value, but has \"1\"",
        "share | share needs a number, but has \"\"",
        "rate=many | rate needs a number, but has \"many\"",
        "slow=99 | slow is 99.0: give a quantile of 0 (off) to less than 1",
        "slow=NaN | slow is NaN",
        "rate=-1 | rate is -1.0: give traces per minute",
        "rate=Infinity | rate is Infinity",
        "share=1.01 | share is 1.01: give a share from 0 to 1",
      })
  void parse_whatCannotBe_isRefusedByName(String policies, String message) {
    assertThatThrownBy(() -> SamplingSettings.parse(policies))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void bounds_below1_areRefused() {
    assertThatThrownBy(() -> new SamplingSettings(true, true, 0, 0, 0, 0, 1))
        .hasMessageContaining("warmUp is 0");
    assertThatThrownBy(() -> new SamplingSettings(true, true, 0, 0, 0, 1, 0))
        .hasMessageContaining("maxNames 0");
  }
}
