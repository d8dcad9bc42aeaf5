/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.Otlp;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.util.List;

/** Spans of instances of service "orders", for tests that count calls. */
final class Calls {
  private Calls() {}

  static Resource orders(String... keysAndValues) {
    Resource.Builder resource =
        Resource.newBuilder()
            .addAttributes(Otlp.attribute("service.name", "orders"))
            .addAttributes(Otlp.attribute("host.name", "h1"));
    for (int i = 0; i < keysAndValues.length; i += 2) {
      resource.addAttributes(Otlp.attribute(keysAndValues[i], keysAndValues[i + 1]));
    }
    return resource.build();
  }

  static Span span(SpanKind kind, long millis, StatusCode status) {
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

  static Span served(long millis) {
    return span(SpanKind.SPAN_KIND_SERVER, millis, StatusCode.STATUS_CODE_UNSET);
  }

  static ExportTraceServiceRequest request(Resource resource, Span... spans) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(resource)
                .addScopeSpans(ScopeSpans.newBuilder().addAllSpans(List.of(spans))))
        .build();
  }
}
