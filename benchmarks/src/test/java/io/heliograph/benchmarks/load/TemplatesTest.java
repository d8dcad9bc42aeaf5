/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TemplatesTest {
  private static final long NOW = 1_795_428_000_000L;

  @Test
  void otlp_oneRound_256TracesOf10SpansOver8Services() throws Exception {
    Round round = round();
    List<Span> spans = new ArrayList<>();
    Set<String> services = new HashSet<>();
    for (Template template : Templates.otlp().round(0)) {
      ExportTraceServiceRequest request = otlp(template, round);
      services.add(
          request.getResourceSpans(0).getResource().getAttributes(0).getValue().getStringValue());
      List<Span> sent = request.getResourceSpans(0).getScopeSpans(0).getSpansList();
      assertThat(sent).hasSize(template.spans());
      spans.addAll(sent);
    }

    assertThat(services).hasSize(8);
    Map<ByteString, List<Span>> traces =
        spans.stream().collect(Collectors.groupingBy(Span::getTraceId));
    assertThat(traces).hasSize(Round.TRACES);
    assertThat(traces.values()).allSatisfy(TemplatesTest::isOneTree);
  }

  @Test
  void otlp_spans_tenAttributesAndNoPlaceholderLeft() throws Exception {
    for (Template template : Templates.otlp().round(3)) {
      for (Span span :
          otlp(template, round()).getResourceSpans(0).getScopeSpans(0).getSpansList()) {
        assertThat(span.getAttributesCount()).isEqualTo(10);
        assertThat(span.toString()).doesNotContain("######");
      }
    }
  }

  @Test
  void otlp_filledAgain_otherIdsSameLength() throws Exception {
    Template template = Templates.otlp().round(0).get(0);
    Round round = round();
    ByteString first = span(otlp(template, round)).getTraceId();
    round.renew(NOW + 1);

    assertThat(span(otlp(template, round)).getTraceId()).isNotEqualTo(first);
  }

  @Test
  void otlp_traceId_asTheRoundSays() throws Exception {
    Round round = round();
    byte[] id = span(otlp(Templates.otlp().round(0).get(0), round)).getTraceId().toByteArray();

    assertThat(HexFormat.of().formatHex(id)).isEqualTo(round.traceId(0));
  }

  @Test
  void zipkin_oneRound_sameSpansAsOtlp() throws Exception {
    Round round = round();
    Map<String, Span> otlp = new HashMap<>();
    for (Template template : Templates.otlp().round(0)) {
      otlp(template, round)
          .getResourceSpans(0)
          .getScopeSpans(0)
          .getSpansList()
          .forEach(span -> otlp.put(hex(span.getSpanId()), span));
    }

    int count = 0;
    for (Template template : Templates.zipkinJson().round(0)) {
      byte[] body = new byte[template.length()];
      template.fill(body, round);
      for (JsonNode zipkin : new ObjectMapper().readTree(body)) {
        Span span = otlp.get(zipkin.get("id").asText());
        assertThat(zipkin.get("traceId").asText()).isEqualTo(hex(span.getTraceId()));
        assertThat(zipkin.path("parentId").asText("")).isEqualTo(hex(span.getParentSpanId()));
        assertThat(zipkin.get("timestamp").asLong()).isEqualTo(span.getStartTimeUnixNano() / 1000);
        assertThat(zipkin.get("duration").asLong())
            .isEqualTo((span.getEndTimeUnixNano() - span.getStartTimeUnixNano()) / 1000);
        assertThat(zipkin.get("tags")).hasSize(10);
        count++;
      }
    }
    assertThat(count).isEqualTo(Round.SPANS).isEqualTo(otlp.size());
  }

  private static void isOneTree(List<Span> trace) {
    assertThat(trace).hasSize(10);
    Map<ByteString, Span> byId =
        trace.stream().collect(Collectors.toMap(Span::getSpanId, span -> span));
    int roots = 0;
    for (Span span : trace) {
      if (span.getParentSpanId().isEmpty()) {
        roots++;
        assertThat(span.getEndTimeUnixNano())
            .isBetween(NOW * 1_000_000, NOW * 1_000_000 + 1_000_000);
      } else {
        Span parent = byId.get(span.getParentSpanId());
        assertThat(span.getStartTimeUnixNano()).isGreaterThan(parent.getStartTimeUnixNano());
        assertThat(span.getEndTimeUnixNano()).isLessThan(parent.getEndTimeUnixNano());
      }
    }
    assertThat(roots).isEqualTo(1);
  }

  private static Round round() {
    Round round = new Round(7);
    round.renew(NOW);
    return round;
  }

  private static ExportTraceServiceRequest otlp(Template template, Round round) throws Exception {
    byte[] body = new byte[template.length()];
    template.fill(body, round);
    return ExportTraceServiceRequest.parseFrom(body);
  }

  private static Span span(ExportTraceServiceRequest request) {
    return request.getResourceSpans(0).getScopeSpans(0).getSpans(0);
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
