/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.traffic;

import io.heliograph.protocol.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends traffic without ever waiting for Kafka, neither to send nor at a checkpoint: the thread it
 * runs on reads spans. What cannot be sent within 5 s, or finds {@value #BUFFER_BYTES} bytes ahead
 * of it, is counted ({@code trafficFailed}, in records) and forgotten, since peers are compared
 * over 20 s.
 */
final class TrafficWriter implements SinkWriter<TrafficRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(TrafficWriter.class);
  private static final long BUFFER_BYTES = 4L << 20;

  private final Producer<byte[], byte[]> producer;
  private final AtomicLong failed = new AtomicLong();

  TrafficWriter(String kafka, MetricGroup metrics) {
    this(new KafkaProducer<>(settings(kafka)), metrics);
  }

  TrafficWriter(Producer<byte[], byte[]> producer, MetricGroup metrics) {
    this.producer = producer;
    metrics.gauge("trafficFailed", failed::get);
    try {
      producer.partitionsFor(Topics.TRAFFIC); // asks for them, so that the first send knows them
    } catch (KafkaException e) {
      LOG.debug("the partitions of {} are not known yet", Topics.TRAFFIC, e);
    }
  }

  private static Map<String, Object> settings(String kafka) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "heliograph-trace-traffic");
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    settings.put(ProducerConfig.ACKS_CONFIG, "1");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    settings.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, Duration.ofDays(1).toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 5_000);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    return settings;
  }

  @Override
  public void write(TrafficRecord traffic, Context context) {
    try {
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(Topics.TRAFFIC, traffic.key(), traffic.value()),
              (sent, e) -> sent(e));
    } catch (KafkaException e) {
      sent(e);
    }
  }

  /** Also on the producer's thread. */
  private void sent(Exception e) {
    if (e == null) {
      return;
    }
    if (failed.getAndIncrement() == 0) {
      LOG.warn("no traffic into {}: while this lasts, peers are not compared", Topics.TRAFFIC, e);
    } else {
      LOG.debug("no traffic into {}", Topics.TRAFFIC, e);
    }
  }

  @Override
  public void flush(boolean endOfInput) {
    if (endOfInput) {
      producer.flush(); // for as long as the delivery timeout at most
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }
}
