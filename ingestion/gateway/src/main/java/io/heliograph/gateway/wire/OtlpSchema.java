/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import com.google.protobuf.Descriptors.Descriptor;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shape of the three OTLP requests and every limit on their fields. */
final class OtlpSchema {
  private static final int NAME_BYTES = 16 * 1024;
  private static final int KEY_BYTES = 4 * 1024;
  private static final Schema.Compiler SCHEMAS = new Schema.Compiler(limits());
  private static final Level TRACES = traces();
  private static final Level LOGS = logs();
  private static final Level METRICS = metrics();

  private OtlpSchema() {}

  static Level of(Signal signal) {
    return switch (signal) {
      case SPANS -> TRACES;
      case LOGS -> LOGS;
      case METRICS -> METRICS;
      default -> throw new IllegalArgumentException(signal + " is not an OTLP signal");
    };
  }

  private static Map<String, FieldLimit> limits() {
    Map<String, FieldLimit> limits = new HashMap<>();
    limits.put("KeyValue.key", FieldLimit.text(KEY_BYTES));

    limits.put("Span.trace_id", FieldLimit.id(16).routing());
    limits.put("Span.span_id", FieldLimit.id(8));
    limits.put("Span.parent_span_id", FieldLimit.id(8).optional());
    limits.put("Span.name", FieldLimit.text(NAME_BYTES));
    limits.put("Span.start_time_unix_nano", FieldLimit.time());
    limits.put("Span.end_time_unix_nano", FieldLimit.time().optional());
    limits.put("Span.Event.time_unix_nano", FieldLimit.time().optional());
    limits.put("Span.Event.name", FieldLimit.text(NAME_BYTES));
    limits.put("Span.Link.trace_id", FieldLimit.id(16).optional());
    limits.put("Span.Link.span_id", FieldLimit.id(8).optional());

    limits.put("LogRecord.trace_id", FieldLimit.id(16).optional().routing());
    limits.put("LogRecord.span_id", FieldLimit.id(8).optional());
    limits.put("LogRecord.severity_text", FieldLimit.text(KEY_BYTES));
    limits.put("LogRecord.time_unix_nano", FieldLimit.time().orAnotherTime());
    limits.put("LogRecord.observed_time_unix_nano", FieldLimit.time().orAnotherTime());

    limits.put("Metric.name", FieldLimit.text(NAME_BYTES));
    limits.put("Exemplar.trace_id", FieldLimit.id(16).optional());
    limits.put("Exemplar.span_id", FieldLimit.id(8).optional());
    limits.put("Exemplar.time_unix_nano", FieldLimit.time().optional());
    for (String point : List.of("Number", "Histogram", "ExponentialHistogram", "Summary")) {
      limits.put(point + "DataPoint.time_unix_nano", FieldLimit.time());
      limits.put(point + "DataPoint.start_time_unix_nano", FieldLimit.time().optional());
    }
    return limits;
  }

  private static Level traces() {
    Descriptor request = ExportTraceServiceRequest.getDescriptor();
    Descriptor resource = ResourceSpans.getDescriptor();
    Descriptor scope = ScopeSpans.getDescriptor();
    Level span = recordIn(scope, "spans");
    Level scopes = container(scope, Level.child(scope, "spans", span));
    Level resources = container(resource, Level.child(resource, "scope_spans", scopes));
    return container(request, Level.child(request, "resource_spans", resources));
  }

  private static Level logs() {
    Descriptor request = ExportLogsServiceRequest.getDescriptor();
    Descriptor resource = ResourceLogs.getDescriptor();
    Descriptor scope = ScopeLogs.getDescriptor();
    Level log = recordIn(scope, "log_records");
    Level scopes = container(scope, Level.child(scope, "log_records", log));
    Level resources = ofService(resource, Level.child(resource, "scope_logs", scopes));
    return container(request, Level.child(request, "resource_logs", resources));
  }

  /** Here the records are the data points, two storeys below the metric they belong to. */
  private static Level metrics() {
    Descriptor request = ExportMetricsServiceRequest.getDescriptor();
    Descriptor resource = ResourceMetrics.getDescriptor();
    Descriptor scope = ScopeMetrics.getDescriptor();
    Descriptor metric = Metric.getDescriptor();
    Level[] kinds = new Level[32 << 3];
    for (String kind : List.of("gauge", "sum", "histogram", "exponential_histogram", "summary")) {
      Descriptor data = metric.findFieldByName(kind).getMessageType();
      Level point = recordIn(data, "data_points");
      Level.put(kinds, metric, kind, container(data, Level.child(data, "data_points", point)));
    }
    Level metrics = container(metric, kinds);
    Level scopes = container(scope, Level.child(scope, "metrics", metrics));
    Level resources = ofService(resource, Level.child(resource, "scope_metrics", scopes));
    return container(request, Level.child(request, "resource_metrics", resources));
  }

  private static Level recordIn(Descriptor container, String field) {
    return Level.record(SCHEMAS.compile(container.findFieldByName(field).getMessageType()));
  }

  private static Level container(Descriptor type, Level[] children) {
    return Level.container(SCHEMAS.compile(type), children);
  }

  private static Level ofService(Descriptor type, Level[] children) {
    return Level.ofService(SCHEMAS.compile(type), children);
  }
}
