/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.jobs.Otlp;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpanTrafficTest {
  private static final long LOG_MILLIS = 1_700_000_007_000L;
  private static final long SLOT = 1_700_000_005_000L;

  private final SpanTraffic traffic = new SpanTraffic();

  private static Resource resource(String... keysAndValues) {
    Resource.Builder resource =
        Resource.newBuilder()
            .addAttributes(Otlp.attribute("service.name", "orders"))
            .addAttributes(Otlp.attribute("host.name", "h1"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      resource.addAttributes(Otlp.attribute(keysAndValues[i], keysAndValues[i + 1]));
    }
    return resource.build();
  }

  private static Span span(SpanKind kind, long millis, StatusCode status) {
    return Span.newBuilder()
        .setTraceId(Otlp.id(Otlp.TRACE))
        .setSpanId(Otlp.id(Otlp.SPAN))
        .setName("POST /orders")
        .setKind(kind)
        .setStartTimeUnixNano(5_000_000_000L)
        .setEndTimeUnixNano(5_000_000_000L + millis * 1_000_000)
        .addAttributes(Otlp.attribute("http.route", "/orders"))
        .setStatus(Status.newBuilder().setCode(status).setMessage("said"))
        .build();
  }

  private static ExportTraceServiceRequest request(Resource resource, Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(resource)
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
        .build();
  }

  private List<TrafficEvent> flush() {
    List<TrafficEvent> events = new ArrayList<>();
    traffic.flush(events::add);
    return events;
  }

  @Test
  void serverAndConsumerSpans_areCallsOfTheirInstance() throws Exception {
    Resource orders = resource("service.instance.id", "orders-1", "service.namespace", "shop");
    byte[] one =
        request(
                orders,
                span(SpanKind.SPAN_KIND_SERVER, 10, StatusCode.STATUS_CODE_UNSET),
                span(SpanKind.SPAN_KIND_CLIENT, 999, StatusCode.STATUS_CODE_ERROR),
                span(SpanKind.SPAN_KIND_INTERNAL, 999, StatusCode.STATUS_CODE_UNSET),
                span(SpanKind.SPAN_KIND_CONSUMER, 30, StatusCode.STATUS_CODE_ERROR))
            .toByteArray();
    traffic.add(one, LOG_MILLIS);
    traffic.add(one, LOG_MILLIS + 1);
    traffic.add(one, LOG_MILLIS + 5_000);

    List<TrafficEvent> events = flush();

    assertThat(events)
        .extracting(TrafficEvent::namespace, TrafficEvent::service, TrafficEvent::instanceId)
        .containsOnly(org.assertj.core.groups.Tuple.tuple("shop", "orders", "orders-1"));
    assertThat(events).extracting(TrafficEvent::slotMillis).containsExactly(SLOT, SLOT + 5_000);
    Traffic first = events.get(0).traffic();
    assertThat(first.tracedCalls()).isEqualTo(4);
    assertThat(first.tracedErrors()).isEqualTo(2);
    assertThat(first.tracedNanos()).isEqualTo(80_000_000);
    assertThat(first.latencies().counts()).containsExactly(2, 2);
    assertThat(first.calls()).isZero();
    assertThat(flush()).isEmpty();
  }

  @Test
  void namespace_isTheServicesElseTheEnvironmentElseDefault() throws Exception {
    Span span = span(SpanKind.SPAN_KIND_SERVER, 1, StatusCode.STATUS_CODE_OK);
    String[][] said = {
      {"deployment.environment.name", "prod", "service.namespace", "shop"},
      {"deployment.environment", "old", "deployment.environment.name", "prod"},
      {"deployment.environment", "old", "service.namespace", ""},
      {}
    };
    List<String> namespaces = new ArrayList<>();
    for (String[] attributes : said) {
      Resource resource =
          resource(attributes).toBuilder()
              .addAttributes(Otlp.attribute("service.instance.id", "orders-1"))
              .build();
      traffic.add(request(resource, span).toByteArray(), LOG_MILLIS);
      flush().forEach(event -> namespaces.add(event.namespace()));
    }
    assertThat(namespaces).containsExactly("shop", "prod", "old", "default");
  }

  @Test
  void resourceWithoutAUsableInstanceId_isPassedOver() throws Exception {
    Span span = span(SpanKind.SPAN_KIND_SERVER, 1, StatusCode.STATUS_CODE_OK);
    Resource number =
        resource().toBuilder()
            .addAttributes(Otlp.attribute("service.instance.id", Otlp.number(7)))
            .build();
    traffic.add(request(resource(), span).toByteArray(), LOG_MILLIS);
    traffic.add(request(number, span).toByteArray(), LOG_MILLIS);
    String tooLong = "x".repeat(256);
    traffic.add(request(resource("service.instance.id", tooLong), span).toByteArray(), LOG_MILLIS);

    assertThat(flush()).isEmpty();
  }

  @Test
  void spanThatEndsBeforeItStarts_tookNoTime() throws Exception {
    Span backwards =
        span(SpanKind.SPAN_KIND_SERVER, 1, StatusCode.STATUS_CODE_OK).toBuilder()
            .setEndTimeUnixNano(1)
            .build();
    Resource orders = resource("service.instance.id", "orders-1");
    traffic.add(request(orders, backwards).toByteArray(), LOG_MILLIS);

    Traffic only = flush().get(0).traffic();
    assertThat(only.tracedCalls()).isEqualTo(1);
    assertThat(only.tracedNanos()).isZero();
  }

  @Test
  void damagedRequest_isRefused() {
    byte[] damaged = {0x0a, 0x7f, 1};
    assertThatThrownBy(() -> traffic.add(damaged, LOG_MILLIS))
        .isInstanceOf(MalformedOtlpException.class);
    assertThat(flush()).isEmpty();
  }
}
