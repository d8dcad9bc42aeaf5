/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.health.peer.PeerFunction;
import io.heliograph.jobs.health.peer.PeerStanding;
import io.heliograph.jobs.health.peer.PeerTraffic;
import io.heliograph.jobs.health.peer.TrafficEvent;
import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.CollectingSink;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.jobs.keyed.Ledger;
import io.heliograph.jobs.records.RecordType;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.ProbeOutcome;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProbeResultBatch;
import io.heliograph.v1.ProtectionChange;
import io.heliograph.v1.ProtectionNotice;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthPipelineTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Flink.cluster();

  private static final int SECONDS = 60;

  private static Heartbeat.Builder beat(String instance, int second) {
    return Heartbeat.newBuilder()
        .setService("orders")
        .setInstanceId(instance)
        .setSequence(second + 1L)
        .setStartedUnixNano(7)
        .setIntervalMs(1_000);
  }

  /** orders-1 beats for a minute; orders-2 dies after 10 s; one batch is garbage, one repeated. */
  private static Source<Fragment, ?, ?> beats() {
    Batches batches = new Batches(Signal.HEARTBEATS);
    for (int second = 0; second < SECONDS; second++) {
      HeartbeatBatch.Builder batch = HeartbeatBatch.newBuilder().addItems(beat("orders-1", second));
      if (second < 10) {
        batch.addItems(beat("orders-2", second));
      }
      int count = batch.getItemsCount();
      byte[] value = batch.build().toByteArray();
      batches.add(START + second * 1_000L, count, "key-" + second, value);
      if (second == 5) {
        batches.add(START + second * 1_000L, count, "key-" + second, value);
        batches.add(START, 3, "", "no protobuf".getBytes(StandardCharsets.UTF_8));
        batches.add(START, 1, HeartbeatBatch.newBuilder().addItems(beat("", 0)).build());
      }
    }
    return batches.source();
  }

  private static Source<Fragment, ?, ?> probes() {
    ProbeResult.Builder probe =
        ProbeResult.newBuilder()
            .setService("orders")
            .setInstanceId("orders-1")
            .setProberId("prober-1")
            .setOutcome(ProbeOutcome.PROBE_OUTCOME_OK);
    byte[] frozen =
        ProbeResultBatch.newBuilder()
            .addProtections(notice(ProtectionChange.PROTECTION_CHANGE_FROZEN, 9))
            .build()
            .toByteArray();
    return new Batches(Signal.PROBES)
        .add(START, 1, ProbeResultBatch.newBuilder().addItems(probe).build())
        .add(START + 7_000, 1, "n1#1", frozen)
        .add(START + 8_000, 1, "n1#1", frozen) // its acknowledgement was lost
        .add(
            START + 9_000,
            2,
            ProbeResultBatch.newBuilder()
                .addProtections(
                    notice(ProtectionChange.PROTECTION_CHANGE_LIFTED, 1).setTimeUnixNano(0))
                .addProtections(notice(ProtectionChange.PROTECTION_CHANGE_LIFTED, 11))
                .build())
        .source();
  }

  private static ProtectionNotice.Builder notice(ProtectionChange change, int silent) {
    return ProtectionNotice.newBuilder()
        .setService("orders")
        .setNodeId("n1")
        .setChange(change)
        .setSilent(silent)
        .setInstances(10)
        .setHoldSeconds(300)
        .setTimeUnixNano(TimeUnit.MILLISECONDS.toNanos(START + 6_500));
  }

  @Test
  void beats_becomeInstancesAndEvents_andEveryOneIsAccountedFor() throws Exception {
    CollectingSink<HealthOutput> sink = new CollectingSink<>();
    StreamExecutionEnvironment env = Flink.environment();
    CollectingSink<Advice> advice = new CollectingSink<>();
    HealthPipeline.define(
        env,
        new HealthPipeline.Sources(beats(), probes(), null),
        HealthLimits.defaults(),
        sink,
        advice);

    env.execute();

    assertThat(changes(sink, "orders-2"))
        .containsExactly(
            "0 >UP: healthy",
            "11000 UP>SUSPECT: no heartbeat for 2 times the promised 1 s",
            "13000 SUSPECT>DOWN: no heartbeat for 4 times the promised 1 s");
    assertThat(changes(sink, "orders-1").get(0)).isEqualTo("0 >UP: healthy");
    assertThat(changes(sink, "orders-1").get(1)).startsWith("61000 UP>SUSPECT");
    assertThat(lastRow(sink, "orders-2").verdict().state()).isEqualTo(HealthState.DOWN);
    assertThat(lastRow(sink, "orders-2").lastSeenMillis()).isEqualTo(START + 9_000);
    assertThat(advice.collected())
        .filteredOn(given -> given.id().instanceId().equals("orders-2"))
        .extracting(given -> given.verdict() == null ? null : given.verdict().state())
        .startsWith(HealthState.UP, HealthState.SUSPECT, HealthState.DOWN);
    assertThat(Ledger.of(sink.collected().stream().map(HealthOutput::outcome)))
        .isEqualTo(
            Map.of(
                "heartbeats accepted", 74L,
                "heartbeats stored", 70L,
                "heartbeats dead", 4L,
                "heartbeats duplicate", 2L,
                "probes accepted", 4L,
                "probes stored", 3L,
                "probes dead", 1L,
                "probes duplicate", 1L));
    assertThat(sink.collected().stream().map(HealthOutput::protection).filter(Objects::nonNull))
        .containsExactlyInAnyOrder( // one for each change, however often it was told
            new ProtectionEvent(
                START + 6_500,
                "default",
                "orders",
                "",
                "PROTECTED",
                10,
                "protection: 9 of 10 instances of orders are silent; node n1 takes none out for up"
                    + " to 300 s"),
            new ProtectionEvent(
                START + 9_000,
                "default",
                "orders",
                "PROTECTED",
                "RELEASED",
                90,
                "protection: 1 of 10 instances of orders are silent; node n1 takes silent ones out"
                    + " again"));
    assertThat(Ledger.reasons(sink.collected().stream().map(HealthOutput::outcome)))
        .anyMatch(reason -> reason.startsWith("batch is not valid protobuf"))
        .contains("instance_id must be 1 to 255 bytes, has 0", "silent must be 0 to 10, is 11");
  }

  private static List<String> changes(CollectingSink<HealthOutput> sink, String instance) {
    return sink.collected().stream()
        .map(HealthOutput::event)
        .filter(event -> event != null && event.id().instanceId().equals(instance))
        .map(
            event ->
                (event.timeMillis() - START)
                    + " "
                    + event.from()
                    + ">"
                    + event.to().state()
                    + ": "
                    + event.to().reason())
        .toList();
  }

  private static InstanceRow lastRow(CollectingSink<HealthOutput> sink, String instance) {
    return sink.collected().stream()
        .map(HealthOutput::instance)
        .filter(Objects::nonNull)
        .filter(row -> row.id().instanceId().equals(instance))
        .max(Comparator.comparingLong(InstanceRow::revision))
        .orElseThrow();
  }

  /** Those that are few; and the states, which the jobs of before wrote so. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        ProbeReport.class,
        InstanceState.class,
        Advice.class,
        Probe.class,
        PeerStanding.class,
        PeerTraffic.class,
        PeerFunction.Service.class
      })
  void types_areSerializedByFlinkWithoutKryo(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }

  @ParameterizedTest
  @ValueSource(classes = {Beat.class, Evidence.class, HealthOutput.class, TrafficEvent.class})
  void types_ofWhichThereAreMany_bringTheirSerializers(Class<?> type) {
    assertThat(TypeInformation.of(type)).isInstanceOf(RecordType.class);
  }
}
