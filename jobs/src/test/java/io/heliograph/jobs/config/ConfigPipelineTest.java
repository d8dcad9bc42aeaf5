/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import static io.heliograph.jobs.config.AFact.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.CollectingSink;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.jobs.keyed.Ledger;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventBatch;
import io.heliograph.v1.ConfigEventKind;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigPipelineTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Flink.cluster();

  private static ConfigEvent event(ConfigEventKind kind, String instance, long nanos) {
    return ConfigEvent.newBuilder()
        .setReleaseId("r-1")
        .setApp("orders")
        .setItem("timeout")
        .setKind(kind)
        .setInstanceId(instance)
        .setTimeUnixNano(nanos)
        .build();
  }

  private static ConfigEventBatch batch(ConfigEvent... events) {
    return ConfigEventBatch.newBuilder().addAllItems(java.util.List.of(events)).build();
  }

  @Test
  void events_becomeReleasesAndArrivals_andEveryOneIsAccountedFor() throws Exception {
    Batches batches =
        new Batches(Signal.CONFIG_EVENTS)
            .add(
                START,
                3,
                batch(
                    event(ConfigEventKind.CONFIG_EVENT_KIND_APPLIED, "orders-1", 9_000_000),
                    event(ConfigEventKind.CONFIG_EVENT_KIND_RECEIVED, "orders-1", 8_000_000),
                    event(ConfigEventKind.CONFIG_EVENT_KIND_RECEIVED, "orders-2", 8_000_000)))
            .add(
                START + 1,
                3,
                batch(
                    event(ConfigEventKind.CONFIG_EVENT_KIND_PUBLISHED, "", 5_000_000),
                    event(ConfigEventKind.CONFIG_EVENT_KIND_PUBLISHED, "", 5_000_000),
                    event(ConfigEventKind.CONFIG_EVENT_KIND_REJECTED, "", 5_000_000)))
            .add(START + 2, 2, "", new byte[] {1});
    CollectingSink<ConfigOutput> sink = new CollectingSink<>();
    StreamExecutionEnvironment env = Flink.environment();
    ConfigPipeline.define(env, batches.source(), Duration.ofHours(1), sink);

    env.execute();

    assertThat(sink.collected())
        .extracting(ConfigOutput::release)
        .filteredOn(Objects::nonNull)
        .singleElement()
        .satisfies(release -> assertThat(release.publishedMillis()).isEqualTo(5));
    ArrivalState arrival =
        sink.collected().stream()
            .map(ConfigOutput::arrival)
            .filter(row -> row != null && row.instanceId().equals("orders-1"))
            .max(Comparator.comparingLong(ArrivalState::revision))
            .orElseThrow();
    assertThat(arrival.status()).isEqualTo("applied");
    assertThat(arrival.receivedMillis()).isEqualTo(8);
    assertThat(Ledger.of(sink.collected().stream().map(ConfigOutput::outcome)))
        .isEqualTo(
            Map.of(
                "config-events accepted", 8L,
                "config-events stored", 5L,
                "config-events dead", 3L,
                "config-events duplicate", 1L));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {ConfigFact.class, ConfigOutput.class, ReleaseState.class, ArrivalState.class})
  void types_areSerializedWithoutReflection(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
