/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends to the log on a thread of its own, since a producer may block for its metadata. At most
 * {@value #QUEUE} tasks wait for it.
 */
final class LogAppender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogAppender.class);
  private static final int QUEUE = 2_000;

  private final KafkaLogSettings settings;

  /** Null until there is something to append: the name of a server may not be known before. */
  private volatile Producer<byte[], byte[]> producer;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          task -> new Thread(task, "registry-config-appender"));

  LogAppender(KafkaLogSettings settings) {
    this.settings = settings;
  }

  private Producer<byte[], byte[]> producer() {
    if (producer == null) { // one thread
      producer =
          new KafkaProducer<>(
              settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }
    return producer;
  }

  /** Appends a change. Its answer is given by whoever reads it back, or fails here. */
  void append(DocumentVersion version, CompletableFuture<DocumentVersion> answer) {
    String key = RecordCodec.recordKey(version);
    byte[] value = RecordCodec.encode(version).getBytes(UTF_8);
    try {
      thread.execute(
          () -> {
            if (!answer.isDone()) { // nobody waits for it any more: not to be written behind backs
              send(key, value, answer);
            }
          });
    } catch (RejectedExecutionException e) {
      answer.completeExceptionally(new LogUnavailableException("this node stops, or is too busy"));
    }
  }

  private void send(String key, byte[] value, CompletableFuture<?> answer) {
    try {
      var unused =
          producer()
              .send(
                  record(key, value),
                  (metadata, failure) -> {
                    if (failure != null) {
                      answer.completeExceptionally(refused(failure));
                    }
                  });
    } catch (KafkaException | IllegalStateException e) {
      answer.completeExceptionally(refused(e)); // before its callback was taken
    }
  }

  /** Whoever waited in vain cannot know whether the record has arrived. */
  private static LogUnavailableException refused(Exception failure) {
    if (failure instanceof TimeoutException) {
      return LogUnavailableException.unconfirmed(failure.getMessage());
    }
    return new LogUnavailableException("Kafka does not take it: " + failure.getMessage());
  }

  /** Lets compaction take these records. A failure is no harm: they stay for a while longer. */
  void erase(List<String> recordKeys) {
    try {
      thread.execute(
          () -> {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            recordKeys.forEach(key -> send(key, null, answer));
            var unused =
                answer.exceptionally(
                    failure -> {
                      LOG.debug("records of the log are not erased yet", failure);
                      return null;
                    });
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("records of the log are not erased yet", e);
    }
  }

  private ProducerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ProducerRecord<>(settings.topic(), LogReader.PARTITION, key.getBytes(UTF_8), value);
  }

  @Override
  public void close() {
    thread.shutdownNow(); // an append that blocks is interrupted, and refused
    try {
      thread.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (producer != null) {
      producer.close(Duration.ofSeconds(1));
    }
  }
}
