/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static io.heliograph.jobs.Otlp.SPAN;
import static io.heliograph.jobs.Otlp.TRACE;
import static io.heliograph.jobs.Otlp.attribute;
import static io.heliograph.jobs.Otlp.id;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.jobs.ledger.DeadLetterEncoder;
import io.heliograph.jobs.log.LogEncoder;
import io.heliograph.jobs.metric.MetricEncoder;
import io.heliograph.jobs.trace.SpanEncoder;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.v1.DeadLetter;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogram;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.opentelemetry.proto.metrics.v1.Summary;
import io.opentelemetry.proto.metrics.v1.SummaryDataPoint;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One full row of each table, through the real sink, as ClickHouse reads it back. */
class RawRowsIT {
  private static final long TIME = 1_700_000_000_123_456_789L;
  private static final String FLEET = "{'host.name':'h1','service.name':'orders'}";

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @BeforeAll
  static void storeOneOfEach() throws Exception {
    Tables.migrate(CLICKHOUSE);
    StreamExecutionEnvironment env =
        JobEnvironment.create(Tables.settings(CLICKHOUSE, "127.0.0.1:1"));
    define(env, "spans", spans(), new SpanEncoder());
    define(env, "logs", logs(), new LogEncoder());
    define(env, "metrics", metrics(), new MetricEncoder());
    define(env, "letters", letter(), new DeadLetterEncoder());
    env.execute("rows");
  }

  private static void define(
      StreamExecutionEnvironment env,
      String name,
      MessageLite value,
      RowEncoder<Fragment> encoder) {
    byte[] bytes = value.toByteArray();
    RawPipeline.define(
        env,
        name,
        new DataGeneratorSource<>(
            number -> Otlp.fragment(-1, bytes), 1, TypeInformation.of(Fragment.class)),
        RawSink.of(Tables.settings(CLICKHOUSE, "127.0.0.1:1"), name, encoder));
  }

  private static String row(String columns, String table) {
    List<List<String>> rows =
        CLICKHOUSE.rows("SELECT toString(tuple(" + columns + ")) FROM " + table);
    assertThat(rows).hasSize(1);
    return rows.get(0).get(0);
  }

  private static MessageLite spans() {
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(
            ResourceSpans.newBuilder()
                .setResource(Otlp.ORDERS)
                .addScopeSpans(
                    ScopeSpans.newBuilder()
                        .setScope(Otlp.SCOPE)
                        .addSpans(
                            Span.newBuilder()
                                .setTraceId(id(TRACE))
                                .setSpanId(id(SPAN))
                                .setName("GET /")
                                .setKind(Span.SpanKind.SPAN_KIND_CLIENT)
                                .setStartTimeUnixNano(TIME)
                                .setEndTimeUnixNano(TIME + 7)
                                .addAttributes(attribute("ü", "ö"))
                                .addEvents(Span.Event.newBuilder().setTimeUnixNano(1).setName("e1"))
                                .addEvents(
                                    Span.Event.newBuilder()
                                        .setName("e2")
                                        .addAttributes(attribute("a", "b")))
                                .addLinks(
                                    Span.Link.newBuilder()
                                        .setTraceId(id(TRACE))
                                        .addAttributes(attribute("c", "d")))
                                .setStatus(
                                    Status.newBuilder()
                                        .setCode(Status.StatusCode.STATUS_CODE_OK)))))
        .build();
  }

  private static MessageLite logs() {
    return ExportLogsServiceRequest.newBuilder()
        .addResourceLogs(
            ResourceLogs.newBuilder()
                .setResource(Otlp.ORDERS)
                .addScopeLogs(
                    ScopeLogs.newBuilder()
                        .setScope(Otlp.SCOPE)
                        .addLogRecords(
                            LogRecord.newBuilder()
                                .setObservedTimeUnixNano(TIME)
                                .setSeverityNumberValue(17)
                                .setSeverityText("ERROR")
                                .setFlags(1)
                                .setBody(Otlp.text("out of stock"))
                                .addAttributes(attribute("sku", Otlp.number(-3)))
                                .setTraceId(id(TRACE)))))
        .build();
  }

  private static MessageLite metrics() {
    Exemplar exemplar =
        Exemplar.newBuilder()
            .setTimeUnixNano(TIME)
            .setAsDouble(0.5)
            .addFilteredAttributes(attribute("u", "1"))
            .setTraceId(id(TRACE))
            .build();
    return ExportMetricsServiceRequest.newBuilder()
        .addResourceMetrics(
            ResourceMetrics.newBuilder()
                .setResource(Otlp.ORDERS)
                .addScopeMetrics(
                    ScopeMetrics.newBuilder()
                        .setScope(Otlp.SCOPE)
                        .addMetrics(
                            Metric.newBuilder()
                                .setName("sum")
                                .setSum(
                                    Sum.newBuilder()
                                        .setIsMonotonic(true)
                                        .setAggregationTemporalityValue(2)
                                        .addDataPoints(
                                            NumberDataPoint.newBuilder()
                                                .setTimeUnixNano(TIME)
                                                .setAsInt(-7)
                                                .addExemplars(exemplar))))
                        .addMetrics(
                            Metric.newBuilder()
                                .setName("histogram")
                                .setHistogram(
                                    Histogram.newBuilder()
                                        .addDataPoints(
                                            HistogramDataPoint.newBuilder()
                                                .setTimeUnixNano(TIME)
                                                .setCount(3)
                                                .setSum(1.5)
                                                .addAllBucketCounts(List.of(1L, 2L))
                                                .addExplicitBounds(0.25))))
                        .addMetrics(
                            Metric.newBuilder()
                                .setName("exponential")
                                .setExponentialHistogram(
                                    ExponentialHistogram.newBuilder()
                                        .addDataPoints(
                                            ExponentialHistogramDataPoint.newBuilder()
                                                .setTimeUnixNano(TIME)
                                                .setScale(-1)
                                                .setNegative(
                                                    ExponentialHistogramDataPoint.Buckets
                                                        .newBuilder()
                                                        .setOffset(-9)
                                                        .addAllBucketCounts(List.of(4L, 5L))))))
                        .addMetrics(
                            Metric.newBuilder()
                                .setName("summary")
                                .setSummary(
                                    Summary.newBuilder()
                                        .addDataPoints(
                                            SummaryDataPoint.newBuilder()
                                                .setTimeUnixNano(TIME)
                                                .setCount(2)
                                                .addQuantileValues(
                                                    SummaryDataPoint.ValueAtQuantile.newBuilder()
                                                        .setQuantile(0.5)
                                                        .setValue(9)))))))
        .build();
  }

