/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static io.heliograph.registry.XdsClients.call;
import static io.heliograph.registry.XdsClients.calls;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes, an agent of theirs, stock clients, all as processes; all nodes are killed. */
@Timeout(180)
class AgentIT {
  private static final String ORDERS = "/v1/namespaces/default/services/orders/instances";

  @TempDir Path directory;
  private final List<OrdersBackend> backends = new ArrayList<>();
  private final Map<String, Cable> cables = new HashMap<>();
  private final XdsClients clients = new XdsClients();
  private Cluster cluster;
  private RegistryProcess agent;

  @BeforeEach
  void start() throws Exception {
    cluster = Cluster.start(directory, Map.of());
    for (String name : Cluster.NAMES) {
      cables.put(name, new Cable());
      cables.get(name).leadsTo(cluster.nodes.get(name).grpcPort());
    }
    agent = launchAgent();
  }

  private RegistryProcess launchAgent() throws Exception {
    return new RegistryProcess(
            directory,
            "agent",
            Map.of(
                "HELIOGRAPH_REGISTRY_FOLLOW",
                cables.values().stream().map(Cable::address).collect(Collectors.joining(",")),
                "HELIOGRAPH_REGISTRY_SNAPSHOT",
                snapshot().toString()))
        .awaitServing();
  }

  private Path snapshot() {
    return directory.resolve("agent.jsonl");
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    for (OrdersBackend backend : backends) {
      backend.close();
    }
    agent.close();
    cluster.close();
    for (Cable cable : cables.values()) {
      cable.close();
    }
  }

  @Test
  void allNodesKilled_warmClientsGoOn_coldOnesComeUpFromTheAgent_whichComesUpFromItsDisk()
      throws Exception {
    backend("one", "a");
    ManagedChannel atNode = clients.open(node("a").grpcPort(), "orders", "shop", "a");
    ManagedChannel atAgent = clients.open(agent.grpcPort(), "orders", "shop", "a");
    assertThat(call(atNode)).isEqualTo("one");
    assertThat(call(atAgent)).isEqualTo("one");
    backend("two", "b");
    await("it is called", () -> calls(atNode, 20).size() == 2 && calls(atAgent, 20).size() == 2);
    int gone = node("a").grpcPort();
    await("it is on the disk", () -> Files.readString(snapshot()).contains("\"two\""));

    for (String name : Cluster.NAMES) {
      cluster.nodes.remove(name).kill();
    }

    bothAreCalled(atNode);
    bothAreCalled(atAgent);
    await("it says so", () -> agent.get(ORDERS).headers().firstValue("Age").isPresent());
    bothAreCalled(clients.open(agent.grpcPort(), "orders", "shop", "a"));

    agent.kill();
    agent = launchAgent();

    bothAreCalled(clients.open(agent.grpcPort(), "orders", "shop", "a"));
    bothAreCalled(clients.open(List.of(gone, agent.grpcPort()), "orders", "shop", "a"));
    HttpResponse<String> list = agent.get(ORDERS);
    assertThat(list.body()).contains("\"id\":\"one\"", "\"id\":\"two\"");
    assertThat(list.headers().firstValue("Age")).isPresent();
    assertThat(agent.output()).contains("no node answers");
  }

  @Test
  void agentFollowsWhateverNodeIsThere_aChangeIsSeenWithinASecond() throws Exception {
    backend("one", "a");
    await("it follows", () -> agent.get(ORDERS).body().contains("\"id\":\"one\""));
    for (String killed : List.of("a", "b")) {
      cluster.nodes.remove(killed).kill();
      await(
          "it has turned to another",
          () -> agent.get(ORDERS).headers().firstValue("Age").isEmpty());
      String id = "after-" + killed;
      String body = "{\"host\":\"10.0.0.7\",\"port\":1,\"leaseSeconds\":600}";
      assertThat(node("c").put(ORDERS + "/" + id, body).statusCode()).isEqualTo(200);
      Awaitility.await(id + " is seen")
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> agent.get(ORDERS).body().contains(id));
    }
  }

  private static void bothAreCalled(ManagedChannel client) {
    await("both are called", () -> calls(client, 20).size() == 2);
    assertThat(calls(client, 200)).containsOnlyKeys("one", "two");
  }

  private RegistryProcess node(String name) {
    return cluster.nodes.get(name);
  }

  private void backend(String id, String atNode) throws Exception {
    OrdersBackend backend = new OrdersBackend(id);
    backends.add(backend);
    backend.register(node(atNode).httpPort(), "orders", 100, "a");
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .until(condition);
  }
}
