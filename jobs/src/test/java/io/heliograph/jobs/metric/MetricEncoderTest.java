/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import static io.heliograph.jobs.Otlp.ORDERS;
import static io.heliograph.jobs.Otlp.SCOPE;
import static io.heliograph.jobs.Otlp.SPAN;
import static io.heliograph.jobs.Otlp.TRACE;
import static io.heliograph.jobs.Otlp.attribute;
import static io.heliograph.jobs.Otlp.fragment;
import static io.heliograph.jobs.Otlp.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.Otlp;
import io.heliograph.jobs.RecordingBlocks;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricEncoderTest {
  private static final long START = 1_700_000_000_000_000_000L;
  private static final long TIME = START + 5_999_999_999L;
  private static final long START_SECONDS = 1_700_000_000;
  private static final long SECONDS = START_SECONDS + 5;

  private static final Exemplar EXEMPLAR =
      Exemplar.newBuilder()
          .setTimeUnixNano(TIME)
          .setAsInt(-4)
          .setTraceId(id(TRACE))
          .setSpanId(id(SPAN))
          .addFilteredAttributes(attribute("user", "u1"))
          .build();

  private final MetricEncoder encoder = new MetricEncoder();
  private final RecordingBlocks blocks = new RecordingBlocks(encoder);

  private static Metric.Builder metric() {
    return Metric.newBuilder().setName("m").setDescription("about").setUnit("1");
  }

  private void write(int items, Metric... metrics) {
    blocks.write(
        encoder,
        fragment(
            items,
            ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(
                    ResourceMetrics.newBuilder()
                        .setResource(ORDERS)
                        .setSchemaUrl("https://r/1")
                        .addScopeMetrics(
                            ScopeMetrics.newBuilder()
                                .setScope(SCOPE)
                                .setSchemaUrl("https://s/1")
                                .addAllMetrics(List.of(metrics))))
                .build()));
    assertThat(blocks.dead()).isEmpty();
  }

  private Map<String, Object> row(String table, Metric.Builder metric) {
    write(1, metric.build());
    assertThat(blocks.table(table)).hasSize(1);
    Map<String, Object> row = blocks.table(table).get(0);
    assertThat(row)
        .containsEntry("ResourceAttributes", Map.of("host.name", "h1", "service.name", "orders"))
        .containsEntry("ResourceSchemaUrl", "https://r/1")
        .containsEntry("ScopeName", "io.shop.http")
        .containsEntry("ScopeVersion", "1.2")
        .containsEntry("ScopeAttributes", Map.of("kind", "auto"))
        .containsEntry("ScopeDroppedAttrCount", 3L)
        .containsEntry("ScopeSchemaUrl", "https://s/1")
        .containsEntry("ServiceName", "orders")
        .containsEntry("MetricName", "m")
        .containsEntry("MetricDescription", "about")
        .containsEntry("MetricUnit", "1")
        .containsEntry("Attributes", Map.of("route", "/"))
        .containsEntry("Flags", 1L);
    return row;
  }

  private static NumberDataPoint.Builder number() {
    return NumberDataPoint.newBuilder()
        .setStartTimeUnixNano(START)
        .setTimeUnixNano(TIME)
        .setFlags(1)
        .addExemplars(EXEMPLAR)
        .addAttributes(attribute("route", "/"));
  }

  private static void assertExemplar(Map<String, Object> row) {
    assertThat(row)
        .containsEntry("Exemplars.FilteredAttributes", List.of(Map.of("user", "u1")))
        .containsEntry("Exemplars.TimeUnix", List.of(SECONDS))
        .containsEntry("Exemplars.Value", List.of(-4.0))
        .containsEntry("Exemplars.SpanId", List.of(SPAN))
        .containsEntry("Exemplars.TraceId", List.of(TRACE));
  }

  @Test
  void encode_gauge_asDouble() {
    Map<String, Object> row =
        row(
            "otel_metrics_gauge",
            metric().setGauge(Gauge.newBuilder().addDataPoints(number().setAsDouble(1.5))));
    assertThat(row)
        .containsEntry("StartTimeUnix", START_SECONDS)
        .containsEntry("TimeUnix", SECONDS)
        .containsEntry("Value", 1.5);
    assertExemplar(row);
  }

  @Test
  void encode_sum_asInt() {
    Map<String, Object> row =
        row(
            "otel_metrics_sum",
            metric()
                .setSum(
                    Sum.newBuilder()
                        .addDataPoints(number().setAsInt(-7))
                        .setIsMonotonic(true)
                        .setAggregationTemporality(
                            AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE)));
    assertThat(row)
        .containsEntry("Value", -7.0)
        .containsEntry("AggregationTemporality", 2L)
        .containsEntry("IsMonotonic", 1L);
    assertExemplar(row);
  }

  @Test
  void encode_histogram_fillsEveryColumn() {
    Map<String, Object> row =
        row(
            "otel_metrics_histogram",
            metric()
                .setHistogram(
                    Histogram.newBuilder()
                        .setAggregationTemporality(
                            AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
                        .addDataPoints(
                            HistogramDataPoint.newBuilder()
                                .setStartTimeUnixNano(START)
                                .setTimeUnixNano(TIME)
                                .setCount(6)
                                .setSum(12.5)
                                .addAllBucketCounts(List.of(1L, 2L, 3L))
                                .addAllExplicitBounds(List.of(0.5, 2.0))
                                .addExemplars(EXEMPLAR)
                                .addAttributes(attribute("route", "/"))
                                .setFlags(1)
                                .setMin(0.1)
                                .setMax(9))));
    assertThat(row)
        .containsEntry("Count", 6L)
        .containsEntry("Sum", 12.5)
        .containsEntry("BucketCounts", List.of(1L, 2L, 3L))
        .containsEntry("ExplicitBounds", List.of(0.5, 2.0))
        .containsEntry("Min", 0.1)
        .containsEntry("Max", 9.0)
        .containsEntry("AggregationTemporality", 1L);
    assertExemplar(row);
  }

  @Test
  void encode_exponentialHistogram_fillsEveryColumn() {
    Map<String, Object> row =
        row(
            "otel_metrics_exponential_histogram",
            metric()
                .setExponentialHistogram(
                    ExponentialHistogram.newBuilder()
                        .setAggregationTemporality(
                            AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA)
                        .addDataPoints(
                            ExponentialHistogramDataPoint.newBuilder()
                                .setStartTimeUnixNano(START)
                                .setTimeUnixNano(TIME)
                                .setCount(9)
                                .setSum(3)
                                .setScale(-2)
                                .setZeroCount(4)
                                .setPositive(
                                    ExponentialHistogramDataPoint.Buckets.newBuilder()
                                        .setOffset(-3)
                                        .addAllBucketCounts(List.of(1L, 300L)))
                                .setNegative(
                                    ExponentialHistogramDataPoint.Buckets.newBuilder()
                                        .setOffset(5)
                                        .addAllBucketCounts(List.of(7L)))
                                .addExemplars(EXEMPLAR)
                                .addAttributes(attribute("route", "/"))
                                .setFlags(1)
                                .setMin(0.1)
                                .setMax(9))));
    assertThat(row)
        .containsEntry("Count", 9L)
        .containsEntry("Scale", -2L)
        .containsEntry("ZeroCount", 4L)
        .containsEntry("PositiveOffset", -3L)
        .containsEntry("PositiveBucketCounts", List.of(1L, 300L))
        .containsEntry("NegativeOffset", 5L)
        .containsEntry("NegativeBucketCounts", List.of(7L))
        .containsEntry("Min", 0.1)
        .containsEntry("Max", 9.0);
    assertExemplar(row);
  }

  @Test
  void encode_summary_fillsEveryColumn() {
    Map<String, Object> row =
        row(
            "otel_metrics_summary",
            metric()
                .setSummary(
                    Summary.newBuilder()
                        .addDataPoints(
                            SummaryDataPoint.newBuilder()
                                .setStartTimeUnixNano(START)
                                .setTimeUnixNano(TIME)
                                .setCount(2)
                                .setSum(4)
                                .addQuantileValues(
                                    SummaryDataPoint.ValueAtQuantile.newBuilder()
                                        .setQuantile(0.5)
                                        .setValue(1.5))
                                .addAttributes(attribute("route", "/"))
                                .setFlags(1))));
    assertThat(row)
        .containsEntry("Count", 2L)
        .containsEntry("Sum", 4.0)
        .containsEntry("ValueAtQuantiles.Quantile", List.of(0.5))
        .containsEntry("ValueAtQuantiles.Value", List.of(1.5));
  }

  @Test
  void encode_items_areDataPoints() {
    write(
        -1,
        metric()
            .setGauge(Gauge.newBuilder().addDataPoints(number()).addDataPoints(number()))
            .build(),
        metric().build(),
        metric().setSum(Sum.newBuilder().addDataPoints(number())).build());
    assertThat(blocks.counts())
        .containsOnly(Map.entry("metrics/accepted/" + Otlp.KAFKA_TIME / 60_000, 3L));
  }
}
