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
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
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
  private static final String STOCK = "/v1/namespaces/default/services/stock/instances";
  private static final Pattern WEIGHT = Pattern.compile("\"effectiveWeight\":(\\d+)");

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

        nineOfTenAreDown_halfStay(kafka, node);

        kafka.kill();

        assertThat(weights(node)).containsExactlyElementsOf(HALF_OUT);
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
                    fresh.get("/metrics").body().contains("heliograph_registry_advised 11.0")
                        || fresh
                            .get("/metrics")
                            .body()
                            .contains("heliograph_registry_advised 11\n"));
      }
    }
  }

  /** Advice takes out half of a service at most; whoever stays is called, if little. */
  private static final List<Integer> HALF_OUT = List.of(0, 0, 0, 0, 0, 10, 10, 10, 10, 100);

  private static void nineOfTenAreDown_halfStay(KafkaProcess kafka, RegistryProcess node)
      throws Exception {
    String body = "{\"host\":\"10.0.0.7\",\"port\":1,\"leaseSeconds\":600}";
    for (int i = 0; i < 10; i++) {
      assertThat(node.put(STOCK + "/s" + i, body).statusCode()).isEqualTo(200);
    }
    for (int i = 0; i < 9; i++) {
      send(kafka, "stock", "s" + i, HealthState.HEALTH_STATE_DOWN, 0);
    }
    Awaitility.await("all advice is there")
        .atMost(Duration.ofSeconds(30))
        .until(() -> node.get(STOCK).body().split("\"state\":\"DOWN\"").length == 10);
    assertThat(weights(node)).containsExactlyElementsOf(HALF_OUT);
  }

  /** Of all instances of stock, the least first. */
  private static List<Integer> weights(RegistryProcess node) throws Exception {
    return WEIGHT
        .matcher(node.get(STOCK).body())
        .results()
        .map(weight -> Integer.valueOf(weight.group(1)))
        .sorted()
        .toList();
  }

  private RegistryProcess node(KafkaProcess kafka) throws Exception {
    return new RegistryProcess(
        directory, "node", Map.of("HELIOGRAPH_REGISTRY_KAFKA", kafka.bootstrapServers()));
  }

  static void send(KafkaProcess kafka, String id, HealthState state, int score) throws Exception {
    send(kafka, "orders", id, state, score);
  }

  private static void send(
      KafkaProcess kafka, String service, String id, HealthState state, int score)
      throws Exception {
    HealthAdvice advice =
        HealthAdvice.newBuilder()
            .setNamespace("default")
            .setService(service)
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
                  TOPIC, ("default/" + service + "/" + id).getBytes(UTF_8), advice.toByteArray()))
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
