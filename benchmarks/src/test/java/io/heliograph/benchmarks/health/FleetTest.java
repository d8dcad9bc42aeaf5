/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetTest {
  private final Fleet fleet = new Fleet(10, 3, 10_000);

  private List<Heartbeat> beats(int first, int count, int round) throws Exception {
    return HeartbeatBatch.parseFrom(fleet.batch(first, count, round)).getItemsList();
  }

  @Test
  void batch_someInstances_oneBeatOfEach() throws Exception {
    assertThat(beats(4, 3, 0))
        .extracting(Heartbeat::getInstanceId)
        .containsExactly(
            "service-1-6c9d8b7f5-000004",
            "service-2-6c9d8b7f5-000005",
            "service-0-6c9d8b7f5-000006");
  }

  @Test
  void batch_nextRound_sameInstanceNextBeat() throws Exception {
    Heartbeat first = beats(4, 1, 0).get(0);
    Heartbeat second = beats(4, 1, 1).get(0);

    assertThat(second.getSequence()).isEqualTo(first.getSequence() + 1);
    assertThat(second.getTimeUnixNano() - first.getTimeUnixNano()).isEqualTo(10_000_000_000L);
    assertThat(second.getTagsMap()).isEqualTo(first.getTagsMap()).hasSize(2);
    assertThat(second.getLoad()).isNotEqualTo(first.getLoad());
    assertThat(second.getLoad().getCalls()).isPositive();
  }
}
