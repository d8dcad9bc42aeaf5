/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.kafka.KafkaProcess;
import io.heliograph.dev.kafka.KafkaSettings;
import io.heliograph.v1.HealthAdvice;
import io.heliograph.v1.HealthState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The health job's advice through a real Kafka: it becomes a weight, and stays when Kafka goes. */
@Timeout(180)
@Tag("side-by-side")
class AdviceKafkaIT {
  private static final String TOPIC = "heliograph.health";
  private static final String ORDERS = "/v1/namespaces/default/services/orders/instances";

  @TempDir Path directory;

  @Test
  void advice_becomesAWeight_andStaysWhenKafkaGoes() throws Exception {
    try (KafkaProcess kafka = KafkaProcess.start(KafkaSettings.onFreePorts(directory))) {
      kafka.createTopic(TOPIC, 2, Map.of("cleanup.policy", "compact"));
      try (RegistryProcess node = node(kafka).awaitServing()) {
        for (String id : new String[] {"good", "slow", "dead"}) {
          String body = "{\"host\":\"10.0.0.7\",\"port\":1,\"leaseSeconds\":600}";
          assertThat(node.put(ORDERS + "/" + id, body).statusCode()).isEqualTo(200);
        }
        send(kafka, "slow", HealthState.HEALTH_STATE_UP, 30);
        send(kafka, "dead", HealthState.HEALTH_STATE_DOWN, 0);
        awaitListed(
            node, "\"id\":\"slow\"", "\"state\":\"UP\",\"score\":30,\"effectiveWeight\":30");
        awaitListed(
            node, "\"id\":\"dead\"", "\"state\":\"DOWN\",\"score\":0,\"effectiveWeight\":0");

        kafka.kill();

        assertThat(line(node, "\"id\":\"slow\"")).contains("\"effectiveWeight\":30");
        assertThat(line(node, "\"id\":\"good\"")).contains("\"effectiveWeight\":100");
        kafka.restart();
        Awaitility.await("Kafka takes advice again")
            .atMost(Duration.ofSeconds(60))
            .ignoreExceptions()
            .until(
                () -> {
                  send(kafka, "slow", HealthState.HEALTH_STATE_UP, 100);
                  return line(node, "\"id\":\"slow\"").contains("\"effectiveWeight\":100");
                });
      }
      try (RegistryProcess fresh = node(kafka).awaitServing()) { // it reads what was said before
        assertThat(fresh.put(ORDERS + "/slow", "{\"host\":\"10.0.0.7\",\"port\":1}").statusCode())
            .isEqualTo(200);
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    fresh.get("/metrics").body().contains("heliograph_registry_advised 2.0")
                        || fresh
                            .get("/metrics")
                            .body()
                            .contains("heliograph_registry_advised 2\n"));
      }
    }
  }

  private RegistryProcess node(KafkaProcess kafka) throws Exception {
    return new RegistryProcess(
        directory, "node", Map.of("HELIOGRAPH_REGISTRY_KAFKA", kafka.bootstrapServers()));
  }

  static void send(KafkaProcess kafka, String id, HealthState state, int score) throws Exception {
    HealthAdvice advice =
        HealthAdvice.newBuilder()
            .setNamespace("default")
            .setService("orders")
            .setInstanceId(id)
            .setState(state)
            .setScore(score)
            .setTimeUnixNano(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()))
            .build();
    Map<String, Object> config = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  TOPIC, ("default/orders/" + id).getBytes(UTF_8), advice.toByteArray()))
          .get(20, TimeUnit.SECONDS);
    }
  }

  private static void awaitListed(RegistryProcess node, String id, String expected) {
    Awaitility.await(id)
        .atMost(Duration.ofSeconds(30))
        .until(() -> line(node, id).contains(expected));
  }

  /** What the list says of one instance. */
  static String line(RegistryProcess node, String id) throws Exception {
    for (String instance : node.get(ORDERS).body().split("\\{(?=\"id\")")) {
      if (("{" + instance).contains(id)) {
        return instance;
      }
    }
    return "";
  }
}
