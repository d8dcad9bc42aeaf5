/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.dev.kafka.KafkaExtension;
import io.heliograph.jobs.ledger.LedgerJob;
import io.heliograph.jobs.metric.MetricJob;
import io.heliograph.jobs.trace.TraceJob;
import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import io.heliograph.v1.DeadLetter;
import io.heliograph.v1.ServiceTraffic;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main classes as they are submitted, between a real Kafka and a real ClickHouse. */
class RawJobsIT {
  @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(6)
              .build());

  /** How the mains ended: as cancelled jobs, if all is well. */
  private final Queue<Exception> ended = new ConcurrentLinkedQueue<>();

  private MiniCluster cluster;
  private KafkaProducer<byte[], byte[]> producer;

  /** A main method. */
  private interface Main {
    void run(String[] args) throws Exception;
  }

  @BeforeAll
  static void prepare() {
    Tables.migrate(CLICKHOUSE);
    KAFKA.createTopic(Signal.SPANS.topic(), 4);
    KAFKA.createTopic(Signal.METRICS.topic(), 4);
    KAFKA.createTopic(Topics.DEAD_LETTERS, 2);
    KAFKA.createTopic(Topics.TRAFFIC, 2);
  }

  @BeforeEach
  void connect(@InjectMiniCluster MiniCluster injected) {
    cluster = injected;
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterEach
  void cancelAll() throws Exception {
    producer.close();
    for (JobStatusMessage job : cluster.listJobs().get()) {
      if (!job.getJobState().isGloballyTerminalState()) {
        cancel(job.getJobId());
      }
    }
  }

  private void start(Main main) {
    String[] args = {
      "--kafka", KAFKA.bootstrapServers(),
      "--clickhouse", CLICKHOUSE.url(),
      "--clickhouse-database", CLICKHOUSE.database(),
      "--checkpoint-interval-ms", "250",
      "--parallelism", "2"
    };
    Thread submitter =
        new Thread(
            () -> {
              try {
                main.run(args);
              } catch (Exception e) {
                ended.add(e);
              }
            });
    submitter.setDaemon(true);
    submitter.start();
  }

  private void cancel(JobID job) throws Exception {
    cluster.cancelJob(job).get(30, TimeUnit.SECONDS);
    Awaitility.await().until(() -> cluster.getJobStatus(job).get() == JobStatus.CANCELED);
  }

  private void send(String topic, int partition, int items, String key, MessageLite value)
      throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, partition, null, value.toByteArray());
    record.headers().add(FragmentHeaders.ITEMS, FragmentHeaders.items(items));
    if (!key.isEmpty()) {
      record.headers().add(FragmentHeaders.IDEMPOTENCY_KEY, key.getBytes(StandardCharsets.UTF_8));
    }
    producer.send(record).get(10, TimeUnit.SECONDS);
  }

  private static ExportTraceServiceRequest spans(String... names) {
    ScopeSpans.Builder spans = ScopeSpans.newBuilder();
    for (String name : names) {
      spans.addSpans(
          Span.newBuilder()
              .setTraceId(Otlp.id(Otlp.TRACE))
              .setSpanId(Otlp.id(Otlp.SPAN))
              .setName(name)
              .setStartTimeUnixNano(1_700_000_000_000_000_000L)
              .setEndTimeUnixNano(1_700_000_000_000_000_009L));
    }
    return ExportTraceServiceRequest.newBuilder()
        .addResourceSpans(ResourceSpans.newBuilder().setResource(Otlp.ORDERS).addScopeSpans(spans))
        .build();
  }

  private void awaitValue(String sql, String expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () ->
                assertThat(CLICKHOUSE.rows(sql))
                    .as("mains ended: %s", ended)
                    .isEqualTo(List.of(List.of(expected))));
  }

  private static void awaitNoLag(String group, String topic, long records) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              try (Admin admin = KAFKA.admin()) {
                Map<TopicPartition, OffsetAndMetadata> offsets =
                    admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
                long committed =
                    offsets.entrySet().stream()
                        .filter(entry -> entry.getKey().topic().equals(topic))
                        .mapToLong(entry -> entry.getValue().offset())
                        .sum();
                assertThat(committed).isEqualTo(records);
              }
            });
  }

  @Test
  void trace_retriesAndRestartWithoutCheckpoint_storesEachSpanOnce_andTellsTraffic()
      throws Exception {
    send(Signal.SPANS.topic(), 0, 2, "k1", spans("a", "b"));
    send(Signal.SPANS.topic(), 1, 1, "k1", spans("c"));
    send(Signal.SPANS.topic(), 0, 2, "k1", spans("a", "b"));
    start(TraceJob::main);
    awaitValue("SELECT arrayStringConcat(arraySort(groupArray(SpanName))) FROM otel_traces", "abc");
    awaitNoLag("heliograph-trace", Signal.SPANS.topic(), 3);
    cancel(cluster.listJobs().get().iterator().next().getJobId());

    send(Signal.SPANS.topic(), 3, 1, "", spans("d"));
    start(TraceJob::main);
    awaitValue(
        "SELECT arrayStringConcat(arraySort(groupArray(SpanName))) FROM otel_traces", "abcd");
    awaitValue(
        "SELECT arrayStringConcat(arraySort(groupArray(concat(stage, toString(count)))), ' ')"
            + " FROM (SELECT stage, sum(count) AS count FROM pipeline_ledger"
            + " WHERE signal = 'spans' GROUP BY stage)",
        "accepted4 duplicate2 stored4");
    sendACallAndAwaitItsTraffic();
  }

  private void sendACallAndAwaitItsTraffic() throws Exception {
    ExportTraceServiceRequest.Builder served = spans("POST /orders").toBuilder();
    served
        .getResourceSpansBuilder(0)
        .getResourceBuilder()
        .addAttributes(Otlp.attribute("service.instance.id", "orders-1"));
    served
        .getResourceSpansBuilder(0)
        .getScopeSpansBuilder(0)
        .getSpansBuilder(0)
        .setKind(Span.SpanKind.SPAN_KIND_SERVER);
    TopicPartition[] partitions = {
      new TopicPartition(Topics.TRAFFIC, 0), new TopicPartition(Topics.TRAFFIC, 1)
    };
    List<ServiceTraffic> traffic = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partitions));
      consumer.seekToBeginning(List.of(partitions));
      send(Signal.SPANS.topic(), 2, 1, "", served.build());
      Awaitility.await()
          .atMost(Duration.ofSeconds(90))
          .untilAsserted(
              () -> {
                for (ConsumerRecord<byte[], byte[]> record :
                    consumer.poll(Duration.ofMillis(100))) {
                  traffic.add(ServiceTraffic.parseFrom(record.value()));
                }
                assertThat(traffic).isNotEmpty();
              });
    }
    assertThat(traffic)
        .singleElement()
        .satisfies(
            orders -> {
              assertThat(orders.getNamespace()).isEqualTo("default");
              assertThat(orders.getService()).isEqualTo("orders");
              assertThat(orders.getInstances(0).getInstanceId()).isEqualTo("orders-1");
              assertThat(orders.getInstances(0).getCalls()).isEqualTo(1);
              assertThat(orders.getInstances(0).getNanos()).isEqualTo(9);
            });
  }

  @Test
  void metricAndLedger_realTopics_fillTheirTables() throws Exception {
    start(MetricJob::main);
    start(LedgerJob::main);
    ExportMetricsServiceRequest metrics =
        ExportMetricsServiceRequest.newBuilder()
            .addResourceMetrics(
                ResourceMetrics.newBuilder()
                    .setResource(Otlp.ORDERS)
                    .addScopeMetrics(
                        ScopeMetrics.newBuilder()
                            .addMetrics(
                                Metric.newBuilder()
                                    .setName("queue.size")
                                    .setGauge(
                                        Gauge.newBuilder()
                                            .addDataPoints(
                                                NumberDataPoint.newBuilder()
                                                    .setTimeUnixNano(1_700_000_000_000_000_000L)
                                                    .setAsInt(17))))))
            .build();
    send(Signal.METRICS.topic(), 2, 1, "", metrics);
    send(
        Topics.DEAD_LETTERS,
        1,
        1,
        "",
        DeadLetter.newBuilder()
            .setSignal("logs")
            .setReason("body too long")
            .setCount(5)
            .setTimeUnixNano(1_700_000_000_000_000_000L)
            .build());

    awaitValue("SELECT toString(Value) FROM otel_metrics_gauge WHERE ServiceName = 'orders'", "17");
    awaitValue("SELECT concat(signal, stage, toString(count)) FROM dead_letters", "logsrejected5");
    awaitValue(
        "SELECT toString(sum(count)) FROM pipeline_ledger WHERE signal = 'logs'"
            + " AND stage = 'rejected'",
        "5");
  }
}
