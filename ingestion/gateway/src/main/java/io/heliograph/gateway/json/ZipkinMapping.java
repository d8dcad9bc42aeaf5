/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.json;

import com.google.protobuf.ByteString;
import io.heliograph.gateway.json.ZipkinSpan.Annotation;
import io.heliograph.gateway.json.ZipkinSpan.Endpoint;
import io.heliograph.gateway.wire.MalformedException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Zipkin's spans as OTLP's: the inverse of OpenTelemetry's specification "Transformation to
 * non-OTLP formats: Zipkin". Nothing is left out: what OTLP has no field for becomes an attribute.
 * An id that is not hex becomes an empty one, for the intake to reject its span alone.
 */
public final class ZipkinMapping {
  private ZipkinMapping() {}

  /**
   * Turns a request body, in the first {@code length} bytes, into an export request.
   *
   * @param arrivedNanos start of spans that have neither a timestamp nor an annotation
   */
  public static ExportTraceServiceRequest convert(byte[] data, int length, long arrivedNanos)
      throws MalformedException {
    Map<String, ScopeSpans.Builder> byService = new LinkedHashMap<>();
    for (ZipkinSpan span : ZipkinJson.parse(data, length)) {
      byService
          .computeIfAbsent(span.local.serviceName(), service -> ScopeSpans.newBuilder())
          .addSpans(convert(span, arrivedNanos));
    }
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    byService.forEach(
        (service, spans) ->
            request.addResourceSpans(
                ResourceSpans.newBuilder().setResource(resource(service)).addScopeSpans(spans)));
    return request.build();
  }

  private static Resource resource(String service) {
    Resource.Builder resource = Resource.newBuilder();
    if (!service.isEmpty()) {
      resource.addAttributes(text("service.name", service));
    }
    return resource.build();
  }

  static Span convert(ZipkinSpan zipkin, long arrivedNanos) {
    long start = start(zipkin, arrivedNanos);
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(id(zipkin.traceId, zipkin.traceId.length() > 16 ? 32 : 16, 32))
            .setSpanId(id(zipkin.id, 16, 16))
            .setParentSpanId(
                zipkin.parentId.isEmpty() ? ByteString.EMPTY : id(zipkin.parentId, 16, 16))
            .setName(zipkin.name)
            .setKind(kind(zipkin.kind))
            .setStartTimeUnixNano(start)
            .setEndTimeUnixNano(start + nanos(zipkin.duration));
    for (Annotation annotation : zipkin.annotations) {
      span.addEvents(
          Span.Event.newBuilder()
              .setTimeUnixNano(nanos(annotation.timestamp()))
              .setName(annotation.value()));
    }
    attributes(zipkin, span);
    return span.setStatus(status(zipkin)).build();
  }

  private static void attributes(ZipkinSpan zipkin, Span.Builder span) {
    zipkin.tags.forEach((key, value) -> span.addAttributes(text(key, value)));
    endpoint(zipkin.local, "network.local", span);
    endpoint(zipkin.remote, "network.peer", span);
    if (!zipkin.remote.serviceName().isEmpty()) {
      span.addAttributes(text("peer.service", zipkin.remote.serviceName()));
    }
    if (zipkin.shared) {
      span.addAttributes(flag("zipkin.shared"));
    }
    if (zipkin.debug) {
      span.addAttributes(flag("zipkin.debug"));
    }
    if (zipkin.timestamp == 0) {
      span.addAttributes(flag("otel.zipkin.absentField.startTime"));
    }
  }

  private static void endpoint(Endpoint endpoint, String prefix, Span.Builder span) {
    if (!endpoint.address().isEmpty()) {
      span.addAttributes(text(prefix + ".address", endpoint.address()));
    }
    if (endpoint.port() != 0) {
      AnyValue port = AnyValue.newBuilder().setIntValue(endpoint.port()).build();
      span.addAttributes(KeyValue.newBuilder().setKey(prefix + ".port").setValue(port));
    }
  }

  private static long start(ZipkinSpan zipkin, long arrivedNanos) {
    if (zipkin.timestamp != 0) {
      return nanos(zipkin.timestamp);
    }
    return zipkin.annotations.stream()
        .mapToLong(annotation -> nanos(annotation.timestamp()))
        .min()
        .orElse(arrivedNanos);
  }

  /** What does not fit becomes -1, which no time may be. */
  private static long nanos(long micros) {
    return micros < 0 || micros > Long.MAX_VALUE / 2_000 ? -1 : micros * 1_000;
  }

  /** Hex digits padded on the left to {@code digits}, then with zeros to {@code full} digits. */
  private static ByteString id(String hex, int digits, int full) {
    try {
      String padded = "0".repeat(Math.max(0, digits - hex.length())) + hex;
      byte[] bytes = HexFormat.of().parseHex(padded);
      return ByteString.copyFrom(new byte[Math.max(0, full / 2 - bytes.length)])
          .concat(ByteString.copyFrom(bytes));
    } catch (IllegalArgumentException notHex) {
      return ByteString.EMPTY;
    }
  }

  private static Span.SpanKind kind(String kind) {
    return switch (kind) {
      case "CLIENT" -> Span.SpanKind.SPAN_KIND_CLIENT;
      case "SERVER" -> Span.SpanKind.SPAN_KIND_SERVER;
      case "PRODUCER" -> Span.SpanKind.SPAN_KIND_PRODUCER;
      case "CONSUMER" -> Span.SpanKind.SPAN_KIND_CONSUMER;
      default -> Span.SpanKind.SPAN_KIND_INTERNAL;
    };
  }

  private static Status status(ZipkinSpan zipkin) {
    Status.Builder status = Status.newBuilder();
    String code = zipkin.tags.getOrDefault("otel.status_code", "");
    String error = zipkin.tags.get("error");
    if ((error != null && !error.equals("false")) || code.equals("ERROR")) {
      String described = zipkin.tags.getOrDefault("otel.status_description", "");
      boolean says = error != null && !error.equals("true") && !error.equals("false");
      status
          .setCode(Status.StatusCode.STATUS_CODE_ERROR)
          .setMessage(says && described.isEmpty() ? error : described);
    } else if (code.equals("OK")) {
      status.setCode(Status.StatusCode.STATUS_CODE_OK);
    }
    return status.build();
  }

  private static KeyValue text(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  private static KeyValue flag(String key) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setBoolValue(true))
        .build();
  }
}
