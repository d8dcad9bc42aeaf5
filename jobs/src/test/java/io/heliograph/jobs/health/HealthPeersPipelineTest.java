/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.health.peer.LatencyTally;
import io.heliograph.jobs.health.peer.Slot;
import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.CollectingSink;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.jobs.keyed.Ledger;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.InstanceTraffic;
import io.heliograph.v1.ProbeResultBatch;
import io.heliograph.v1.ServiceTraffic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten instances, of which one becomes slow, through the whole job, which fails on the way. */
class HealthPeersPipelineTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Flink.cluster();

  private static final int SECONDS = 90;
  private static final int SLOW_FROM = 20;
  private static final int FAILS_AT = 45;

  /** Both sources go at this pace, so that neither is far ahead of the other. */
  private static final double PER_SECOND = 12;

  private static Source<Fragment, ?, ?> beats() {
    Batches batches = new Batches(Signal.HEARTBEATS);
    for (int second = 0; second < SECONDS; second++) {
      HeartbeatBatch.Builder batch = HeartbeatBatch.newBuilder();
      for (int n = 0; n < 10; n++) {
        batch.addItems(
            Heartbeat.newBuilder()
                .setNamespace("shop")
                .setService("orders")
                .setInstanceId("orders-" + n)
                .setSequence(second + 1L)
                .setStartedUnixNano(7)
                .setIntervalMs(1_000));
      }
      batches.add(START + second * 1_000L, 10, batch.build());
    }
    return batches.failingSource(PER_SECOND, FAILS_AT);
  }

  private static Source<Fragment, ?, ?> traffic() {
    Batches batches = new Batches(Topics.TRAFFIC);
    for (int second = 0; second < SECONDS; second++) {
      ServiceTraffic.Builder traffic =
          ServiceTraffic.newBuilder().setNamespace("shop").setService("orders");
      long logMillis = START + second * 1_000L;
      for (int n = 0; n < 10; n++) {
        boolean slow = n == 0 && second >= SLOW_FROM;
        traffic.addInstances(calls("orders-" + n, logMillis, slow ? 100 : 20));
      }
      batches.add(logMillis, -1, traffic.build());
      if (second == 10) {
        batches.add(START, -1, "", "no protobuf".getBytes(StandardCharsets.UTF_8));
      }
    }
    return batches.failingSource(PER_SECOND);
  }

  private static InstanceTraffic calls(String instance, long logMillis, int millis) {
    InstanceTraffic.Builder calls =
        InstanceTraffic.newBuilder()
            .setInstanceId(instance)
            .setSlotUnixMillis(Slot.of(logMillis))
            .setCalls(10);
    LatencyTally latencies = new LatencyTally();
    for (int i = 0; i < 10; i++) {
      long nanos = (millis + i) * 1_000_000L;
      calls.setNanos(calls.getNanos() + nanos);
      latencies.add(nanos);
    }
    for (short bucket : latencies.latencies().buckets()) {
      calls.addBuckets(bucket);
    }
    for (int count : latencies.latencies().counts()) {
      calls.addCounts(count);
    }
    return calls.build();
  }

  private static Source<Fragment, ?, ?> probes() {
    return new Batches(Signal.PROBES).add(START, 0, ProbeResultBatch.getDefaultInstance()).source();
  }

  @Test
  void slowOneAmongTen_losesScoreInTime_andNobodyElseDoes() throws Exception {
    CollectingSink<HealthOutput> rows = new CollectingSink<>();
    CollectingSink<Advice> advice = new CollectingSink<>();
    StreamExecutionEnvironment env = Flink.environment();
    HealthPipeline.define(
        env,
        new HealthPipeline.Sources(beats(), probes(), traffic()),
        HealthLimits.defaults(),
        rows,
        advice);

    env.execute();

    assertThat(Ledger.of(rows.collected().stream().map(HealthOutput::outcome)))
        .containsEntry("traffic accepted", 1L)
        .containsEntry("traffic dead", 1L)
        .doesNotContainKey("traffic stored");
    // at the end of the input log time ends as well, and everybody falls silent
    List<Advice> whileBeating =
        advice.collected().stream().filter(a -> a.millis() < START + SECONDS * 1_000L).toList();
    List<Advice> lost =
        whileBeating.stream()
            .filter(a -> Objects.requireNonNull(a.verdict()).score() < 100)
            .toList();
    assertThat(lost).isNotEmpty();
    assertThat(lost).allMatch(a -> a.id().instanceId().equals("orders-0"));
    assertThat(lost).allMatch(a -> a.verdict().state() == HealthState.UP);
    Advice first = lost.get(0);
    assertThat(first.verdict().score()).isLessThan(50);
    assertThat(first.verdict().reason()).contains("its calls take 1").contains("(p90)");
    assertThat(first.millis() - START).isBetween(SLOW_FROM * 1_000L, (SLOW_FROM + 30) * 1_000L);
  }
}
