/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.Otlp;
import io.heliograph.jobs.keyed.Batches;
import io.heliograph.jobs.keyed.CollectingSink;
import io.heliograph.jobs.keyed.Flink;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.ProbeResultBatch;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
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

  private static Source<Fragment, ?, ?> spans() {
    Batches batches = new Batches(Signal.SPANS);
    for (int second = 0; second < SECONDS; second++) {
      ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
      for (int n = 0; n < 10; n++) {
        boolean slow = n == 0 && second >= SLOW_FROM;
        request.addResourceSpans(calls("orders-" + n, slow ? 100 : 20));
      }
      batches.add(START + second * 1_000L, 100, request.build());
      if (second == 10) {
        batches.add(START, 1, "", "no OTLP".getBytes(StandardCharsets.UTF_8));
      }
    }
    return batches.failingSource(PER_SECOND);
  }

  private static ResourceSpans calls(String instance, int millis) {
    ScopeSpans.Builder spans = ScopeSpans.newBuilder();
    for (int i = 0; i < 10; i++) {
      long nanos = (millis + i) * 1_000_000L;
      spans.addSpans(
          Span.newBuilder()
              .setKind(Span.SpanKind.SPAN_KIND_SERVER)
              .setStartTimeUnixNano(1)
              .setEndTimeUnixNano(1 + nanos));
    }
    return ResourceSpans.newBuilder()
        .setResource(
            Resource.newBuilder()
                .addAttributes(Otlp.attribute("service.name", "orders"))
                .addAttributes(Otlp.attribute("service.namespace", "shop"))
                .addAttributes(Otlp.attribute("service.instance.id", instance)))
        .addScopeSpans(spans)
        .build();
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
        new HealthPipeline.Sources(beats(), probes(), spans()),
        HealthLimits.defaults(),
        rows,
        advice);

    env.execute();

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
