/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What travels and what is kept comes back as it was. */
class PeerSerializersTest {
  private static final long SLOT = 1_700_000_000_000L;

  private static Traffic traced() {
    LatencyTally tally = new LatencyTally();
    tally.add(0);
    tally.add(5_000_000);
    tally.add(5_000_000);
    tally.add(Long.MAX_VALUE);
    return new Traffic(5, 1, 4, 2, 123_456_789, tally.latencies());
  }

  private static <T> T again(T record, TypeInformation<T> type) throws IOException {
    TypeSerializer<T> serializer = type.createSerializer(new SerializerConfigImpl());
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(record, out);
    return serializer.duplicate().deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
  }

  @Test
  void event_comesBack() throws IOException {
    for (Traffic traffic : List.of(Traffic.reported(200, 3), traced())) {
      TrafficEvent event = new TrafficEvent("shop", "orders", "orders-1", SLOT, -1, 7, traffic);
      assertThat(again(event, TypeInformation.of(TrafficEvent.class)))
          .usingRecursiveComparison()
          .isEqualTo(event);
    }
  }

  @Test
  void kept_nothing_comesBack() throws IOException {
    assertThat(again(PeerTraffic.NONE, PeerTrafficSerializer.TYPE)).isEqualTo(PeerTraffic.NONE);
  }

  @Test
  void kept_full_comesBack() throws IOException {
    PeerTraffic kept =
        new PeerTraffic(
            List.of(new Slot(SLOT, traced()), new Slot(SLOT + 5_000, Traffic.reported(9, 9))),
            SLOT * 1_000_000,
            8,
            SLOT,
            new Loss(0.5, 1),
            new Loss(0, 1),
            new Standing(SLOT, 8, 0.01, 0.02, 0, 9, 3_000_000_000L, 1_000_000_000, 0.67));

    assertThat(again(kept, PeerTrafficSerializer.TYPE)).usingRecursiveComparison().isEqualTo(kept);
  }

  @Test
  void kept_neverTold_comesBack() throws IOException {
    PeerTraffic kept = new PeerTraffic(List.of(), 0, 0, 0, Loss.NONE, Loss.NONE, null);

    assertThat(again(kept, PeerTrafficSerializer.TYPE)).isEqualTo(kept);
  }
}
