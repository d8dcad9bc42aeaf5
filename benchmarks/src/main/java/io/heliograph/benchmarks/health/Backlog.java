/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.benchmarks.Progress;
import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Heartbeats that wait in Kafka, as the gateway would have written them: batches under an
 * idempotency key, an instance in one partition, time stamps as if each instance had kept its
 * promises until now.
 *
 * @param rounds beats of each instance
 * @param batch beats of a record
 * @param partitions of the topic
 */
record Backlog(Fleet fleet, int rounds, int batch, int partitions, long intervalMillis) {
  long beats() {
    return (long) rounds * fleet.size();
  }

  /** Creates the topics of the job, and fills that of heartbeats. */
  void fill(String kafka) throws InterruptedException, ExecutionException {
    topics(kafka);
    int records = (fleet.size() + batch - 1) / batch;
    long began = System.currentTimeMillis() - rounds * intervalMillis;
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings(kafka))) {
      for (int round = 0; round < rounds; round++) {
        for (int record = 0; record < records; record++) {
          int first = record * batch;
          int count = Math.min(batch, fleet.size() - first);
          ProducerRecord<byte[], byte[]> sent =
              new ProducerRecord<>(
                  Signal.HEARTBEATS.topic(),
                  record % partitions,
                  began + round * intervalMillis + record * intervalMillis / records,
                  null,
                  fleet.batch(first, count, round));
          sent.headers().add(FragmentHeaders.ITEMS, FragmentHeaders.items(count));
          String key = "benchmark-" + round + "-" + record;
          sent.headers().add(FragmentHeaders.IDEMPOTENCY_KEY, key.getBytes(UTF_8));
          var unused =
              producer.send(
                  sent,
                  (metadata, e) -> {
                    if (e != null) {
                      failure.compareAndSet(null, e);
                    }
                  });
        }
        if (round % 5 == 4 || round == rounds - 1) {
          Progress.say("%,d heartbeats written", (round + 1L) * fleet.size());
        }
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw new ExecutionException("Kafka did not take the backlog", failure.get());
    }
  }

  private void topics(String kafka) throws InterruptedException, ExecutionException {
    try (Admin admin =
        Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Signal.HEARTBEATS.topic(), partitions, (short) 1),
                  new NewTopic(Signal.PROBES.topic(), partitions, (short) 1),
                  new NewTopic(Topics.HEALTH, partitions, (short) 1)
                      .configs(Map.of("cleanup.policy", "compact"))))
          .all()
          .get();
    }
  }

  private static Map<String, Object> settings(String kafka) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        kafka,
        ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
        ByteArraySerializer.class,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        ProducerConfig.LINGER_MS_CONFIG,
        5,
        ProducerConfig.BATCH_SIZE_CONFIG,
        256 << 10);
  }
}
