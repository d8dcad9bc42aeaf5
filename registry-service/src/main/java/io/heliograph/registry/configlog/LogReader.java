/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliograph.registry.background.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads the log from its beginning and then on, on a thread of its own, and decides the changes
 * that this node has appended. It is read from its beginning at each start, since that is little
 * and holds for a log that was lost and made anew, too.
 */
final class LogReader implements AutoCloseable {
  /** A log has one order. */
  static final int PARTITION = 0;

  private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSING = Duration.ofSeconds(1);
  private static final long PAUSE_MILLIS = 1_000;

  private final KafkaLogSettings settings;
  private final Documents documents;
  private final PendingWrites pending;
  private final Consumer<String> decided;
  private final ConfigCounts counts = new ConfigCounts();
  private final Background background = new Background("registry-config-reader", this::run);

  /** Changes of this node that were read, before the end of the log was reached. */
  private final List<ReadBack> readBack = new ArrayList<>();

  private record ReadBack(DocumentVersion version, boolean wasCurrent) {}

  private boolean failureTold;
  private boolean undecodableTold;

  /**
   * A reader that does nothing yet.
   *
   * @param decided is told the document of each change of this node that was read back
   */
  LogReader(
      KafkaLogSettings settings,
      Documents documents,
      PendingWrites pending,
      Consumer<String> decided) {
    this.settings = settings;
    this.documents = documents;
    this.pending = pending;
    this.decided = decided;
  }

  void start() {
    background.start();
  }

  ConfigCounts counts() {
    return counts;
  }

  private void run() {
    do {
      try {
        readWithOneConsumer();
      } catch (
          RuntimeException e) { // whatever it is: without this thread nothing would be read again
        if (!failureTold) {
          LOG.warn("the log of documents cannot be read, and is tried again", e);
        }
        failureTold = true;
      }
    } while (!background.closedWithin(PAUSE_MILLIS));
  }

  private void readWithOneConsumer() {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      read(consumer);
    } finally {
      consumer.close(CloseOptions.timeout(CLOSING)); // a Kafka that is away holds nobody up
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    TopicPartition log = new TopicPartition(settings.topic(), PARTITION);
    consumer.assign(List.of(log));
    consumer.seekToBeginning(List.of(log));
    while (!background.isClosed()) {
      consumer.poll(POLL).forEach(this::take);
      if (consumer.currentLag(log).orElse(1) == 0) {
        atTheEnd();
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    try {
      String key = record.key() == null ? "" : new String(record.key(), UTF_8);
      String document = RecordCodec.documentKey(key);
      if (record.value() == null) {
        counts.erased.increment();
        documents.erased(document, key);
        return;
      }
      DocumentVersion version = RecordCodec.decode(record.value());
      boolean current = documents.apply(version);
      (current ? counts.applied : counts.superseded).increment();
      if (pending.awaits(version)) {
        readBack.add(new ReadBack(version, current));
      }
    } catch (RecordCodec.UndecodableException e) {
      counts.undecodable.increment();
      LOG.atLevel(undecodableTold ? Level.DEBUG : Level.WARN)
          .log("the record of offset {} is left out: {}", record.offset(), e.getMessage());
      undecodableTold = true;
    }
  }

  private void atTheEnd() {
    documents.publish();
    failureTold = false;
    for (ReadBack change : readBack) {
      String key = change.version().key();
      pending.decide(change.version(), change.wasCurrent(), documents.find(key));
      decided.accept(key);
    }
    readBack.clear();
  }

  @Override
  public void close() {
    background.close();
  }
}
