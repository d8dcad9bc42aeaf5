/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.heliograph.sdk.MessageEventReporter;
import io.heliograph.sdk.MessageEventReporter.Message;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mails customers about their orders; tries each mail three times. One thread. */
final class Notifications implements Runnable, AutoCloseable {
  static final String GROUP = "mailer";

  private static final Logger LOG = LoggerFactory.getLogger("shop.notifications");
  private static final int ATTEMPTS = 3;
  private static final double BASE_FAILURES = 0.05;
  private static final TextMapGetter<Headers> GETTER = new HeaderGetter();

  private final Consumer<String, String> consumer;
  private final OpenTelemetry telemetry;
  private final MessageEventReporter events;
  private final Weather weather;
  private final Thread thread = new Thread(this, "notifications");
  private volatile boolean stopping;

  private Notifications(
      Consumer<String, String> consumer,
      OpenTelemetry telemetry,
      MessageEventReporter events,
      Weather weather) {
    this.consumer = consumer;
    this.telemetry = telemetry;
    this.events = events;
    this.weather = weather;
  }

  static Notifications start(
      ShopSettings settings,
      OpenTelemetry telemetry,
      MessageEventReporter events,
      Weather weather) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            settings.kafka(),
            "client.id",
            settings.instance(),
            "group.id",
            GROUP,
            "auto.offset.reset",
            "earliest",
            // a mail sent twice is worse than a demo that counts an event twice
            "enable.auto.commit",
            false,
            "max.poll.records",
            50);
    Notifications notifications =
        new Notifications(
            new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer()),
            telemetry,
            events,
            weather);
    notifications.thread.start();
    return notifications;
  }

  @Override
  public void run() {
    try (consumer) {
      consumer.subscribe(List.of(ShopSettings.ORDER_EVENTS));
      while (!stopping) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
          handle(record);
        }
        consumer.commitAsync();
      }
    } catch (WakeupException e) {
      // asked to stop; the consumer leaves its group on close
    }
  }

  private void handle(ConsumerRecord<String, String> record) {
    Context parent =
        telemetry
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), record.headers(), GETTER);
    Span span =
        telemetry
            .getTracer("shop")
            .spanBuilder(record.topic() + " process")
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(parent)
            .setAttribute("messaging.system", "kafka")
            .setAttribute("messaging.destination.name", record.topic())
            .setAttribute("messaging.consumer.group.name", GROUP)
            .startSpan();
    try (Scope scope = span.makeCurrent()) {
      mail(record, span);
    } finally {
      span.end();
    }
  }

  private void mail(ConsumerRecord<String, String> record, Span span) {
    Message message =
        new Message(
            text(record.headers().lastHeader(OrderEvents.ID_HEADER)),
            record.topic(),
            record.key(),
            text(record.headers().lastHeader(OrderEvents.TAG_HEADER)),
            "",
            span.getSpanContext().getTraceId(),
            span.getSpanContext().getSpanId());
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      events.delivered(message, GROUP, attempt);
      weather.work(2);
      // now and then it takes two: giving up takes a fault
      if (!weather.fails(attempt == 1 ? BASE_FAILURES : 0)) {
        events.consumed(message, GROUP, attempt);
        LOG.info("mailed about order {}", record.key());
        return;
      }
      LOG.warn("mail server refused mail for order {}, attempt {}", record.key(), attempt);
      if (attempt < ATTEMPTS) {
        events.failed(message, GROUP, attempt, "mail server refused");
      }
    }
    events.deadLettered(message, GROUP, ATTEMPTS, "mail server refused");
    span.setStatus(StatusCode.ERROR, "mail server refused");
    LOG.error("gave up mailing about order {}", record.key());
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    consumer.wakeup();
    thread.join(3_000);
  }

  private static String text(Header header) {
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static final class HeaderGetter implements TextMapGetter<Headers> {
    @Override
    public Iterable<String> keys(Headers headers) {
      List<String> keys = new ArrayList<>();
      headers.forEach(header -> keys.add(header.key()));
      return keys;
    }

    @Override
    public String get(Headers headers, String key) {
      Header header = headers == null ? null : headers.lastHeader(key);
      return header == null ? null : text(header);
    }
  }
}
