/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Publishes with an idempotent producer, which never writes a record twice by its own retries. */
public final class KafkaPublisher implements Publisher, AutoCloseable {
  private final Producer<byte[], byte[]> producer;
  private final KafkaWatch watch;

  /** Starts the producer and the watch; neither needs Kafka to be there already. */
  public KafkaPublisher(KafkaSettings settings) {
    this.producer =
        new KafkaProducer<>(
            settings.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    this.watch = new KafkaWatch(settings, topics());
    watch.start();
  }

  private static List<String> topics() {
    List<String> topics = new ArrayList<>();
    for (Signal signal : Signal.values()) {
      topics.add(signal.topic());
    }
    topics.add(Topics.DEAD_LETTERS);
    return List.copyOf(topics);
  }

  @Override
  public int partitions(String topic) {
    return watch.partitions(topic);
  }

  @Override
  public String trouble(String topic) {
    return watch.trouble(topic);
  }

  /** Whether Kafka answers. */
  public boolean up() {
    return watch.up();
  }

  /** Null if every topic can take records, else why not. */
  public String missing() {
    return watch.missing();
  }

  @Override
  public void send(Outgoing record, Consumer<Exception> acknowledged) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(record.topic(), record.partition(), null, record.value());
    message.headers().add(FragmentHeaders.ITEMS, FragmentHeaders.items(record.items()));
    if (!record.idempotencyKey().isEmpty()) {
      message
          .headers()
          .add(
              FragmentHeaders.IDEMPOTENCY_KEY,
              record.idempotencyKey().getBytes(StandardCharsets.UTF_8));
    }
    try {
      var unused =
          producer.send(
              message,
              (metadata, failure) -> {
                if (failure instanceof TimeoutException) {
                  watch.suspect(failure.getMessage());
                }
                acknowledged.accept(failure);
              });
    } catch (InterruptException interrupted) {
      Thread.currentThread().interrupt();
      acknowledged.accept(interrupted);
    } catch (KafkaException | IllegalStateException refused) {
      // thrown before the callback is registered: a closed producer, a record it cannot take
      acknowledged.accept(refused);
    }
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }

  /** Stops, after what was sent is acknowledged or the timeout has passed. */
  public void close(Duration timeout) {
    producer.close(timeout);
    watch.close();
  }
}
