/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaProcessIT {
  private static final String TOPIC = "orders";

  @TempDir Path directory;
  private KafkaProcess broker;

  @AfterEach
  void endBroker() {
    if (broker != null) {
      broker.kill();
    }
  }

  @Test
  void kill_thenRestart_keepsAcknowledgedRecordsAndCommittedOffsets() throws Exception {
    broker = KafkaProcess.start(KafkaSettings.onFreePorts(directory));
    broker.createTopic(TOPIC, 2, Map.of());
    send("before");
    assertThat(consume()).containsExactly("before");

    broker.kill();
    assertThat(broker.isAlive()).isFalse();
    broker.restart();
    send("after");

    assertThat(consume()).containsExactly("after");
  }

  @Test
  void stop_ofRunningBroker_endsInOrder() throws Exception {
    broker = KafkaProcess.start(KafkaSettings.onFreePorts(directory));
    broker.createTopic(TOPIC, 1, Map.of());
    send("kept");

    broker.stop();
    assertThat(broker.exitValue()).isEqualTo(143);

    broker.restart();
    assertThat(consume()).containsExactly("kept");
  }

  @Test
  void metrics_ofRunningBroker_countRecords() throws Exception {
    broker = KafkaProcess.start(KafkaSettings.onFreePorts(directory));
    broker.createTopic(TOPIC, 1, Map.of());
    send("one");

    assertThat(get("/healthz")).isEqualTo("ok\n");
    assertThat(get("/metrics"))
        .contains("kafka_server_brokertopicmetrics_messagesinpersec_total{topic=\"orders\"} 1\n")
        .contains("kafka_log_log_logendoffset{partition=\"0\",topic=\"orders\"} 1\n")
        .contains("process_resident_memory_bytes");
  }

  @Test
  void start_onTakenPort_saysWhichSettingToChange() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      KafkaSettings free = KafkaSettings.onFreePorts(directory);
      KafkaSettings settings =
          new KafkaSettings(
              directory,
              "127.0.0.1",
              taken.getLocalPort(),
              free.metricsPort(),
              free.controllerPort());

      assertThatThrownBy(() -> KafkaProcess.start(settings))
          .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is not free")
          .hasMessageContaining("HELIOGRAPH_KAFKA_PORT");
    }
  }

  private void send(String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(TOPIC, value.getBytes(StandardCharsets.UTF_8)))
          .get(30, TimeUnit.SECONDS);
    }
  }

  /** What a member of one lasting group has not seen yet. */
  private List<String> consume() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "group.id", "readers",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      List<String> values = new ArrayList<>();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (values.isEmpty() && System.nanoTime() < deadline) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(r -> values.add(new String(r.value(), StandardCharsets.UTF_8)));
      }
      consumer.commitSync();
      return values;
    }
  }

  private String get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(broker.settings().metricsUrl() + path)).build(),
            BodyHandlers.ofString())
        .body();
  }
}
