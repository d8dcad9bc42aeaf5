/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.dev.kafka.KafkaExtension;
import io.heliograph.jobs.JobOptions;
import io.heliograph.jobs.JobSettings;
import io.heliograph.jobs.Tables;
import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import io.heliograph.v1.HealthAdvice;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.Location;
import io.heliograph.v1.ProbeResultBatch;
import io.heliograph.v1.ProtectionChange;
import io.heliograph.v1.ProtectionNotice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The job between a real Kafka and a real ClickHouse, started late and then again. */
class HealthJobIT {
  @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .build());

  @TempDir static Path savepoints;

  private static final int INSTANCES = 20;

  /** An hour, and as long as a restart takes; the last ones are of just now. */
  private static final int BEATS = 360;

  private static final int READ_BEFORE = 180;

  /** Of the clock, so that all are not silent before a slow machine has looked; a minute counts. */
  private static final long AHEAD_MILLIS = 50_000;

  private static final int INTERVAL_MS = 10_000;

  @BeforeAll
  static void prepare() {
    Tables.migrate(CLICKHOUSE);
    for (Signal signal : Signal.values()) {
      KAFKA.createTopic(signal.topic(), 2);
    }
    KAFKA.createTopic(Topics.HEALTH, 2);
    KAFKA.createTopic(Topics.TRAFFIC, 2);
  }

  @AfterEach
  void cancelAll(@InjectMiniCluster MiniCluster cluster) throws Exception {
    for (JobStatusMessage job : cluster.listJobs().get()) {
      if (!job.getJobState().isGloballyTerminalState()) {
        cluster.cancelJob(job.getJobId()).get(30, TimeUnit.SECONDS);
      }
    }
  }

  private static String[] args() {
    return new String[] {
      "--kafka", KAFKA.bootstrapServers(),
      "--clickhouse", CLICKHOUSE.url(),
      "--clickhouse-database", CLICKHOUSE.database(),
      "--checkpoint-interval-ms", "250",
      "--parallelism", "2"
    };
  }

  /** The job, but that its clock stands at the last beat there is. */
  private static void runWithoutPulse() throws Exception {
    JobOptions options = options();
    JobSettings settings = JobSettings.read(options);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(HealthJob.configuration(settings));
    HealthJob.define(env, settings, HealthLimits.read(options), true);
    env.execute();
  }

  /** As Flink's own {@code run --fromSavepoint} sets it. */
  private static void goOnFrom(String savepoint) throws Exception {
    JobOptions options = options();
    JobSettings settings = JobSettings.read(options);
    Configuration configuration = HealthJob.configuration(settings);
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    HealthJob.run(configuration, settings, HealthLimits.read(options), true);
  }

  private static JobOptions options() {
    return new JobOptions("health", "the job", args());
  }

  private interface Submission {
    void run() throws Exception;
  }

  private static void start(Submission submission) {
    Thread submitter =
        new Thread(
            () -> {
              try {
                submission.run();
              } catch (Exception e) {
                // ends with the job being cancelled
              }
            });
    submitter.setDaemon(true);
    submitter.start();
  }

  /**
   * Beats of all, one every ten seconds of log time.
   *
   * @param lastMillis log time of number {@value #BEATS}
   * @param dies is not heard after its first 100 of these; those with smaller numbers not at all
   */
  private static void beats(long lastMillis, int from, int to, int dies) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int n = from; n <= to; n++) {
        HeartbeatBatch.Builder batch = HeartbeatBatch.newBuilder();
        for (int instance = dies; instance < INSTANCES; instance++) {
          if (instance > dies || n < from + 100) {
            batch.addItems(beat("orders-" + instance, n));
          }
        }
        long logMillis = lastMillis + (long) (n - BEATS) * INTERVAL_MS;
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                Signal.HEARTBEATS.topic(), n % 2, logMillis, null, batch.build().toByteArray());
        record.headers().add(FragmentHeaders.ITEMS, FragmentHeaders.items(batch.getItemsCount()));
        producer.send(record).get(10, TimeUnit.SECONDS);
      }
    }
  }

  private static Heartbeat beat(String instance, long sequence) {
    return Heartbeat.newBuilder()
        .setService("orders")
        .setInstanceId(instance)
        .setSequence(sequence)
        .setStartedUnixNano(7)
        .setIntervalMs(INTERVAL_MS)
        .build();
  }

  private static Map<String, HealthAdvice> advice() {
    Map<String, HealthAdvice> byKey = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      consumer
          .partitionsFor(Topics.HEALTH)
          .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          byKey.put(
              new String(record.key(), StandardCharsets.UTF_8),
              HealthAdvice.parseFrom(record.value()));
        }
      }
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    return byKey;
  }

  private static void protection(long now) throws Exception {
    ProtectionNotice.Builder notice =
        ProtectionNotice.newBuilder()
            .setNodeId("n1")
            .setLocation(Location.newBuilder().setCity("sh").setRoom("a"))
            .setSilent(30)
            .setInstances(40)
            .setHoldSeconds(300)
            .setTimeUnixNano(TimeUnit.MILLISECONDS.toNanos(now))
            .setChange(ProtectionChange.PROTECTION_CHANGE_FROZEN);
    byte[] value = ProbeResultBatch.newBuilder().addProtections(notice).build().toByteArray();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int sent = 0; sent < 2; sent++) { // the second since the first was not acknowledged
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(Signal.PROBES.topic(), 1, null, value);
        record.headers().add(FragmentHeaders.ITEMS, FragmentHeaders.items(1));
        record.headers().add(FragmentHeaders.IDEMPOTENCY_KEY, "n1#1".getBytes(UTF_8));
        producer.send(record).get(10, TimeUnit.SECONDS);
      }
    }
  }

  /** Half of an hour of beats was read before the job is stopped; the rest waits in Kafka. */
  @Test
  void restartInTheMiddleOfAnHourOfBeats_isNoFalseDown_andAdviceSaysWhoIsDown(
      @InjectMiniCluster MiniCluster cluster) throws Exception {
    long now = System.currentTimeMillis();
    beats(now, 1, READ_BEFORE, 0);
    start(HealthJobIT::runWithoutPulse);
    Awaitility.await("all are known")
        .atMost(Duration.ofMinutes(2))
        .until(
            () ->
                CLICKHOUSE.rows("SELECT DISTINCT instance_id FROM instances").size() == INSTANCES);
    String savepoint = stop(cluster);
    beats(System.currentTimeMillis() + AHEAD_MILLIS, READ_BEFORE + 1, BEATS, 1);
    protection(now);

    start(() -> goOnFrom(savepoint));

    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              Map<String, HealthAdvice> advice = advice();
              assertThat(advice).hasSize(INSTANCES);
              for (String dead : List.of("orders-0", "orders-1")) {
                assertThat(advice.get("default/orders/" + dead).getState())
                    .isEqualTo(io.heliograph.v1.HealthState.HEALTH_STATE_DOWN);
              }
              assertThat(CLICKHOUSE.rows("SELECT state, count() FROM instances GROUP BY state"))
                  .containsExactlyInAnyOrder(List.of("UP", "18"), List.of("DOWN", "2"));
              assertThat(
                      CLICKHOUSE.rows(
                          "SELECT namespace, service, from_state, to_state, score, reason"
                              + " FROM health_events WHERE instance_id = ''"))
                  .containsExactly(
                      List.of(
                          "",
                          "",
                          "",
                          "PROTECTED",
                          "25",
                          "protection: 30 of 40 instances of room sh/a are silent; node n1 takes"
                              + " none out for up to 300 s"));
            });
    assertThat(
            CLICKHOUSE.rows(
                "SELECT instance_id, count() FROM health_events WHERE to_state = 'DOWN'"
                    + " GROUP BY instance_id ORDER BY instance_id"))
        .containsExactly(List.of("orders-0", "1"), List.of("orders-1", "1"));
    assertThat(advice().get("default/orders/orders-2").getScore()).isEqualTo(100);
  }

  /** Stops the one job, and returns its savepoint. */
  private static String stop(MiniCluster cluster) throws Exception {
    JobStatusMessage job = cluster.listJobs().get().iterator().next();
    return cluster
        .stopWithSavepoint(
            job.getJobId(), savepoints.toUri().toString(), false, SavepointFormatType.CANONICAL)
        .get(60, TimeUnit.SECONDS);
  }
}
