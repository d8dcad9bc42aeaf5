/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommittableSerializerTest {
  private static final SinkCommittable GOLDEN =
      new SinkCommittable(
          "raw-7-0-2",
          List.of(
              new FrozenInsert(
                  "otel_traces",
                  "raw-7-0-1",
                  List.of("TraceId", "Events.Name"),
                  List.of(new FrozenInsert.Chunk(2, 300), new FrozenInsert.Chunk(1, 200)),
                  Body.of(new byte[] {4, 34, 77, 24, -1}),
                  new Provenance(
                      List.of("spans", "heliograph.spans"), new byte[] {0, 2, 4, 6, 7}))),
          List.of(new LedgerEntry("spans", "accepted", 29_000_000, 3)));

  private final CommittableSerializer serializer = new CommittableSerializer();

  @Test
  void deserialize_ofSerialized_isTheSame() throws Exception {
    SinkCommittable orders = Fixtures.orders("a-", "tea", "cup");

    SinkCommittable read = serializer.deserialize(1, serializer.serialize(orders));

    assertThat(read).usingRecursiveComparison().isEqualTo(orders);
  }

  @Test
  void deserialize_ofVersion1InACheckpoint_isStillRead() throws Exception {
    byte[] stored;
    try (InputStream in = getClass().getResourceAsStream("/golden/committable-v1.bin")) {
      stored = in.readAllBytes();
    }

    assertThat(serializer.deserialize(1, stored)).usingRecursiveComparison().isEqualTo(GOLDEN);
    assertThat(serializer.serialize(GOLDEN)).isEqualTo(stored);
  }

  @Test
  void deserialize_ofLaterVersion_saysSo() {
    assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2");
  }
}
