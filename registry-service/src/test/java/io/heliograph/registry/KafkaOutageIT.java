/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static io.heliograph.registry.XdsClients.call;
import static io.heliograph.registry.XdsClients.calls;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.heliograph.dev.kafka.KafkaProcess;
import io.heliograph.dev.kafka.KafkaSettings;
import io.heliograph.v1.HealthState;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes and a Kafka that is killed: all that is behind Kafka (the jobs, ClickHouse) reaches
 * the registry through it alone. What the registry needs it for, and what not.
 */
@Timeout(240)
class KafkaOutageIT {
  private static final String SERVICES = "/v1/namespaces/default/services/";
  private static final String RULES = SERVICES + "carts/rules";
  private static final String DRAINED =
      "{\"version\":%d,\"failover\":{\"drained\":[{\"center\":\"%s\"}]}}";

  @TempDir Path directory;
  private final List<OrdersBackend> backends = new ArrayList<>();
  private final XdsClients clients = new XdsClients();
  private KafkaProcess kafka;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    kafka = KafkaProcess.start(KafkaSettings.onFreePorts(directory));
    kafka.createTopic("heliograph.config", 1, Map.of("cleanup.policy", "compact"));
    kafka.createTopic("heliograph.health", 2, Map.of("cleanup.policy", "compact"));
    cluster =
        Cluster.start(directory, Map.of("HELIOGRAPH_REGISTRY_KAFKA", kafka.bootstrapServers()));
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    for (OrdersBackend backend : backends) {
      backend.close();
    }
    if (cluster != null) {
      cluster.close();
    }
    kafka.close();
  }

  @Test
  void kafkaKilled_allGoesOnButChangesOfRules_whichAreRefused_untilItIsBack() throws Exception {
    OrdersBackend near = backend("near");
    OrdersBackend drained = backend("drained");
    near.register(node("a").httpPort(), "carts", "1.0", "sh-1");
    drained.register(node("a").httpPort(), "carts", "1.0", "sh-2");
    put("b", DRAINED.formatted(0, "sh-2"));
    await("the rules are everywhere", () -> everywhere(RULES, "\"version\":1"));
    register("scored", 600);
    AdviceKafkaIT.send(kafka, "scored", HealthState.HEALTH_STATE_UP, 30);
    await("the advice is everywhere", () -> weighsEverywhere("scored", 30));
    ManagedChannel shop = clients.open(node("c").grpcPort(), "carts", "shop", "a");
    assertThat(call(shop)).isEqualTo("near");

    kafka.kill();

    registrationDiscoveryAndExpiryGoOn();
    xdsGoesOn(shop);
    assertThat(weighsEverywhere("scored", 30)).as("advice stays").isTrue();
    rulesAreReadAndHoldButCannotBeChanged();

    kafka.restart();

    await(
        "rules can be written", () -> write("c", DRAINED.formatted(1, "sh-1")).statusCode() == 200);
    await("and are everywhere", () -> everywhere(RULES, "\"version\":2"));
    drained.register(node("b").httpPort(), "carts", "1.0", "sh-2"); // renews
    await("calls follow them", () -> call(shop).equals("drained"));
    await(
        "advice flows",
        () -> {
          AdviceKafkaIT.send(kafka, "scored", HealthState.HEALTH_STATE_UP, 100);
          return weighsEverywhere("scored", 100);
        });
  }

  private void registrationDiscoveryAndExpiryGoOn() throws Exception {
    register("silent", 2);
    register("new", 600);
    Awaitility.await("seen on all")
        .atMost(Duration.ofSeconds(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> everywhere(list(), "\"new\"") && everywhere(list(), "\"silent\""));
    await("the lease has run out everywhere", () -> nowhere("\"silent\""));
    assertThat(node("b").delete(list() + "/new").statusCode()).isEqualTo(204);
    await("deregistered everywhere", () -> nowhere("\"new\""));
    for (RegistryProcess node : cluster.nodes.values()) {
      assertThat(node.get("/readyz").body()).isEqualTo("SERVING\n");
    }
  }

  private void xdsGoesOn(ManagedChannel shop) throws Exception {
    OrdersBackend late = backend("late");
    late.register(node("b").httpPort(), "carts", "1.0", "sh-1");
    await("it is called", () -> calls(shop, 20).containsKey("late"));
    late.deregister(node("a").httpPort(), "carts");
    await("it is not called", () -> !calls(shop, 20).containsKey("late"));
    ManagedChannel cold = clients.open(node("a").grpcPort(), "carts", "shop", "a");
    assertThat(calls(cold, 200)).as("by the rules").containsOnlyKeys("near");
  }

  private void rulesAreReadAndHoldButCannotBeChanged() throws Exception {
    for (RegistryProcess node : cluster.nodes.values()) {
      HttpResponse<String> read = node.get(RULES);
      assertThat(read.statusCode()).isEqualTo(200);
      assertThat(read.headers().firstValue("ETag")).contains("\"1\"");
    }
    HttpResponse<String> refused = write("a", DRAINED.formatted(1, "sh-1"));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).isNotEqualTo(Optional.empty());
    assertThat(refused.body()).contains("rules: ", "Kafka");
    assertThat(everywhere(RULES, "\"version\":1")).as("what was refused does not hold").isTrue();
  }

  private OrdersBackend backend(String id) throws Exception {
    OrdersBackend backend = new OrdersBackend(id);
    backends.add(backend);
    return backend;
  }

  private RegistryProcess node(String name) {
    return cluster.nodes.get(name);
  }

  private static String list() {
    return SERVICES + "orders/instances";
  }

  private void register(String id, int leaseSeconds) throws Exception {
    String body = "{\"host\":\"10.0.0.7\",\"port\":1,\"leaseSeconds\":%d}";
    assertThat(node("a").put(list() + "/" + id, body.formatted(leaseSeconds)).statusCode())
        .isEqualTo(200);
  }

  private HttpResponse<String> write(String name, String rules) throws Exception {
    return node(name).put(RULES + "?force=true", rules);
  }

  private void put(String name, String rules) {
    await("rules can be written", () -> write(name, rules).statusCode() == 200);
  }

  private boolean everywhere(String path, String text) throws Exception {
    for (RegistryProcess node : cluster.nodes.values()) {
      if (!node.get(path).body().contains(text)) {
        return false;
      }
    }
    return true;
  }

  private boolean nowhere(String id) throws Exception {
    for (RegistryProcess node : cluster.nodes.values()) {
      if (node.get(list()).body().contains(id)) {
        return false;
      }
    }
    return true;
  }

  private boolean weighsEverywhere(String id, int weight) throws Exception {
    String expected = "\"score\":%d,\"effectiveWeight\":%d".formatted(weight, weight);
    for (RegistryProcess node : cluster.nodes.values()) {
      if (!AdviceKafkaIT.line(node, "\"id\":\"%s\"".formatted(id)).contains(expected)) {
        return false;
      }
    }
    return true;
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(condition);
  }
}
