/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.dev.kafka.KafkaExtension;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
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

/** The job's main class, between a real Kafka and a real ClickHouse, started late. */
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

  private static final int INSTANCES = 20;
  private static final int BEATS = 360;
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

  private static void start() {
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
                HealthJob.main(args);
              } catch (Exception e) {
                // ends with the job being cancelled
              }
            });
    submitter.setDaemon(true);
    submitter.start();
  }

  /** An hour of beats waits in Kafka, the last ones some seconds old; one instance died early. */
  private static void anHourOfBeats(long now) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int n = 1; n <= BEATS; n++) {
        HeartbeatBatch.Builder batch = HeartbeatBatch.newBuilder();
        for (int instance = 0; instance < INSTANCES; instance++) {
          if (instance > 0 || n < 100) {
            batch.addItems(beat("orders-" + instance, n));
          }
        }
        long logMillis = now - (long) (BEATS - n) * INTERVAL_MS;
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

  @Test
  void hourOfBeatsWaitingInKafka_isNoFalseDown_andAdviceSaysWhoIsDown() throws Exception {
    anHourOfBeats(System.currentTimeMillis());
    protection(System.currentTimeMillis());

    start();

    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              Map<String, HealthAdvice> advice = advice();
              assertThat(advice).hasSize(INSTANCES);
              assertThat(advice.get("default/orders/orders-0").getState())
                  .isEqualTo(io.heliograph.v1.HealthState.HEALTH_STATE_DOWN);
              assertThat(CLICKHOUSE.rows("SELECT state, count() FROM instances GROUP BY state"))
                  .containsExactlyInAnyOrder(List.of("UP", "19"), List.of("DOWN", "1"));
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
                    + " GROUP BY instance_id"))
        .containsExactly(List.of("orders-0", "1"));
    assertThat(advice().get("default/orders/orders-1").getScore()).isEqualTo(100);
  }
}
