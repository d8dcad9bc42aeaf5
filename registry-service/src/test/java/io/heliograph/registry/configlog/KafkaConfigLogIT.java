/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.dev.kafka.KafkaExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log in a real Kafka, read by several nodes. */
@Timeout(180)
@Tag("side-by-side")
class KafkaConfigLogIT extends ConfigLogContract {
  @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final String KEY = "rules/default/orders";

  private final List<ConfigLog> open = new ArrayList<>();
  private final String topic = "config-" + NAMES.incrementAndGet();

  @Override
  ConfigLog log() {
    createTopic(Map.of());
    return node();
  }

  @Override
  String key() {
    return KEY;
  }

  @AfterEach
  void close() {
    open.forEach(ConfigLog::close);
  }

  @Test
  void write_fromTwoNodesAtOnce_oneWinsEachTimeAndStatesAreEqual() throws Exception {
    createTopic(Map.of());
    ConfigLog one = node();
    ConfigLog other = node();
    awaitKnown(one, other);
    int lost = 0;
    for (int round = 0; round < 40; round++) {
      long expected = round;
      awaitVersion(expected, one, other);
      List<CompletableFuture<DocumentVersion>> writes =
          Stream.of(one, other, one, other)
              .map(log -> log.write(change(expected, "{\"by\":" + log.hashCode() + "}")))
              .toList();
      int won = 0;
      for (CompletableFuture<DocumentVersion> write : writes) {
        try {
          write.get(20, TimeUnit.SECONDS);
          won++;
        } catch (ExecutionException e) {
          assertThat(e).cause().isInstanceOf(VersionConflictException.class);
          assertThat(((VersionConflictException) e.getCause()).current()).isEqualTo(expected + 1);
          lost++;
        }
      }
      assertThat(won).as("round %d", round).isEqualTo(1);
    }
    assertThat(lost).isEqualTo(120);
    awaitVersion(40, one, other);
    assertThat(one.documents().find(KEY)).isEqualTo(other.documents().find(KEY));
    ConfigLog fresh = node();
    awaitVersion(40, fresh);
    assertThat(fresh.documents().find(KEY)).isEqualTo(one.documents().find(KEY));
  }

  @Test
  void compaction_takesLosersAndForgottenVersions_neverTheWinner() throws Exception {
    createTopic(
        Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "100",
            "min.cleanable.dirty.ratio", "0.001",
            "delete.retention.ms", "0"));
    ConfigLog one = node();
    ConfigLog other = node();
    awaitKnown(one, other);
    int versions = 3 * Document.HISTORY;
    for (int version = 0; version < versions; version++) {
      awaitVersion(version, one, other);
      // the last record of a version is a loser's
      CompletableFuture<DocumentVersion> first = one.write(change(version, "{\"n\":1}"));
      CompletableFuture<DocumentVersion> second = other.write(change(version, "{\"n\":2}"));
      CompletableFuture.allOf(first, second)
          .handle((done, failed) -> null)
          .get(20, TimeUnit.SECONDS);
    }
    awaitVersion(versions, one, other);
    Document expected = one.documents().find(KEY);

    // each append may roll a segment, and only what is rolled is compacted
    AtomicInteger bump = new AtomicInteger();
    Awaitility.await("compacted")
        .atMost(Duration.ofSeconds(120))
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> {
              ConfigLogContract.write(one, "rules/default/other", bump.getAndIncrement(), "{}");
              return records().stream().filter(key -> key.startsWith(KEY + "#")).count()
                  < 2 * Document.HISTORY;
            });

    ConfigLog fresh = node();
    awaitVersion(versions, fresh);
    assertThat(fresh.documents().find(KEY)).isEqualTo(expected);
    assertThat(records()).contains(RecordCodec.recordKey(expected.versions().get(0)));
    assertThat(ConfigLogContract.write(fresh, KEY, versions, "{}").version())
        .isEqualTo(versions + 1);
  }

  @Test
  void foreignRecords_areCountedAndHarmless() throws Exception {
    createTopic(Map.of());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, null, "no key")).get();
      producer.send(new ProducerRecord<>(topic, 0, "k#1#a", "no JSON")).get();
      producer.send(new ProducerRecord<>(topic, 0, "k#1#a", null)).get();
      producer.send(new ProducerRecord<>(topic, 0, "other", "{}")).get();
    }
    ConfigLog log = node();
    awaitKnown(log);

    assertThat(ConfigLogContract.write(log, KEY, 0, "{}").version()).isEqualTo(1);
    assertThat(log.counts().undecodable()).isEqualTo(3);
    assertThat(log.counts().erased()).isEqualTo(1);
    assertThat(log.counts().applied()).isEqualTo(1);
  }

  @Test
  void noTopicYet_isUnknown_thenReadOnceItIsThere() throws Exception {
    ConfigLog log = node();
    assertThatThrownBy(() -> log.write(change(0, "{}")).get(20, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(LogUnavailableException.class);

    createTopic(Map.of());

    awaitKnown(log);
    assertThat(ConfigLogContract.write(log, KEY, 0, "{}").version()).isEqualTo(1);
  }

  private static ConfigLog.Change change(long expected, String value) {
    return new ConfigLog.Change(KEY, expected, "", Optional.of(value));
  }

  private void createTopic(Map<String, String> configuration) {
    KAFKA.createTopic(topic, 1, configuration);
  }

  private ConfigLog node() {
    ConfigLog log =
        new KafkaConfigLog(
            KafkaLogSettings.of(KAFKA.bootstrapServers(), topic),
            new Documents(),
            System::currentTimeMillis);
    log.start();
    open.add(log);
    return log;
  }

  private static void awaitKnown(ConfigLog... logs) {
    for (ConfigLog log : logs) {
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(log.documents()::areKnown);
    }
  }

  private static void awaitVersion(long version, ConfigLog... logs) {
    for (ConfigLog log : logs) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(5))
          .until(() -> log.documents().find(KEY).version() == version);
    }
  }

  /** The keys of the records in the log that are not marks of erasure. */
  private List<String> records() {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<String> keys = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.value() != null) {
            keys.add(new String(record.key(), StandardCharsets.UTF_8));
          }
        }
      }
    }
    return keys;
  }
}
