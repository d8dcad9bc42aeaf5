/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.MessageLite;
import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.dev.kafka.KafkaExtension;
import io.heliograph.jobs.config.ConfigJob;
import io.heliograph.jobs.health.HealthJob;
import io.heliograph.jobs.log.LogJob;
import io.heliograph.jobs.message.MessageJob;
import io.heliograph.jobs.ratelimit.RateLimitJob;
import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventBatch;
import io.heliograph.v1.ConfigEventKind;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventBatch;
import io.heliograph.v1.MessageEventKind;
import io.heliograph.v1.RateLimitUsage;
import io.heliograph.v1.RateLimitUsageBatch;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import io.opentelemetry.proto.logs.v1.ScopeLogs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The main classes of the keyed jobs, between a real Kafka and a real ClickHouse. */
class KeyedJobsIT {
  @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(8)
              .build());

  private static final byte[] GARBAGE = {1, 2, 3};

  private MiniCluster cluster;
  private KafkaProducer<byte[], byte[]> producer;

  /** A main method. */
  private interface Main {
    void run(String[] args) throws Exception;
  }

  @BeforeAll
  static void prepare() {
    Tables.migrate(CLICKHOUSE);
    for (Signal signal : Signal.values()) {
      KAFKA.createTopic(signal.topic(), 2);
    }
    KAFKA.createTopic(Topics.HEALTH, 2);
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
        cluster.cancelJob(job.getJobId()).get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static void start(Main main) {
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
                // ends with the job being cancelled
              }
            });
    submitter.setDaemon(true);
    submitter.start();
  }

  private void send(Signal signal, int items, byte[] value) throws Exception {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(signal.topic(), 1, null, value);
    record.headers().add(FragmentHeaders.ITEMS, FragmentHeaders.items(items));
    producer.send(record).get(10, TimeUnit.SECONDS);
  }

  private void send(Signal signal, int items, MessageLite batch) throws Exception {
    send(signal, items, batch.toByteArray());
  }

  private static void awaitRows(String sql, List<String> expected) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(CLICKHOUSE.rows(sql)).containsExactly(expected));
  }

  private static void awaitLedger(Signal signal, String expected) {
    awaitRows(
        "SELECT arrayStringConcat(arraySort(groupArray(concat(stage, ' ', toString(n)))), ', ')"
            + " FROM (SELECT stage, sum(count) AS n FROM pipeline_ledger WHERE signal = '"
            + signal.label()
            + "' GROUP BY stage)",
        List.of(expected));
  }

  private static Heartbeat beat(String instance, long sequence) {
    return Heartbeat.newBuilder()
        .setService("orders")
        .setInstanceId(instance)
        .setHost("10.0.0.7")
        .setPort(8080)
        .putTags("tier", "gold")
        .setSequence(sequence)
        .setStartedUnixNano(7)
        .setIntervalMs(500)
        .build();
  }

  /** Nothing but the pulse moves log time on once the only instance is silent. */
  @Test
  void health_loneInstanceThatDies_isFoundDown() throws Exception {
    start(HealthJob::main);
    for (long n = 1; n <= 2; n++) {
      send(Signal.HEARTBEATS, 1, HeartbeatBatch.newBuilder().addItems(beat("orders-1", n)).build());
    }
    send(Signal.HEARTBEATS, 3, GARBAGE);

    awaitRows(
        "SELECT namespace, service, instance_id, host, port, tags['tier'], state, score, reason"
            + " FROM instances",
        List.of(
            "default",
            "orders",
            "orders-1",
            "10.0.0.7",
            "8080",
            "gold",
            "DOWN",
            "0",
            "no heartbeat for 4 times the promised 0.5 s"));
    awaitRows(
        "SELECT arrayStringConcat(groupArray(concat(from_state, '>', to_state)), ' ')"
            + " FROM (SELECT * FROM health_events ORDER BY time)",
        List.of(">UP UP>SUSPECT SUSPECT>DOWN"));
    awaitLedger(Signal.HEARTBEATS, "accepted 5, dead 3, stored 2");
    awaitRows(
        "SELECT signal, topic, stage, count, startsWith(reason, 'batch is not valid protobuf')"
            + " FROM dead_letters WHERE signal = 'heartbeats'",
        List.of("heartbeats", "heliograph.heartbeats", "dead", "3", "1"));

    producer.send(new ProducerRecord<>(Topics.TRAFFIC, GARBAGE)).get(10, TimeUnit.SECONDS);
    awaitRows(
        "SELECT topic, stage, count, startsWith(reason, 'batch is not valid protobuf')"
            + " FROM dead_letters WHERE signal = 'traffic'",
        List.of("heliograph.traffic", "dead", "1", "1"));
  }

  @Test
  void config_overtakingFacts_makeOneRowPerReleaseAndArrival() throws Exception {
    start(ConfigJob::main);
    ConfigEvent.Builder event =
        ConfigEvent.newBuilder().setReleaseId("r-1").setApp("orders").setItem("timeout");
    ConfigEventKind[] kinds = {
      ConfigEventKind.CONFIG_EVENT_KIND_APPLIED,
      ConfigEventKind.CONFIG_EVENT_KIND_RECEIVED,
      ConfigEventKind.CONFIG_EVENT_KIND_SUPERSEDED,
      ConfigEventKind.CONFIG_EVENT_KIND_PUBLISHED,
      ConfigEventKind.CONFIG_EVENT_KIND_PUBLISHED
    };
    long time = 1_900_000_000_000L;
    for (ConfigEventKind kind : kinds) {
      event.setKind(kind).setInstanceId("orders-1").setTimeUnixNano((time -= 1_000) * 1_000_000);
      send(Signal.CONFIG_EVENTS, 1, ConfigEventBatch.newBuilder().addItems(event).build());
    }

    awaitRows(
        "SELECT release_id, app, item, kind, status, toUnixTimestamp(published_at)"
            + " FROM config_releases",
        List.of("r-1", "orders", "timeout", "full", "superseded", "1899999996"));
    awaitRows(
        "SELECT instance_id, status, toUnixTimestamp(received_at), toUnixTimestamp(applied_at)"
            + " FROM config_arrivals",
        List.of("orders-1", "applied", "1899999998", "1899999999"));
    awaitLedger(Signal.CONFIG_EVENTS, "accepted 5, duplicate 1, stored 5");
  }

  @Test
  void message_factsOfProducerAndGroup_makeOneRow() throws Exception {
    start(MessageJob::main);
    MessageEvent.Builder event = MessageEvent.newBuilder().setMessageId("m-1").setTopic("orders");
    event.setKind(MessageEventKind.MESSAGE_EVENT_KIND_PRODUCED).setService("frontend");
    send(Signal.MESSAGES, 1, MessageEventBatch.newBuilder().addItems(event).build());
    awaitRows(
        "SELECT message_id, producer, consumer_group, outcome FROM message_traces",
        List.of("m-1", "frontend", "", "produced"));

    event.setKind(MessageEventKind.MESSAGE_EVENT_KIND_CONSUMED).setConsumerGroup("billing");
    event.setAttempt(2);
    send(Signal.MESSAGES, 1, MessageEventBatch.newBuilder().addItems(event).build());
    awaitRows(
        "SELECT message_id, producer, consumer_group, attempts, outcome FROM message_traces",
        List.of("m-1", "frontend", "billing", "2", "consumed"));
    awaitLedger(Signal.MESSAGES, "accepted 2, stored 2");
  }

  @Test
  void ratelimit_reports_areSummedOverReporters_andLateOnesAreDeadLetters() throws Exception {
    start(RateLimitJob::main);
    long second = System.currentTimeMillis() / 1_000;
    RateLimitUsage.Builder usage =
        RateLimitUsage.newBuilder()
            .setRule("checkout")
            .setKey("merchant-7")
            .setLimit(100)
            .setWindowStartUnixNano(second * 1_000_000_000)
            .setAdmitted(10)
            .setDenied(1);
    for (String reporter : List.of("orders-1", "orders-2", "orders-1")) {
      usage.setReporterId(reporter);
      send(Signal.USAGE, 1, RateLimitUsageBatch.newBuilder().addItems(usage).build());
    }
    usage.setWindowStartUnixNano((second - 3_600) * 1_000_000_000);
    send(Signal.USAGE, 1, RateLimitUsageBatch.newBuilder().addItems(usage).build());

    awaitRows(
        "SELECT toUnixTimestamp(window_start), rule, key, limit, admitted, denied"
            + " FROM rate_limit_windows",
        List.of(Long.toString(second), "checkout", "merchant-7", "100", "20", "2"));
    awaitLedger(Signal.USAGE, "accepted 4, dead 1, duplicate 1, late 1, stored 3");
    awaitRows(
        "SELECT reason FROM dead_letters WHERE signal = 'usage'",
        List.of("window_start_unix_nano is over 600 s before its arrival"));
  }

  @Test
  void log_records_areStoredAndCounted() throws Exception {
    start(LogJob::main);
    ScopeLogs.Builder logs = ScopeLogs.newBuilder();
    for (int severity : new int[] {9, 9, 17}) {
      logs.addLogRecords(
          LogRecord.newBuilder()
              .setTimeUnixNano(1_700_000_000_000_000_000L)
              .setSeverityNumberValue(severity));
    }
    ExportLogsServiceRequest request =
        ExportLogsServiceRequest.newBuilder()
            .addResourceLogs(ResourceLogs.newBuilder().setResource(Otlp.ORDERS).addScopeLogs(logs))
            .build();
    send(Signal.LOGS, 3, request);
    send(Signal.LOGS, 3, request);

    awaitRows("SELECT count() FROM otel_logs", List.of("6"));
    awaitRows(
        "SELECT arrayStringConcat(arraySort(groupArray(concat(severity, ' ', toString(count)))),"
            + " ', ') FROM log_pattern_counts WHERE service = 'orders'"
            + " AND toUnixTimestamp(window_start) = 1699999980",
        List.of("ERROR 2, INFO 4"));
    awaitLedger(Signal.LOGS, "accepted 6, stored 6");
  }
}
