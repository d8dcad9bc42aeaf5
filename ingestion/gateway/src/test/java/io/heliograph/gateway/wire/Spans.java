/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.HexFormat;

/** Named OTLP fixtures. */
public final class Spans {
  public static final long START = 1_750_000_000_000_000_000L;
  public static final ByteString TRACE = hex("0af7651916cd43dd8448eb211c80319c");
  public static final ByteString SPAN = hex("b7ad6b7169203331");
  public static final Resource ORDERS =
      Resource.newBuilder().addAttributes(attribute("service.name", "orders")).build();

  private Spans() {}

  public static ByteString hex(String digits) {
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }

  public static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  public static Span.Builder valid() {
    return Span.newBuilder()
        .setTraceId(TRACE)
        .setSpanId(SPAN)
        .setName("GET /orders")
        .setKind(Span.SpanKind.SPAN_KIND_SERVER)
        .setStartTimeUnixNano(START)
        .setEndTimeUnixNano(START + 5_000_000);
  }

  public static ExportTraceServiceRequest request(ScopeSpans.Builder scope) {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().setResource(ORDERS).addScopeSpans(scope))
        .build();
  }

  public static ExportTraceServiceRequest request(Span.Builder... spans) {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (Span.Builder span : spans) {
      scope.addSpans(span);
    }
    return request(scope);
  }

  public static LogRecord.Builder log() {
    return LogRecord.newBuilder()
        .setTimeUnixNano(START)
        .setBody(AnyValue.newBuilder().setStringValue("paid"));
  }

  public static ExportLogsServiceRequest logs(LogRecord... records) {
    ScopeLogs.Builder scope = ScopeLogs.newBuilder();
    for (LogRecord record : records) {
      scope.addLogRecords(record);
    }
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(ResourceLogs.newBuilder().setResource(ORDERS).addScopeLogs(scope))
        .build();
  }

  public static Metric gauge(String name, int points) {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (int i = 0; i < points; i++) {
      gauge.addDataPoints(NumberDataPoint.newBuilder().setTimeUnixNano(START).setAsInt(i));
    }
    return Metric.newBuilder().setName(name).setGauge(gauge).build();
  }

  public static Metric sum(String name, int points) {
    Sum.Builder sum = Sum.newBuilder();
    for (int i = 0; i < points; i++) {
      sum.addDataPoints(NumberDataPoint.newBuilder().setTimeUnixNano(START).setAsInt(i));
    }
    return Metric.newBuilder().setName(name).setSum(sum).build();
  }

  /** A request with one metric, given by its encoding. */
  public static ByteString metrics(ByteString metric) {
    ByteString scope = field(2, metric);
    ByteString resource = field(1, ORDERS.toByteString()).concat(field(2, scope));
    return field(1, resource);
  }

  public static ExportMetricsServiceRequest metrics(Metric metric) throws Exception {
    return ExportMetricsServiceRequest.parseFrom(metrics(metric.toByteString()));
  }

  /** A length-delimited field. */
  public static ByteString field(int number, ByteString content) {
    ByteString.Output out = ByteString.newOutput();
    out.write(number << 3 | 2);
    int length = content.size();
    while (length > 0x7f) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    return out.toByteString().concat(content);
  }
}
