/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.Random;

/** Valid OTLP requests of every shape, from a seed. */
public final class RandomRequests {
  private static final long TIME = 1_700_000_000_000_000_000L;

  private final Random random;

  public RandomRequests(long seed) {
    this.random = new Random(seed);
  }

  public ExportTraceServiceRequest traces() {
    ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
    for (int r = random.nextInt(4); r > 0; r--) {
      ResourceSpans.Builder spans = ResourceSpans.newBuilder().setResource(resource());
      for (int s = random.nextInt(4); s > 0; s--) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder().setScope(scope()).setSchemaUrl(text());
        for (int i = random.nextInt(30); i > 0; i--) {
          scope.addSpans(span());
        }
        spans.addScopeSpans(scope);
      }
      request.addResourceSpans(spans.setSchemaUrl(text()));
    }
    return request.build();
  }

  public ExportLogsServiceRequest logs() {
    ExportLogsServiceRequest.Builder request = ExportLogsServiceRequest.newBuilder();
    for (int r = random.nextInt(4); r > 0; r--) {
      ResourceLogs.Builder logs = ResourceLogs.newBuilder().setResource(resource());
      for (int s = random.nextInt(4); s > 0; s--) {
        ScopeLogs.Builder scope = ScopeLogs.newBuilder().setScope(scope());
        for (int i = random.nextInt(30); i > 0; i--) {
          scope.addLogRecords(log());
        }
        logs.addScopeLogs(scope);
      }
      request.addResourceLogs(logs);
    }
    return request.build();
  }

  public ExportMetricsServiceRequest metrics() {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    for (int r = random.nextInt(4); r > 0; r--) {
      ResourceMetrics.Builder metrics = ResourceMetrics.newBuilder().setResource(resource());
      for (int s = random.nextInt(4); s > 0; s--) {
        ScopeMetrics.Builder scope = ScopeMetrics.newBuilder().setScope(scope());
        for (int i = random.nextInt(10); i > 0; i--) {
          scope.addMetrics(metric());
        }
        metrics.addScopeMetrics(scope);
      }
      request.addResourceMetrics(metrics);
    }
    return request.build();
  }

  private Span span() {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(bytes(16))
            .setSpanId(bytes(8))
            .setParentSpanId(random.nextBoolean() ? bytes(8) : ByteString.EMPTY)
            .setName(text())
            .setKindValue(random.nextInt(6))
            .setStartTimeUnixNano(TIME + random.nextInt())
            .setEndTimeUnixNano(TIME + random.nextInt())
            .setFlags(random.nextInt());
    if (random.nextInt(5) == 0) {
      span.setTraceId(ByteString.copyFromUtf8("0123456789abcdef"));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      span.addAttributes(attribute(3));
    }
    if (random.nextInt(4) == 0) {
      span.addEvents(
          Span.Event.newBuilder()
              .setTimeUnixNano(TIME)
              .setName(text())
              .addAttributes(attribute(1)));
      span.addLinks(Span.Link.newBuilder().setTraceId(bytes(16)).setSpanId(bytes(8)));
      span.setStatus(Status.newBuilder().setMessage(text()).setCodeValue(2));
    }
    return span.build();
  }

  private LogRecord log() {
    LogRecord.Builder log = LogRecord.newBuilder().setTimeUnixNano(TIME + random.nextInt());
    log.setBody(value(3)).setSeverityText("INFO").setSeverityNumberValue(9);
    if (random.nextBoolean()) {
      log.setTraceId(bytes(16)).setSpanId(bytes(8));
    }
    return log.addAttributes(attribute(2)).setObservedTimeUnixNano(TIME).build();
  }

  private Metric metric() {
    Metric.Builder metric = Metric.newBuilder().setName(text()).setUnit("ms");
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      switch (metric.getDataCase()) {
        case DATA_NOT_SET -> start(metric);
        case GAUGE -> metric.getGaugeBuilder().addDataPoints(number());
        case SUM -> metric.getSumBuilder().setIsMonotonic(true).addDataPoints(number());
        case HISTOGRAM ->
            metric
                .getHistogramBuilder()
                .addDataPoints(
                    HistogramDataPoint.newBuilder()
                        .setTimeUnixNano(TIME)
                        .addBucketCounts(random.nextInt(9))
                        .addBucketCounts(2)
                        .addExplicitBounds(random.nextDouble()));
        case EXPONENTIAL_HISTOGRAM ->
            metric
                .getExponentialHistogramBuilder()
                .addDataPoints(
                    ExponentialHistogramDataPoint.newBuilder()
                        .setTimeUnixNano(TIME)
                        .setPositive(
                            ExponentialHistogramDataPoint.Buckets.newBuilder()
                                .addBucketCounts(random.nextLong())));
        case SUMMARY ->
            metric
                .getSummaryBuilder()
                .addDataPoints(
                    SummaryDataPoint.newBuilder()
                        .setTimeUnixNano(TIME)
                        .addQuantileValues(
                            SummaryDataPoint.ValueAtQuantile.newBuilder().setValue(1)));
      }
    }
    return metric.build();
  }

  private void start(Metric.Builder metric) {
    switch (random.nextInt(5)) {
      case 0 -> metric.getGaugeBuilder();
      case 1 -> metric.getSumBuilder().setAggregationTemporalityValue(2);
      case 2 -> metric.getHistogramBuilder();
      case 3 -> metric.getExponentialHistogramBuilder();
      default -> metric.getSummaryBuilder();
    }
  }

  private NumberDataPoint number() {
    return NumberDataPoint.newBuilder()
        .setTimeUnixNano(TIME)
        .setAsInt(random.nextLong())
        .addAttributes(attribute(1))
        .build();
  }

  private Resource resource() {
    Resource.Builder resource = Resource.newBuilder().addAttributes(attribute(1));
    resource.addAttributes(
        KeyValue.newBuilder()
            .setKey("service.name")
            .setValue(AnyValue.newBuilder().setStringValue("service-" + random.nextInt(5))));
    return resource.build();
  }

  private InstrumentationScope scope() {
    return InstrumentationScope.newBuilder().setName(text()).setVersion("1").build();
  }

  private KeyValue attribute(int depth) {
    return KeyValue.newBuilder().setKey(text()).setValue(value(depth)).build();
  }

  private AnyValue value(int depth) {
    AnyValue.Builder value = AnyValue.newBuilder();
    switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> value.setStringValue(text());
      case 1 -> value.setIntValue(random.nextLong());
      case 2 -> value.setDoubleValue(random.nextDouble());
      case 3 -> value.setBoolValue(true);
      case 4 -> value.setBytesValue(bytes(random.nextInt(20)));
      case 5 -> value.setArrayValue(ArrayValue.newBuilder().addValues(value(depth - 1)));
      default -> value.setKvlistValue(KeyValueList.newBuilder().addValues(attribute(depth - 1)));
    }
    return value.build();
  }

  private String text() {
    String[] words = {"", "GET /orders", "Straße", "注册中心", "🛰 heliograph", "x".repeat(300)};
    return words[random.nextInt(words.length)];
  }

  ByteString bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}
