/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.heliograph.gateway.wire.MalformedException;
import io.heliograph.gateway.wire.Spans;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZipkinMappingTest {
  private static final long NOW = 1_760_000_000_000_000_000L;

  @Test
  void convert_everyField_keptInOtlp() throws Exception {
    ResourceSpans resource =
        convert(
                """
                [{"traceId":"5982fe77008310cc80f1da5e10147517","parentId":"90394f6bcffb5d13",
                  "id":"67fae42571535f60","kind":"SERVER","name":"/m/n/2.6.1",
                  "timestamp":1750000000000001,"duration":26000,"debug":true,"shared":true,
                  "localEndpoint":{"serviceName":"api","ipv4":"10.0.0.1","port":8080},
                  "remoteEndpoint":{"serviceName":"web","ipv6":"2001:db8::c001","port":31000},
                  "annotations":[{"timestamp":1750000000000002,"value":"wr"}],
                  "tags":{"http.path":"/m","error":"500"},"unknown":[{"x":[1,2]}]}]
                """)
            .getResourceSpans(0);

    assertThat(resource.getResource().getAttributesList())
        .containsExactly(Spans.attribute("service.name", "api"));
    Span span = resource.getScopeSpans(0).getSpans(0);
    assertThat(span.getTraceId()).isEqualTo(Spans.hex("5982fe77008310cc80f1da5e10147517"));
    assertThat(span.getSpanId()).isEqualTo(Spans.hex("67fae42571535f60"));
    assertThat(span.getParentSpanId()).isEqualTo(Spans.hex("90394f6bcffb5d13"));
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(span.getName()).isEqualTo("/m/n/2.6.1");
    assertThat(span.getStartTimeUnixNano()).isEqualTo(1_750_000_000_000_001_000L);
    assertThat(span.getEndTimeUnixNano()).isEqualTo(1_750_000_000_026_001_000L);
    assertThat(span.getEventsList())
        .extracting(Span.Event::getName, Span.Event::getTimeUnixNano)
        .containsExactly(tuple("wr", 1_750_000_000_000_002_000L));
    assertThat(span.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(span.getStatus().getMessage()).isEqualTo("500");
    assertThat(span.getAttributesList())
        .extracting(KeyValue::getKey)
        .containsExactly(
            "http.path",
            "error",
            "network.local.address",
            "network.local.port",
            "network.peer.address",
            "network.peer.port",
            "peer.service",
            "zipkin.shared",
            "zipkin.debug");
  }

  @Test
  void convert_64BitTraceId_paddedOnTheLeft() throws Exception {
    Span span = only("[{\"traceId\":\"a1b2c3d4e5f60718\",\"id\":\"1\"}]");

    assertThat(span.getTraceId()).isEqualTo(Spans.hex("0000000000000000a1b2c3d4e5f60718"));
    assertThat(span.getSpanId()).isEqualTo(Spans.hex("0000000000000001"));
  }

  @Test
  void convert_idThatIsNotHex_leftEmptyForTheIntakeToReject() throws Exception {
    assertThat(only("[{\"traceId\":\"not hex\",\"id\":\"1\"}]").getTraceId().isEmpty()).isTrue();
  }

  @Test
  void convert_noTimestamp_earliestAnnotationElseArrival() throws Exception {
    String annotations =
        "[{\"traceId\":\"1\",\"id\":\"1\",\"annotations\":[{\"timestamp\":1750000000000009},"
            + "{\"timestamp\":1750000000000007}]}]";
    assertThat(only(annotations).getStartTimeUnixNano()).isEqualTo(1_750_000_000_000_007_000L);
    Span span = only("[{\"traceId\":\"1\",\"id\":\"1\"}]");
    assertThat(span.getStartTimeUnixNano()).isEqualTo(NOW);
    assertThat(span.getAttributes(0).getKey()).isEqualTo("otel.zipkin.absentField.startTime");
  }

  @Test
  void convert_severalServices_aResourceEach() throws Exception {
    ExportTraceServiceRequest request =
        convert(
            """
            [{"traceId":"1","id":"1","localEndpoint":{"serviceName":"a"}},
             {"traceId":"1","id":"2","localEndpoint":{"serviceName":"b"}},
             {"traceId":"1","id":"3","localEndpoint":{"serviceName":"a"}},
             {"traceId":"1","id":"4","localEndpoint":null}]
            """);

    assertThat(request.getResourceSpansList())
        .extracting(r -> r.getScopeSpans(0).getSpansCount())
        .containsExactly(2, 1, 1);
  }

  @Test
  void convert_errorTag_statusByItsValue() throws Exception {
    assertThat(status("\"error\":\"\"")).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(status("\"error\":\"false\"")).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    assertThat(status("\"otel.status_code\":\"OK\"")).isEqualTo(StatusCode.STATUS_CODE_OK);
    assertThat(status("")).isEqualTo(StatusCode.STATUS_CODE_UNSET);
  }

  @Test
  void convert_wrongTypes_saysWhere() {
    for (String body :
        List.of(
            "{}",
            "[1]",
            "[{\"traceId\":1}]",
            "[{\"timestamp\":\"soon\"}]",
            "[{\"timestamp\":1.5}]",
            "[{\"tags\":{\"a\":1}}]",
            "[{\"annotations\":{}}]",
            "[{\"localEndpoint\":[]}]",
            "[")) {
      assertThatThrownBy(() -> convert(body))
          .as(body)
          .isInstanceOf(MalformedException.class)
          .hasMessageStartingWith("malformed JSON");
    }
  }

  private static StatusCode status(String tags) throws Exception {
    return only("[{\"traceId\":\"1\",\"id\":\"1\",\"tags\":{" + tags + "}}]").getStatus().getCode();
  }

  private static Span only(String json) throws Exception {
    return convert(json).getResourceSpans(0).getScopeSpans(0).getSpans(0);
  }

  private static ExportTraceServiceRequest convert(String json) throws Exception {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return ZipkinMapping.convert(body, body.length, NOW);
  }
}
