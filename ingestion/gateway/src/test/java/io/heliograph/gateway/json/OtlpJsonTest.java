/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.gateway.wire.MalformedException;
import io.heliograph.gateway.wire.Spans;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OtlpJsonTest {
  @Test
  void parse_idsHexNumbersAsTextUnknownFieldsIgnored() throws Exception {
    Span span =
        span(
            """
            "traceId":"0AF7651916CD43DD8448EB211C80319C","spanId":"b7ad6b7169203331",
            "kind":2,"startTimeUnixNano":"1750000000000000000","endTimeUnixNano":1750000000005000000,
            "name":"GET /orders","newField":{"a":[1,{"b":null}]},"traceState":null
            """);

    assertThat(span).isEqualTo(Spans.valid().build());
  }

  @Test
  void parse_protobufNames_taken() throws Exception {
    assertThat(span("\"kind\":\"SPAN_KIND_CLIENT\"").getKind())
        .isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    byte[] body = "{\"resource_spans\":[{}]}".getBytes(StandardCharsets.UTF_8);
    ExportTraceServiceRequest request =
        (ExportTraceServiceRequest) OtlpJson.parse(Signal.SPANS, body, body.length);
    assertThat(request.getResourceSpansCount()).isEqualTo(1);
  }

  @Test
  void parse_unknownEnumerator_kept() throws Exception {
    assertThat(span("\"kind\":77").getKindValue()).isEqualTo(77);
  }

  @Test
  void parse_doubles_numbersAndNames() throws Exception {
    assertThat(point("\"asDouble\":1.5e3").getAsDouble()).isEqualTo(1_500);
    assertThat(point("\"asDouble\":\"NaN\"").getAsDouble()).isNaN();
    assertThat(point("\"asDouble\":\"-Infinity\"").getAsDouble()).isNegative().isInfinite();
    assertThat(point("\"asInt\":\"-9223372036854775808\"").getAsInt()).isEqualTo(Long.MIN_VALUE);
    assertThat(point("\"timeUnixNano\":\"18446744073709551615\"").getTimeUnixNano()).isEqualTo(-1);
  }

  @Test
  void parse_wrongTypes_saysWhereAndWhat() {
    fails("\"traceId\":5", "/traceId must be a string, is a number");
    fails("\"traceId\":\"xyz\"", "/traceId must be an even number of hex digits");
    fails("\"startTimeUnixNano\":\"soon\"", "must be an unsigned 64-bit integer");
    fails("\"startTimeUnixNano\":-1", "must be an unsigned 64-bit integer");
    fails("\"startTimeUnixNano\":18446744073709551616", "must be an unsigned 64-bit integer");
    fails("\"startTimeUnixNano\":1e999999999", "must be an unsigned 64-bit integer");
    fails("\"startTimeUnixNano\":1.5", "must be an unsigned 64-bit integer");
    fails("\"kind\":\"SPAN_KIND_MIDDLE\"", "/kind must be a 32-bit integer");
    fails("\"kind\":true", "/kind must be a 32-bit integer, is a boolean");
    fails("\"attributes\":{}", "/attributes must be an array, is an object");
    fails("\"attributes\":[{\"value\":{\"boolValue\":1}}]", "must be true or false, is a number");
    fails("\"attributes\":[{\"value\":{\"bytesValue\":\"*\"}}]", "must be base64");
    fails("\"attributes\":[null]", "/attributes/0 must be an object, is null");
    fails("\"name\":\"a", "malformed JSON at byte");
  }

  private static void fails(String field, String message) {
    assertThatThrownBy(() -> span(field))
        .as(field)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(message);
  }

  private static Span span(String fields) throws MalformedException {
    byte[] body =
        ("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{" + fields + "}]}]}]}")
            .getBytes(StandardCharsets.UTF_8);
    ExportTraceServiceRequest request =
        (ExportTraceServiceRequest) OtlpJson.parse(Signal.SPANS, body, body.length);
    return request.getResourceSpans(0).getScopeSpans(0).getSpans(0);
  }

  private static NumberDataPoint point(String fields) throws MalformedException {
    byte[] body =
        ("{\"resourceMetrics\":[{\"scopeMetrics\":[{\"metrics\":[{\"gauge\":{\"dataPoints\":[{"
                + fields
                + "}]}}]}]}]}")
            .getBytes(StandardCharsets.UTF_8);
    ExportMetricsServiceRequest request =
        (ExportMetricsServiceRequest) OtlpJson.parse(Signal.METRICS, body, body.length);
    return request
        .getResourceMetrics(0)
        .getScopeMetrics(0)
        .getMetrics(0)
        .getGauge()
        .getDataPoints(0);
  }
}
