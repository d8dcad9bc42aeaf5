/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.protocol.FragmentHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the pulses. One that cannot be sent is counted and forgotten: the next one is as good, and
 * while Kafka is away log time should stand still.
 */
final class PulseWriter implements SinkWriter<Long> {
  private static final Logger LOG = LoggerFactory.getLogger(PulseWriter.class);
  private static final byte[] NO_BEATS = {};

  private final Producer<byte[], byte[]> producer;
  private final List<String> topics;
  private final AtomicLong failed = new AtomicLong();

  PulseWriter(String kafka, List<String> topics, MetricGroup metrics) {
    this(new KafkaProducer<>(settings(kafka)), topics, metrics);
  }

  PulseWriter(Producer<byte[], byte[]> producer, List<String> topics, MetricGroup metrics) {
    this.producer = producer;
    this.topics = topics;
    metrics.gauge("pulsesFailed", failed::get);
  }

  private static Map<String, Object> settings(String kafka) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "heliograph-health-pulse");
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    settings.put(ProducerConfig.ACKS_CONFIG, "1");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000);
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1L << 20);
    return settings;
  }

  @Override
  public void write(Long tick, Context context) {
    for (String topic : topics) {
      try {
        for (PartitionInfo partition : producer.partitionsFor(topic)) {
          Future<RecordMetadata> unused =
              producer.send(pulse(topic, partition.partition()), (sent, e) -> sent(e));
        }
      } catch (KafkaException e) {
        sent(e);
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> pulse(String topic, int partition) {
    ProducerRecord<byte[], byte[]> pulse = new ProducerRecord<>(topic, partition, null, NO_BEATS);
    pulse.headers().add(FragmentHeaders.ITEMS, FragmentHeaders.items(0));
    return pulse;
  }

  /** Also on the producer's thread. */
  private void sent(Exception e) {
    if (e == null) {
      return;
    }
    if (failed.getAndIncrement() == 0) {
      LOG.warn("no pulse into {}: while this lasts, only heartbeats move log time on", topics, e);
    } else {
      LOG.debug("no pulse into {}", topics, e);
    }
  }

  @Override
  public void flush(boolean endOfInput) {
    // a pulse that is lost is not worth a checkpoint's wait
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }
}
