/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import com.google.protobuf.Message;
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
import java.util.ArrayList;
import java.util.List;

/** Requests as flat lists of records, each with all that was around it. */
final class Flat {
  /** A record and its surroundings; equal if the decoder sees the same. */
  record Entry(List<Object> around, Message record) {}

  private Flat() {}

  static List<Entry> traces(ExportTraceServiceRequest request) {
    List<Entry> entries = new ArrayList<>();
    for (ResourceSpans resource : request.getResourceSpansList()) {
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        List<Object> around =
            List.of(
                resource.toBuilder().clearScopeSpans().build(),
                scope.toBuilder().clearSpans().build());
        scope.getSpansList().forEach(span -> entries.add(new Entry(around, span)));
      }
    }
    return entries;
  }

  static List<Entry> logs(ExportLogsServiceRequest request) {
    List<Entry> entries = new ArrayList<>();
    for (ResourceLogs resource : request.getResourceLogsList()) {
      for (ScopeLogs scope : resource.getScopeLogsList()) {
        List<Object> around =
            List.of(
                resource.toBuilder().clearScopeLogs().build(),
                scope.toBuilder().clearLogRecords().build());
        scope.getLogRecordsList().forEach(log -> entries.add(new Entry(around, log)));
      }
    }
    return entries;
  }

  static List<Entry> metrics(ExportMetricsServiceRequest request) {
    List<Entry> entries = new ArrayList<>();
    for (ResourceMetrics resource : request.getResourceMetricsList()) {
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          List<Object> around =
              List.of(
                  resource.toBuilder().clearScopeMetrics().build(),
                  scope.toBuilder().clearMetrics().build(),
                  withoutPoints(metric));
          points(metric).forEach(point -> entries.add(new Entry(around, point)));
        }
      }
    }
    return entries;
  }

  private static List<? extends Message> points(Metric metric) {
    return switch (metric.getDataCase()) {
      case GAUGE -> metric.getGauge().getDataPointsList();
      case SUM -> metric.getSum().getDataPointsList();
      case HISTOGRAM -> metric.getHistogram().getDataPointsList();
      case EXPONENTIAL_HISTOGRAM -> metric.getExponentialHistogram().getDataPointsList();
      case SUMMARY -> metric.getSummary().getDataPointsList();
      case DATA_NOT_SET -> List.of();
    };
  }

  private static Metric withoutPoints(Metric metric) {
    Metric.Builder builder = metric.toBuilder();
    switch (metric.getDataCase()) {
      case GAUGE -> builder.getGaugeBuilder().clearDataPoints();
      case SUM -> builder.getSumBuilder().clearDataPoints();
      case HISTOGRAM -> builder.getHistogramBuilder().clearDataPoints();
      case EXPONENTIAL_HISTOGRAM -> builder.getExponentialHistogramBuilder().clearDataPoints();
      case SUMMARY -> builder.getSummaryBuilder().clearDataPoints();
      case DATA_NOT_SET -> builder.clearData();
    }
    return builder.build();
  }
}
