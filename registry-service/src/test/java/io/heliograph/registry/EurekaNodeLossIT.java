/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.appinfo.InstanceInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Netflix's own client, as it is, with the URLs of three nodes: the one that it uses is killed. */
@Timeout(120)
@Tag("side-by-side")
class EurekaNodeLossIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ORDERS = "/v1/namespaces/default/services/orders/instances";
  private static final String DELTA = "route=\"/eureka/apps/delta\"";

  /** The lease of the clients, what a lost node's leases have in addition, and some more. */
  private static final Duration LAPSED = Duration.ofSeconds(3 + 5 + 3);

  @TempDir Path directory;
  private Cluster cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = Cluster.start(directory, Map.of());
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void nodeKilled_clientTurnsToAnother_keepsItsLease_seesWhatIsNew_andLeaves() throws Exception {
    List<String> urls =
        cluster.nodes.values().stream().map(node -> node.uri("/eureka/").toString()).toList();
    try (EurekaPeer shop = new EurekaPeer(urls, "shop", 8081, Map.of());
        EurekaPeer orders = new EurekaPeer(urls, "orders", 8080, Map.of())) {
      await(() -> ids(shop).equals(Set.of("orders-8080")));
      await(() -> usedNode() != null);
      String registeredAt = registeredAt(cluster.nodes.get(usedNode()));

      cluster.nodes.remove(usedNode()).kill();
      long killedAt = System.nanoTime();

      RegistryProcess survivor = cluster.nodes.values().iterator().next();
      String body = "{\"host\":\"10.0.0.7\",\"port\":1,\"leaseSeconds\":600}";
      assertThat(survivor.put(ORDERS + "/new", body).statusCode()).isEqualTo(200);
      await(
          () -> {
            assertThat(ids(shop)).contains("orders-8080");
            return ids(shop).contains("new");
          });
      await(
          () -> {
            assertThat(ids(shop)).containsExactlyInAnyOrder("orders-8080", "new");
            return System.nanoTime() - killedAt > LAPSED.toNanos();
          });
      for (RegistryProcess node : cluster.nodes.values()) {
        assertThat(registeredAt(node)).as("the lease is the same").isEqualTo(registeredAt);
      }

      orders.close();

      await(() -> ids(shop).equals(Set.of("new")));
    }
  }

  /** The node that the clients of this process ask; null if it cannot be told. */
  private String usedNode() throws Exception {
    for (String name : cluster.nodes.keySet()) {
      if (cluster.nodes.get(name).get("/metrics").body().contains(DELTA)) {
        return name;
      }
    }
    return null;
  }

  private static Set<String> ids(EurekaPeer peer) {
    return peer.instances("ORDERS").stream().map(InstanceInfo::getId).collect(Collectors.toSet());
  }

  private static String registeredAt(RegistryProcess node) throws Exception {
    for (JsonNode instance : JSON.readTree(node.get(ORDERS).body()).get("instances")) {
      if (instance.get("id").asText().equals("orders-8080")) {
        return instance.get("registeredAt").asText();
      }
    }
    return "";
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(condition);
  }
}
