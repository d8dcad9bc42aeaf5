/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What comes to a topic after the tail was opened. */
final class Tail implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;

  private Tail(KafkaConsumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  static Tail open(String bootstrapServers, String topic) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    return new Tail(consumer);
  }

  /** The next records until {@code count} are there or nothing came for {@code patience}. */
  List<ConsumerRecord<byte[], byte[]>> records(int count, Duration patience) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    while (records.size() < count) {
      var polled = consumer.poll(patience);
      if (polled.isEmpty()) {
        break;
      }
      polled.forEach(records::add);
    }
    return records;
  }

  /** The spans, with their resources, of the next records until {@code spans} are there. */
  List<ResourceSpans> spans(int spans) throws Exception {
    List<ResourceSpans> found = new ArrayList<>();
    int count = 0;
    while (count < spans) {
      var polled = consumer.poll(Duration.ofSeconds(10));
      if (polled.isEmpty()) {
        break;
      }
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        for (ResourceSpans resource :
            ExportTraceServiceRequest.parseFrom(record.value()).getResourceSpansList()) {
          found.add(resource);
          count += resource.getScopeSpansList().stream().mapToInt(s -> s.getSpansCount()).sum();
        }
      }
    }
    return found;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
