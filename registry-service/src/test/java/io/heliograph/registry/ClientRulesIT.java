/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static io.heliograph.registry.XdsClients.calls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.grpc.ManagedChannel;
import io.heliograph.dev.kafka.KafkaProcess;
import io.heliograph.dev.kafka.KafkaSettings;
import io.heliograph.v1.HealthState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three nodes and Kafka as processes; rules and instances come to one node, clients to another. The
 * examples with a ratio of versions, a weight for each locality, and a drain while they call: an
 * example ends with an error at its first call that fails. And what needs advice on instances.
 */
@Timeout(300)
@Tag("side-by-side")
@TestInstance(Lifecycle.PER_CLASS)
class ClientRulesIT {
  private static final int MEASURED = 10_000;

  /** The client calls on while rules are changed, at this pace: for twenty seconds at least. */
  private static final long PACE_MILLIS = 2;

  private static final int CALLS = MEASURED + 10_000;

  /** So many calls of others in a row say that an instance gets none any more. */
  private static final int SETTLED = 500;

  private static final String SERVICES = "/v1/namespaces/default/services/";

  @TempDir static Path directory;
  private KafkaProcess kafka;
  private Cluster cluster;

  @BeforeAll
  void start() throws Exception {
    kafka = KafkaProcess.start(KafkaSettings.onFreePorts(directory));
    kafka.createTopic("heliograph.config", 1, Map.of("cleanup.policy", "compact"));
    kafka.createTopic("heliograph.health", 2, Map.of("cleanup.policy", "compact"));
    cluster =
        Cluster.start(directory, Map.of("HELIOGRAPH_REGISTRY_KAFKA", kafka.bootstrapServers()));
  }

