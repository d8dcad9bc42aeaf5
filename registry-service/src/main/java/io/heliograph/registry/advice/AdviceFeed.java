/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.advice;

import io.heliograph.protocol.Topics;
import io.heliograph.registry.background.Background;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.Refusal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the health job's advice, all of it at each start since the topic is compacted, and then as
 * it comes, on a thread of its own. While Kafka is away the last advice stays; the registry needs
 * none to serve.
 */
public final class AdviceFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdviceFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration CLOSING = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 2_000;

  /** Of the heap that one answer of Kafka takes. */
  private static final int FETCH_BYTES = 2 << 20;

  private final String bootstrapServers;
  private final Catalog catalog;
  private final LongAdder taken = new LongAdder();
  private final LongAdder undecodable = new LongAdder();
  private final Background background = new Background("registry-advice", this::run);
  private boolean failureTold;

  /** A feed that does nothing yet. */
  public AdviceFeed(String bootstrapServers, Catalog catalog) {
    this.bootstrapServers = bootstrapServers;
    this.catalog = catalog;
  }

  public void start() {
    background.start();
  }

  /** Records that were read, whatever became of them. */
  public long taken() {
    return taken.sum();
  }

  /** Records that were none. */
  public long undecodable() {
    return undecodable.sum();
  }

  private void run() {
    do {
      try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
        read(consumer);
        consumer.close(CloseOptions.timeout(CLOSING));
      } catch (RuntimeException e) { // whatever it is: nobody else would read on
        if (!failureTold) {
          LOG.warn(
              "the health job's advice cannot be read: the last stays, and it is tried again", e);
        }
        failureTold = true;
      }
    } while (!background.closedWithin(PAUSE_MILLIS));
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "heliograph-registry-advice");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES / 8);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.HEALTH, PATIENCE).stream()
            .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
            .toList();
    if (partitions.isEmpty()) {
      return; // the topic comes later
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    while (!background.isClosed()) {
      consumer.poll(POLL).forEach(this::take);
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    taken.increment();
    failureTold = false;
    try {
      AdviceRecord read = AdviceRecord.read(record.key(), record.value());
      read.advice()
          .ifPresentOrElse(
              advice -> catalog.advise(read.service(), read.id(), advice),
              () -> catalog.forgetAdvice(read.service(), read.id()));
    } catch (Refusal e) {
      undecodable.increment();
      LOG.debug("record {} of {} is left out", record.offset(), record.topic(), e);
    }
  }

  @Override
  public void close() {
    background.close();
  }
}
