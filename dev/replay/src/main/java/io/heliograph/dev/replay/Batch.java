/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import com.google.protobuf.MessageLite;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Items that travel in one request.
 *
 * @param key its idempotency key, the same for each attempt
 * @param request a protobuf message for OTLP, null for Zipkin
 * @param json the body for Zipkin, null for OTLP
 */
record Batch(ItemKind kind, String key, int items, MessageLite request, String json) {

  static Batch of(ItemKind kind, String key, List<Recorded> items) {
    return switch (kind) {
      case SPANS -> new Batch(kind, key, items.size(), spans(items), null);
      case LOGS -> new Batch(kind, key, items.size(), logs(items), null);
      case ZIPKIN_SPANS ->
          new Batch(
              kind,
              key,
              items.size(),
              null,
              items.stream()
                  .map(item -> ((Recorded.OfZipkin) item).json())
                  .collect(Collectors.joining(",", "[", "]")));
    };
  }

  private static ExportTraceServiceRequest spans(List<Recorded> items) {
    Map<Origin, ScopeSpans.Builder> byOrigin = new LinkedHashMap<>();
    for (Recorded item : items) {
      Recorded.OfSpan span = (Recorded.OfSpan) item;
      byOrigin.computeIfAbsent(span.origin(), o -> ScopeSpans.newBuilder()).addSpans(span.span());
    }
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    byOrigin.forEach(
        (origin, spans) ->
            request.addResourceSpans(
                ResourceSpans.newBuilder().setResource(origin.resource()).addScopeSpans(spans)));
    return request.build();
  }

  private static ExportLogsServiceRequest logs(List<Recorded> items) {
    Map<Origin, ScopeLogs.Builder> byOrigin = new LinkedHashMap<>();
    for (Recorded item : items) {
      Recorded.OfLog log = (Recorded.OfLog) item;
      byOrigin.computeIfAbsent(log.origin(), o -> ScopeLogs.newBuilder()).addLogRecords(log.log());
    }
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    byOrigin.forEach(
        (origin, logs) ->
            request.addResourceLogs(
                ResourceLogs.newBuilder().setResource(origin.resource()).addScopeLogs(logs)));
    return request.build();
  }
}
