/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heliograph.gateway.wire.Spans;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventKind;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.Load;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventKind;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.RateLimitUsage;
import org.junit.jupiter.api.Test;

class EventRulesTest {
  private static final Heartbeat BEAT =
      Heartbeat.newBuilder()
          .setService("orders")
          .setInstanceId("orders-1")
          .setTimeUnixNano(Spans.START)
          .build();
  private static final ProbeResult PROBE =
      ProbeResult.newBuilder()
          .setService("orders")
          .setInstanceId("orders-1")
          .setProberId("agent-1")
          .setTimeUnixNano(Spans.START)
          .build();
  private static final ConfigEvent PUBLISHED =
      ConfigEvent.newBuilder()
          .setReleaseId("r-1")
          .setApp("orders")
          .setItem("timeouts")
          .setKind(ConfigEventKind.CONFIG_EVENT_KIND_PUBLISHED)
          .setTimeUnixNano(Spans.START)
          .build();
  private static final MessageEvent PRODUCED =
      MessageEvent.newBuilder()
          .setMessageId("m-1")
          .setTopic("paid")
          .setKind(MessageEventKind.MESSAGE_EVENT_KIND_PRODUCED)
          .setTimeUnixNano(Spans.START)
          .build();
  private static final RateLimitUsage USAGE =
      RateLimitUsage.newBuilder()
          .setRule("checkout")
          .setReporterId("orders-1")
          .setWindowStartUnixNano(Spans.START)
          .build();

  @Test
  void leastThatIsRequired_inOrder() {
    assertThat(EventRules.heartbeat(BEAT)).isNull();
    assertThat(EventRules.probe(PROBE)).isNull();
    assertThat(EventRules.config(PUBLISHED)).isNull();
    assertThat(EventRules.message(PRODUCED)).isNull();
    assertThat(EventRules.usage(USAGE)).isNull();
  }

  @Test
  void heartbeat_outOfRange_fieldNamed() {
    at(EventRules.heartbeat(BEAT.toBuilder().clearService().build()), "service");
    at(
        EventRules.heartbeat(BEAT.toBuilder().setInstanceId("x".repeat(256)).build()),
        "instance_id");
    at(EventRules.heartbeat(BEAT.toBuilder().setPort(65_536).build()), "port");
    at(EventRules.heartbeat(BEAT.toBuilder().setPort(-1).build()), "port");
    at(EventRules.heartbeat(BEAT.toBuilder().setWeight(10_001).build()), "weight");
    at(EventRules.heartbeat(BEAT.toBuilder().clearTimeUnixNano().build()), "time_unix_nano");
    at(EventRules.heartbeat(BEAT.toBuilder().putTags("", "x").build()), "tags");
    at(load(Load.newBuilder().setCpu(1.1)), "load.cpu");
    at(load(Load.newBuilder().setCpu(Double.NaN)), "load.cpu");
    at(load(Load.newBuilder().setMemory(-0.1)), "load.memory");
    at(load(Load.newBuilder().setLoad1(Double.POSITIVE_INFINITY)), "load.load1");
  }

  @Test
  void probe_withoutProber_refused() {
    at(EventRules.probe(PROBE.toBuilder().clearProberId().build()), "prober_id");
    at(EventRules.probe(PROBE.toBuilder().setDetail("x".repeat(1_025)).build()), "detail");
  }

  @Test
  void config_kindAndInstance() {
    at(EventRules.config(PUBLISHED.toBuilder().clearKind().build()), "kind");
    at(EventRules.config(PUBLISHED.toBuilder().setKindValue(99).build()), "kind");
    ConfigEvent.Builder applied =
        PUBLISHED.toBuilder().setKind(ConfigEventKind.CONFIG_EVENT_KIND_APPLIED);
    at(EventRules.config(applied.build()), "instance_id");
    assertThat(EventRules.config(applied.setInstanceId("orders-1").build())).isNull();
    at(EventRules.config(applied.setError("x".repeat(4_097)).build()), "error");
  }

  @Test
  void message_consumerGroupForAllButProduced() {
    MessageEvent.Builder consumed =
        PRODUCED.toBuilder().setKind(MessageEventKind.MESSAGE_EVENT_KIND_CONSUMED);
    at(EventRules.message(consumed.build()), "consumer_group");
    assertThat(EventRules.message(consumed.setConsumerGroup("billing").build())).isNull();
    ByteString eight = ByteString.copyFrom(new byte[8]);
    at(EventRules.message(PRODUCED.toBuilder().setTraceId(eight).build()), "trace_id");
    assertThat(EventRules.message(PRODUCED.toBuilder().setSpanId(eight).build())).isNull();
  }

  @Test
  void usage_windowOfWholeSeconds() {
    at(
        EventRules.usage(USAGE.toBuilder().setWindowStartUnixNano(Spans.START + 1).build()),
        "window_start_unix_nano");
    at(EventRules.usage(USAGE.toBuilder().clearReporterId().build()), "reporter_id");
  }

  private static Fault load(Load.Builder load) {
    return EventRules.heartbeat(BEAT.toBuilder().setLoad(load).build());
  }

  private static void at(Fault fault, String field) {
    assertThat(fault).isNotNull();
    assertThat(fault.field()).isEqualTo(field);
    assertThat(fault.reason()).startsWith("must be ");
  }
}