  private static MessageLite letter() {
    return DeadLetter.newBuilder()
        .setSignal("spans")
        .setTimeUnixNano(TIME)
        .setReason("too late")
        .setCount(2)
        .build();
  }

  @Test
  void spans_row_readsBack() {
    assertThat(
            row(
                "toUnixTimestamp64Nano(Timestamp), TraceId, SpanId, ParentSpanId, SpanName,"
                    + " SpanKind, ServiceName, ResourceAttributes, ScopeName, ScopeVersion,"
                    + " SpanAttributes, Duration, StatusCode, arrayMap(t ->"
                    + " toUnixTimestamp64Nano(t), Events.Timestamp), Events.Name,"
                    + " Events.Attributes, Links.TraceId, Links.SpanId, Links.Attributes",
                "otel_traces"))
        .isEqualTo(
            "(%d,'%s','%s','','GET /','Client','orders',%s,'io.shop.http','1.2',{'ü':'ö'},7,'Ok',"
                    .formatted(TIME, TRACE, SPAN, FLEET)
                + "[1,0],['e1','e2'],[{},{'a':'b'}],['%s'],[''],[{'c':'d'}])".formatted(TRACE));
  }

  @Test
  void logs_row_readsBack() {
    assertThat(
            row(
                "toUnixTimestamp64Nano(Timestamp), toUnixTimestamp(TimestampTime), TraceId,"
                    + " TraceFlags, SeverityText, SeverityNumber, ServiceName, Body,"
                    + " ResourceAttributes, ScopeAttributes, LogAttributes, PatternId",
                "otel_logs"))
        .isEqualTo(
            "(%d,%d,'%s',1,'ERROR',17,'orders','out of stock',%s,{'kind':'auto'},{'sku':'-3'},'')"
                .formatted(TIME, TIME / 1_000_000_000, TRACE, FLEET));
  }

  @Test
  void metrics_rows_readBack() {
    assertThat(
            row(
                "ServiceName, MetricName, toUnixTimestamp(TimeUnix), Value, IsMonotonic,"
                    + " AggregationTemporality, ScopeDroppedAttrCount, Exemplars.Value,"
                    + " Exemplars.FilteredAttributes, Exemplars.TraceId, Exemplars.SpanId",
                "otel_metrics_sum"))
        .isEqualTo(
            "('orders','sum',1700000000,-7,true,2,3,[0.5],[{'u':'1'}],['%s'],[''])"
                .formatted(TRACE));
    assertThat(row("Count, Sum, BucketCounts, ExplicitBounds", "otel_metrics_histogram"))
        .isEqualTo("(3,1.5,[1,2],[0.25])");
    assertThat(
            row(
                "Scale, PositiveOffset, PositiveBucketCounts, NegativeOffset, NegativeBucketCounts",
                "otel_metrics_exponential_histogram"))
        .isEqualTo("(-1,0,[],-9,[4,5])");
    assertThat(
            row("Count, ValueAtQuantiles.Quantile, ValueAtQuantiles.Value", "otel_metrics_summary"))
        .isEqualTo("(2,[0.5],[9])");
    assertThat(CLICKHOUSE.query("SELECT count() FROM otel_metrics_gauge").trim()).isEqualTo("0");
  }

  @Test
  void deadLetter_row_readsBack() {
    assertThat(
            row(
                "toUnixTimestamp64Milli(time), signal, topic, partition, offset, reason, stage,"
                    + " count",
                "dead_letters"))
        .isEqualTo(
            "(%d,'spans','heliograph.spans',1,7,'too late','rejected',2)"
                .formatted(TIME / 1_000_000));
  }

  @Test
  void ledger_countsPerSignal_readBack() {
    assertThat(
            CLICKHOUSE.rows(
                "SELECT signal, stage, sum(count) FROM pipeline_ledger GROUP BY signal, stage"
                    + " ORDER BY signal, stage"))
        .containsExactly(
            List.of("logs", "accepted", "1"),
            List.of("logs", "stored", "1"),
            List.of("metrics", "accepted", "4"),
            List.of("metrics", "stored", "4"),
            List.of("spans", "accepted", "1"),
            List.of("spans", "rejected", "2"),
            List.of("spans", "stored", "1"));
  }
}
