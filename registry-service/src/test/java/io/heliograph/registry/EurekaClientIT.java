/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.netflix.appinfo.InstanceInfo;
import com.netflix.appinfo.InstanceInfo.InstanceStatus;
import com.netflix.discovery.shared.Application;
import io.heliograph.registry.configlog.MemoryConfigLog;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Netflix's own client, as it is, against a node: registers, is found, changes and leaves. */
@Timeout(120)
@Tag("side-by-side")
class EurekaClientIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ORDERS = "/v1/namespaces/default/services/orders/instances";
  private static final Map<String, String> BLUE =
      Map.of("version", "1.4.2", "group", "blue", "zone", "sh-1", "tags.tier", "gold");

  @TempDir Path directory;

  private RegistrySettings settings;
  private RegistryServer server;

  @BeforeEach
  void start() throws Exception {
    settings = settings(0);
    server = new RegistryServer(settings, MemoryConfigLog::new);
    server.start(settings);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void twoClients_findEachOther_andSeeEachChange() throws Exception {
    try (EurekaPeer orders = peer("orders", 8080, BLUE);
        EurekaPeer shop = peer("shop", 8081, Map.of())) {
      await(() -> shop.instances("ORDERS").size() == 1 && orders.instances("SHOP").size() == 1);
      InstanceInfo found = shop.instances("ORDERS").get(0);
      assertThat(found.getId()).isEqualTo("orders-8080");
      assertThat(found.getPort()).isEqualTo(8080);
      assertThat(found.getStatus()).isEqualTo(InstanceStatus.UP);
      assertThat(found.getMetadata()).containsExactlyInAnyOrderEntriesOf(BLUE);
      assertThat(shop.client().getInstancesByVipAddress("orders", false)).containsExactly(found);
      assertThat(shop.client().getNextServerFromEureka("orders", false)).isEqualTo(found);

      JsonNode listed = get(ORDERS).get("instances").get(0);
      assertThat(listed.get("id").asText()).isEqualTo("orders-8080");
      assertThat(listed.get("version").asText()).isEqualTo("1.4.2");
      assertThat(listed.at("/location/center").asText()).isEqualTo("sh-1");
      assertThat(listed.at("/tags/tier").asText()).isEqualTo("gold");
      assertThat(listed.get("effectiveWeight").intValue()).isEqualTo(100);

      orders.metadata(Map.of("version", "1.5.0"));
      await(() -> shop.instances("ORDERS").get(0).getMetadata().get("version").equals("1.5.0"));
      assertThat(get(ORDERS).at("/instances/0/version").asText()).isEqualTo("1.5.0");
    }
  }

  @Test
  void changes_comeAsDeltas_notAsWholeLists() throws Exception {
    try (EurekaPeer orders = peer("orders", 8080, BLUE);
        EurekaPeer shop = peer("shop", 8081, Map.of())) {
      await(() -> shop.instances("ORDERS").size() == 1 && orders.instances("SHOP").size() == 1);
      double whole = answers("/eureka/apps");
      double deltas = answers("/eureka/apps/delta");

      try (EurekaPeer second = peer("orders", 8082, BLUE)) {
        await(() -> shop.instances("ORDERS").size() == 2);
        assertThat(second.client().getApplications().size()).isPositive();
      }
      await(() -> shop.instances("ORDERS").size() == 1);

      assertThat(answers("/eureka/apps/delta")).isGreaterThan(deltas);
      // the one that came in between fetched all, when it started and while it had found nothing
      assertThat(answers("/eureka/apps") - whole).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void heartbeats_keepTheLease_andAClientThatIsGoneLapses() throws Exception {
    EurekaPeer orders = peer("orders", 8080, BLUE);
    await(() -> ids().equals(List.of("orders-8080")));
    double renewed = renewals();
    await(() -> renewals() >= renewed + 3); // a beat each second, and a lease of 3 s
    assertThat(ids()).containsExactly("orders-8080");

    orders.die();
    await(() -> ids().isEmpty());
  }

  @Test
  void shutdown_isSeenAtOnce() throws Exception {
    EurekaPeer orders = peer("orders", 8080, BLUE);
    await(() -> ids().size() == 1);

    orders.close();

    assertThat(ids()).isEmpty();
  }

  @Test
  void override_takesOutOfService_untilItIsTakenAway() throws Exception {
    try (EurekaPeer orders = peer("orders", 8080, BLUE);
        EurekaPeer shop = peer("shop", 8081, Map.of())) {
      await(() -> shop.instances("ORDERS").size() == 1);
      String status = "/eureka/apps/ORDERS/orders-8080/status";

      assertThat(send("PUT", status + "?value=OUT_OF_SERVICE", "").statusCode()).isEqualTo(200);
      assertThat(get(ORDERS).at("/instances/0/effectiveWeight").intValue()).isZero();
      await(() -> shop.instances("ORDERS").isEmpty()); // it keeps those that are up
      orders.metadata(Map.of("version", "2")); // registers anew, and says that it is up
      await(() -> get(ORDERS).at("/instances/0/version").asText().equals("2"));
      assertThat(get(ORDERS).at("/instances/0/effectiveWeight").intValue()).isZero();

      assertThat(send("DELETE", status, "").statusCode()).isEqualTo(200);
      assertThat(get(ORDERS).at("/instances/0/effectiveWeight").intValue()).isEqualTo(100);
      await(() -> shop.instances("ORDERS").size() == 1);
    }
  }

  @Test
  void drain_thePeerNoLongerSeesItUp_untilItIsUndone() throws Exception {
    try (EurekaPeer near = peer("orders", 8080, BLUE);
        EurekaPeer far = peer("orders", 8082, Map.of("zone", "sh-2"));
        EurekaPeer shop = peer("shop", 8081, Map.of())) {
      await(() -> shop.instances("ORDERS").size() == 2);
      String rules = "/v1/namespaces/default/services/orders/rules";

      String drain = "{\"failover\":{\"drained\":[{\"center\":\"sh-1\"}]}}";
      assertThat(send("PUT", rules, drain).statusCode()).isEqualTo(200);
      await(() -> shop.instances("ORDERS").size() == 1); // it keeps those that are up
      assertThat(shop.client().getNextServerFromEureka("orders", false).getId())
          .isEqualTo("orders-8082");

      assertThat(send("DELETE", rules + "?version=1", "").statusCode()).isEqualTo(204);
      await(() -> shop.instances("ORDERS").size() == 2);
    }
  }

  @Test
  void ownStatus_down_getsNoTraffic() throws Exception {
    try (EurekaPeer orders = peer("orders", 8080, BLUE)) {
      await(() -> ids().size() == 1);
      orders.status(InstanceStatus.DOWN);
      await(() -> get(ORDERS).at("/instances/0/effectiveWeight").intValue() == 0);
      orders.status(InstanceStatus.UP);
      await(() -> get(ORDERS).at("/instances/0/effectiveWeight").intValue() == 100);
    }
  }

  @Test
  void unknownRenewal_registersAnew() throws Exception {
    try (EurekaPeer orders = peer("orders", 8080, BLUE)) {
      await(() -> ids().size() == 1);
      assertThat(send("DELETE", ORDERS + "/orders-8080", "").statusCode()).isEqualTo(204);
      await(() -> ids().size() == 1);
      assertThat(orders.client().getApplications().size()).isNotNegative();
    }
  }

  @Test
  void restart_listsAgain_whatTheSnapshotHolds() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server.close();
    settings = settings(port);
    server = new RegistryServer(settings, MemoryConfigLog::new);
    server.start(settings);
    EurekaPeer orders = peer("orders", 8080, BLUE);
    await(() -> ids().size() == 1);
    orders.die();
    JsonNode before = get(ORDERS).get("instances");

    server.close();
    server = new RegistryServer(settings, MemoryConfigLog::new);
    server.start(settings);

    assertThat(get(ORDERS).get("instances")).isEqualTo(before);
    assertThat(get("/eureka/apps/orders").at("/application/instance/0/vipAddress").asText())
        .isEqualTo("orders");
  }

  @Test
  void instancesOfTheOwnApi_areFoundByEurekasClients() throws Exception {
    String body =
        "{\"host\":\"10.0.0.7\",\"port\":9090,\"version\":\"3\",\"leaseSeconds\":60,"
            + "\"location\":{\"center\":\"bj-1\"},\"tags\":{\"tier\":\"tin\"}}";
    assertThat(send("PUT", ORDERS + "/orders-9", body).statusCode()).isEqualTo(200);
    try (EurekaPeer shop = peer("shop", 8081, Map.of())) {
      await(() -> shop.instances("ORDERS").size() == 1);
      InstanceInfo found = shop.client().getNextServerFromEureka("orders", false);
      assertThat(found.getHostName()).isEqualTo("10.0.0.7");
      assertThat(found.getIPAddr()).isEqualTo("10.0.0.7");
      assertThat(found.getPort()).isEqualTo(9090);
      assertThat(found.isPortEnabled(InstanceInfo.PortType.SECURE)).isFalse();
      assertThat(found.getMetadata())
          .containsEntry("version", "3")
          .containsEntry("zone", "bj-1")
          .containsEntry("tags.tier", "tin");
      Application orders = shop.client().getApplication("orders");
      assertThat(orders.getName()).isEqualTo("ORDERS");
    }
  }

  private RegistrySettings settings(int httpPort) {
    return RegistrySettings.fromEnvironment(
        Map.of(
            "HELIOGRAPH_REGISTRY_GRPC_PORT",
            "0",
            "HELIOGRAPH_REGISTRY_HTTP_PORT",
            Integer.toString(httpPort),
            "HELIOGRAPH_REGISTRY_SNAPSHOT",
            directory.resolve("registry.jsonl").toString()));
  }

  private EurekaPeer peer(String app, int port, Map<String, String> metadata) {
    return new EurekaPeer(server.httpPort(), app, port, metadata);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(50))
        .until(condition);
  }

  private List<String> ids() throws Exception {
    return get(ORDERS).get("instances").findValuesAsText("id");
  }

  private double renewals() throws Exception {
    return metric("heliograph_registry_leases_total{event=\"renewed\"}");
  }

  private double answers(String route) throws Exception {
    return metric(
        "heliograph_registry_http_requests_total{route=\"" + route + "\",status=\"200\"}");
  }

  private double metric(String name) throws Exception {
    return send("GET", "/metrics", "")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length()).strip()))
        .sum();
  }

  private JsonNode get(String path) throws Exception {
    return JSON.readTree(send("GET", path, "").body());
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
