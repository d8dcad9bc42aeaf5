/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TopicsTest {
  @Test
  void all_names_areThoseOfTheContract() {
    assertThat(Topics.all())
        .extracting(Topics.Spec::name)
        .containsExactlyInAnyOrder(
            "heliograph.spans",
            "heliograph.logs",
            "heliograph.metrics",
            "heliograph.heartbeats",
            "heliograph.probes",
            "heliograph.config-events",
            "heliograph.messages",
            "heliograph.usage",
            "heliograph.health",
            "heliograph.quotas",
            "heliograph.config",
            "heliograph.schedule",
            "heliograph.half",
            "heliograph.dead-letters",
            "heliograph.traffic");
  }

  @Test
  void all_onlyWhatIsReadBack_isCompacted() {
    assertThat(Topics.all())
        .filteredOn(Topics.Spec::compacted)
        .extracting(Topics.Spec::name)
        .containsExactlyInAnyOrder(Topics.HEALTH, Topics.QUOTAS, Topics.CONFIG);
  }

  @Test
  void ofLabel_everySignal_roundTrips() {
    for (Signal signal : Signal.values()) {
      assertThat(Signal.ofLabel(signal.label())).isSameAs(signal);
    }
    assertThatThrownBy(() -> Signal.ofLabel("smoke"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("smoke");
  }

  @Test
  void items_validCount_roundTrips() {
    for (int count : new int[] {0, 1, 9, 10, 65_536, Integer.MAX_VALUE}) {
      assertThat(FragmentHeaders.items(FragmentHeaders.items(count))).isEqualTo(count);
    }
  }

  @Test
  void items_absentOrNotANumber_isMinusOne() {
    assertThat(FragmentHeaders.items((byte[]) null)).isEqualTo(-1);
    for (String bad : new String[] {"", "-1", "1x", " 1", "2147483648", "99999999999"}) {
      assertThat(FragmentHeaders.items(bad.getBytes(StandardCharsets.US_ASCII))).isEqualTo(-1);
    }
  }
}