  @AfterAll
  void stop() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
    kafka.close();
  }

  @ParameterizedTest
  @EnumSource
  void example_followsRatioAndLocalities_andADrainMovesAllCalls(ClientExample example)
      throws Exception {
    example.build();
    String service = "orders-" + example.directory();
    Path place = Files.createDirectory(directory.resolve(service));
    try (OrdersBackend room = new OrdersBackend("room");
        OrdersBackend nextDoor = new OrdersBackend("next-door");
        OrdersBackend other = new OrdersBackend("other");
        OrdersBackend drained = new OrdersBackend("drained")) {
      room.register(atA(), service, at("sh-1", "a") + ",'version':'1.0'");
      nextDoor.register(atA(), service, at("sh-1", "b") + ",'version':'1.0'");
      other.register(atA(), service, at("sh-2", "a") + ",'version':'2.0'");
      drained.register(atA(), service, at("sh-9", "a") + ",'version':'1.0','weight':10000");
      drain(service, 0, "{'center':'sh-9'}");
      awaitAtB(service, 4);
      Process client =
          example.start(
              List.of("127.0.0.1:" + node("b").grpcPort()), service, CALLS, place, Map.of());
      Calls calls = new Calls(client, place, room, nextDoor, other);
      try {
        calls.await(() -> calls.ofSh1() + other.calls() >= MEASURED);
        List.of(room, nextDoor, other).forEach(backend -> backend.answerAfter(PACE_MILLIS));
        double inRoom = room.calls();
        double sh1 = inRoom + nextDoor.calls();
        assertThat(100 * sh1 / (sh1 + other.calls())).as("ratio").isCloseTo(80, within(3.0));
        assertThat(100 * inRoom / sh1).as("localities").isCloseTo(75, within(3.0));

        drain(service, 1, "{'center':'sh-9'},{'center':'sh-1'}");
        int whileDrained = calls.awaitSh1Still();
        drain(service, 2, "{'center':'sh-9'}");
        calls.await(() -> calls.ofSh1() > whileDrained + SETTLED);
        drain(service, 3, "{'center':'sh-9'},{'center':'sh-1'}");
        int last = calls.awaitSh1Still();
        List.of(room, nextDoor, other).forEach(backend -> backend.answerAfter(0));

        assertThat(client.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(client.exitValue()).as(Files.readString(ClientExample.output(place))).isZero();
        assertThat(calls.ofSh1()).as("calls of the drained center").isEqualTo(last);
        assertThat(last + other.calls()).isEqualTo(CALLS);
        assertThat(drained.calls()).isZero();
      } finally {
        client.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void overflow_healthyShareOfTheRoomBelowTheThreshold_restGoesNextDoor_andBack() throws Exception {
    try (XdsClients clients = new XdsClients();
        OrdersBackend a1 = new OrdersBackend("a1");
        OrdersBackend a2 = new OrdersBackend("a2");
        OrdersBackend b1 = new OrdersBackend("b1");
        OrdersBackend b2 = new OrdersBackend("b2")) {
      for (OrdersBackend backend : List.of(a1, a2, b1, b2)) {
        backend.register(atA(), "orders", at("sh-1", backend.id().substring(0, 1)));
      }
      publish("orders", "'proximity':{'level':'room'},'failover':{'overflowBelowPercent':80}", 0);
      awaitAtB("orders", 4);
      ManagedChannel shop = clients.open(node("b").grpcPort(), "orders", "shop", "a");
      assertThat(calls(shop, 500)).containsOnlyKeys("a1", "a2");

      AdviceKafkaIT.send(kafka, "a2", HealthState.HEALTH_STATE_DOWN, 0);
      await(() -> calls(shop, 50).containsKey("b1") && !calls(shop, 50).containsKey("a2"));
      Map<String, Integer> calls = calls(shop, MEASURED);
      assertThat(calls).containsOnlyKeys("a1", "b1", "b2");
      assertThat(100.0 * calls.get("a1") / MEASURED).as("50 / 80").isCloseTo(62.5, within(3.0));

      AdviceKafkaIT.send(kafka, "a2", HealthState.HEALTH_STATE_UP, 100);
      await(() -> calls(shop, 50).size() == 2);
      assertThat(calls(shop, 500)).containsOnlyKeys("a1", "a2");
    }
  }

  /** The calls of a client: those of one center, and of another. */
  private record Calls(
      Process client, Path place, OrdersBackend room, OrdersBackend nextDoor, OrdersBackend other) {
    int ofSh1() {
      return room.calls() + nextDoor.calls();
    }

    /** Waits until so many calls have passed them by; returns how many they have had. */
    int awaitSh1Still() throws IOException {
      int[] last = {-1, 0};
      await(
          () -> {
            int now = ofSh1();
            if (now != last[0]) {
              last[0] = now;
              last[1] = other.calls();
            }
            return other.calls() - last[1] >= SETTLED;
          });
      return last[0];
    }

    void await(Callable<Boolean> condition) throws IOException {
      Awaitility.await("calls")
          .pollInterval(Duration.ofMillis(5))
          .atMost(Duration.ofSeconds(120))
          .until(() -> condition.call() || !client.isAlive());
      assertThat(client.isAlive())
          .as("it still calls; it said: %s", Files.readString(ClientExample.output(place)))
          .isTrue();
    }
  }

  private RegistryProcess node(String name) {
    return cluster.nodes.get(name);
  }

  private URI atA() {
    return node("a").uri("/");
  }

  private static String at(String center, String room) {
    return "'leaseSeconds':600,'location':{'city':'sh','center':'%s','room':'%s'}"
        .formatted(center, room);
  }

  /** Farther rooms get a third of the weight. */
  private void drain(String service, int version, String places) {
    publish(
        service,
        "'traffic':{'by':'version','percent':{'1.0':80,'2.0':20}},"
            + "'proximity':{'level':'room','mode':'weight','factor':0.33333},"
            + "'failover':{'drained':[%s]}".formatted(places),
        version);
  }

  /** A node that has not read Kafka's log yet says so. */
  private void publish(String service, String rules, int version) {
    String body = "{'version':%d,%s}".formatted(version, rules).replace('\'', '"');
    await(
        () -> {
          var answer = node("a").put(SERVICES + service + "/rules", body);
          assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
          return answer.statusCode() == 200;
        });
  }

  private void awaitAtB(String service, int instances) {
    await(
        () ->
            node("b").get(SERVICES + service + "/rules").statusCode() == 200
                && node("b").get(SERVICES + service + "/instances").body().split("\"id\"").length
                    == instances + 1);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(50))
        .atMost(Duration.ofSeconds(30))
        .until(condition);
  }
}
