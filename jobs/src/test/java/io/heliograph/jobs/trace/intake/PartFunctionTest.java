/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import static io.heliograph.jobs.Otlp.KAFKA_TIME;
import static io.heliograph.jobs.Otlp.fragment;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.Otlp;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.UnregisteredMetricGroups.UnregisteredTaskMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartFunctionTest {
  private static final Span SPAN =
      Span.newBuilder().setTraceId(Otlp.id(Otlp.TRACE)).setSpanId(Otlp.id(Otlp.SPAN)).build();

  private final InterceptingOperatorMetricGroup metrics = new InterceptingOperatorMetricGroup();
  private OneInputStreamOperatorTestHarness<Fragment, PartBatch> harness;

  @BeforeEach
  void open() throws Exception {
    UnregisteredTaskMetricGroup task =
        new UnregisteredTaskMetricGroup() {
          @Override
          public InternalOperatorMetricGroup getOrAddOperator(
              OperatorID id, String name, Map<String, String> variables) {
            return metrics;
          }
        };
    harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new PartFunction(false, 128, 1)),
            new MockEnvironmentBuilder().setMetricGroup(task).build());
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static ExportTraceServiceRequest request(Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(Otlp.ORDERS)
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(Arrays.asList(spans))))
        .build();
  }

  private List<SpanPart> parts() throws Exception {
    List<SpanPart> parts = new ArrayList<>();
    for (PartBatch batch : harness.extractOutputValues()) {
      batch.forEach(parts::add);
    }
    return parts;
  }

  private long counted(String name) {
    return ((Counter) metrics.get(name)).getCount();
  }

  @Test
  void fragment_ofOneTrace_isOnePart() throws Exception {
    harness.processElement(fragment(2, request(SPAN, SPAN)), 0);
    assertThat(parts())
        .singleElement()
        .satisfies(
            part -> {
              assertThat(part.traceHigh()).isEqualTo(0x0af7651916cd43ddL);
              assertThat(part.traceLow()).isEqualTo(0x8448eb211c80319cL);
              assertThat(part.logMillis()).isEqualTo(KAFKA_TIME);
              assertThat(part.spans()).isEqualTo(2);
            });
    assertThat(counted("unassembledFragments")).isZero();
    assertThat(counted("unassembledSpans")).isZero();
  }

  @Test
  void duplicateFragment_isNotRead() throws Exception {
    harness.processElement(
        new Fragment("t", 0, 1, KAFKA_TIME, 1, "key", true, request(SPAN).toByteArray()), 0);
    harness.processElement(new Fragment("t", 0, 1, KAFKA_TIME, 1, "key", true, new byte[1]), 0);
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(counted("unassembledFragments")).isZero();
  }

  @Test
  void malformedFragment_isCountedAndGivesNoPart() throws Exception {
    byte[] good = request(SPAN).toByteArray();
    byte[] bad = Arrays.copyOf(good, good.length + 2);
    bad[good.length] = 0x0a;
    bad[good.length + 1] = 0x7f;
    harness.processElement(fragment(1, bad), 0);
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(counted("unassembledFragments")).isEqualTo(1);
  }

  @Test
  void spansWithoutIds_areCountedAndLeftOut() throws Exception {
    harness.processElement(
        fragment(
            4,
            request(
                SPAN,
                SPAN.toBuilder().clearTraceId().build(),
                SPAN.toBuilder().setTraceId(Otlp.id("00".repeat(16))).build(),
                SPAN.toBuilder().setTraceId(Otlp.id("11".repeat(8))).build(),
                SPAN.toBuilder().clearSpanId().build(),
                SPAN.toBuilder().setSpanId(Otlp.id("00".repeat(8))).build())),
        0);
    assertThat(parts()).singleElement().matches(part -> part.spans() == 1);
    assertThat(counted("unassembledSpans")).isEqualTo(5);
  }
}
