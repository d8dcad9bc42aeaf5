/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.heliograph.sdk.MessageEventReporter;
import io.heliograph.sdk.MessageEventReporter.Message;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.instrumentation.kafkaclients.v2_6.KafkaTelemetry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what happened to orders on the shop's own Kafka topic. */
final class OrderEvents implements AutoCloseable {
  static final String ID_HEADER = "message-id";
  static final String TAG_HEADER = "message-tag";

  /** Each takes as long as a send may. */
  private static final int LOOKS_FOR_TOPIC = 12;

  private static final Logger LOG = LoggerFactory.getLogger("shop.orders");

  private final Producer<String, String> producer;
  private final MessageEventReporter events;

  OrderEvents(
      Producer<String, String> producer, OpenTelemetry telemetry, MessageEventReporter events) {
    this.producer = KafkaTelemetry.create(telemetry).wrap(producer);
    this.events = events;
  }

  /** To the shop's topic; its partitions are known already, so that no order waits for them. */
  static OrderEvents open(
      ShopSettings settings, OpenTelemetry telemetry, MessageEventReporter events) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            settings.kafka(),
            "client.id",
            settings.instance(),
            "enable.idempotence",
            true,
            "max.block.ms",
            "5000");
    Producer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    awaitTopic(producer);
    return new OrderEvents(producer, telemetry, events);
  }

  /** A machine on which all processes of a shop start at once may take longer than a send may. */
  private static void awaitTopic(Producer<String, String> producer) {
    for (int left = LOOKS_FOR_TOPIC - 1; ; left--) {
      try {
        var unused = producer.partitionsFor(ShopSettings.ORDER_EVENTS);
        return;
      } catch (TimeoutException e) {
        if (left == 0) {
          producer.close();
          throw e;
        }
        LOG.info("Kafka has not told of {} yet", ShopSettings.ORDER_EVENTS);
      }
    }
  }

  void paid(String order, String user) {
    SpanContext span = Span.current().getSpanContext();
    Message message =
        new Message(
            UUID.randomUUID().toString(),
            ShopSettings.ORDER_EVENTS,
            order,
            "paid",
            "",
            span.getTraceId(),
            span.getSpanId());
    ProducerRecord<String, String> record =
        new ProducerRecord<>(ShopSettings.ORDER_EVENTS, order, "{\"user\":\"" + user + "\"}");
    record.headers().add(ID_HEADER, message.id().getBytes(StandardCharsets.UTF_8));
    record.headers().add(TAG_HEADER, message.tag().getBytes(StandardCharsets.UTF_8));
    var unused =
        producer.send(
            record,
            (metadata, failure) -> {
              if (failure == null) {
                events.produced(message);
              } else {
                LOG.error("event of order {} was not published", order, failure);
              }
            });
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
