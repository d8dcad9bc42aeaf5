/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.config.ConfigFact.Kind;
import io.heliograph.jobs.keyed.Decoded;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventBatch;
import io.heliograph.v1.ConfigEventKind;
import io.heliograph.v1.ReleaseKind;
import org.junit.jupiter.api.Test;

final class ConfigDecoderTest {
  private static final Origin ORIGIN = new Origin("heliograph.config-events", 0, 1, 1_000);

  private static ConfigEvent.Builder published() {
    return ConfigEvent.newBuilder()
        .setReleaseId("r-1")
        .setApp("orders")
        .setItem("timeout")
        .setKind(ConfigEventKind.CONFIG_EVENT_KIND_PUBLISHED);
  }

  private static Decoded<ConfigFact> decode(ConfigEvent.Builder... events) throws Exception {
    ConfigEventBatch.Builder batch = ConfigEventBatch.newBuilder();
    for (ConfigEvent.Builder event : events) {
      batch.addItems(event);
    }
    return new ConfigDecoder().decode(batch.build().toByteArray(), ORIGIN);
  }

  @Test
  void event_fullOfFields_isRead() throws Exception {
    Decoded<ConfigFact> decoded =
        decode(
            published()
                .setNamespace("shop")
                .setVersion(7)
                .setTimeUnixNano(5_000_000)
                .setReleaseKind(ReleaseKind.RELEASE_KIND_ROLLBACK)
                .setTarget("room=a")
                .setPublisher("alice"));

    assertThat(decoded.events())
        .containsExactly(
            new ConfigFact(
                ORIGIN,
                Kind.PUBLISHED,
                "r-1",
                "shop",
                "orders",
                "timeout",
                7,
                5,
                "rollback",
                "room=a",
                "alice",
                "",
                ""));
  }

  @Test
  void event_withRequiredFieldsOnly_getsDefaults() throws Exception {
    ConfigFact fact = decode(published()).events().get(0);

    assertThat(fact.namespace()).isEqualTo("default");
    assertThat(fact.releaseKind()).isEqualTo("full");
    assertThat(fact.timeMillis()).isEqualTo(1_000);
  }

  @Test
  void badEvents_areRefused() throws Exception {
    assertThat(
            decode(
                    published().setReleaseId(""),
                    published().setApp(""),
                    published().setItem(""),
                    published().setKindValue(0),
                    published().setKindValue(17),
                    published().setReleaseKindValue(17),
                    published().setKind(ConfigEventKind.CONFIG_EVENT_KIND_APPLIED))
                .reasons())
        .containsExactly(
            "release_id must be 1 to 255 bytes, has 0",
            "app must be 1 to 255 bytes, has 0",
            "item must be 1 to 255 bytes, has 0",
            "kind is unknown: 0",
            "kind is unknown: 17",
            "release_kind is unknown: 17",
            "instance_id must be 1 to 255 bytes, has 0");
  }
}
