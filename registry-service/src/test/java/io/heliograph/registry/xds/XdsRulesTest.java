/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static io.heliograph.registry.xds.AdsClient.CDS;
import static io.heliograph.registry.xds.AdsClient.EDS;
import static io.heliograph.registry.xds.AdsClient.LDS;
import static io.heliograph.registry.xds.AdsClient.RDS;
import static io.heliograph.registry.xds.Fleet.ORDERS;
import static io.heliograph.registry.xds.Fleet.ROOM_A;
import static io.heliograph.registry.xds.Fleet.instance;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.rules.RulesJson;
import io.heliograph.registry.rules.ServiceRules;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules in the protocol, message by message. */
@Timeout(60)
class XdsRulesTest {
  private static final String CANARY = "orders|canary|all";
  private static final String CANARY_RULES =
      "{'routes':[{'name':'canary','match':{'headers':[{'name':'x','exact':'1'}]},"
          + "'subset':{'version':'1'}}]}";

  private final ExecutorService wakers = Executors.newSingleThreadExecutor();
  private final Catalog catalog =
      new Catalog(() -> Fleet.START, 0, wakers, CatalogLimits.ofHeap(64 << 20));
  private volatile ServiceRules rules = ServiceRules.NONE;
  private XdsService service;
  private Server server;
  private AdsClient client;

  @BeforeEach
  void start() throws Exception {
    service =
        new XdsService(
            catalog,
            Weighing.REGISTERED,
            of -> rules,
            () -> Fleet.START,
            () -> true,
            new XdsLimits(4, 10, 40, 1 << 20, 1 << 20, 10_000));
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(service)
            .build()
            .start();
    client = new AdsClient(server.getPort());
    catalog.register(ORDERS, instance("a", "10.0.0.1", 8080, 100, ROOM_A));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    service.close();
    server.shutdownNow().awaitTermination();
    wakers.shutdownNow();
  }

  @Test
  void change_wakesTheWatch_newClusterIsThereBeforeItsRoute() throws Exception {
    client.get(LDS, "orders");
    client.get(RDS, "orders");
    client.get(CDS, "orders");
    client.get(EDS, "orders");
    List<Long> timed = new CopyOnWriteArrayList<>();
    service.counts().tellPushes(timed::add);

    publish(CANARY_RULES);

    assertThat(nextRoute(1).getRoute().getCluster()).as("announced").isEqualTo(CANARY);
    assertThat(timed).as("it is told once its second step is").isEmpty();
    assertThat(client.get(CDS, "orders", CANARY)).containsExactlyInAnyOrder("orders", CANARY);
    assertThat(client.get(EDS, "orders", CANARY)).containsExactly(CANARY);
    assertThat(nextRoute(0).getRoute().getCluster()).isEqualTo(CANARY);
    Awaitility.await().until(() -> timed.size() == 1);
    assertThat(client.waiting()).isZero();
  }

  @Test
  void takenAway_oldClusterStaysUntilTheClientGivesItUp() throws Exception {
    publish(CANARY_RULES);
    client.get(RDS, "orders");
    client.get(CDS, "orders", CANARY);
    client.get(EDS, "orders", CANARY);

    publish("");

    assertThat(nextRoute(0).getRoute().getCluster()).isEqualTo("orders");
    assertThat(client.get(CDS, "orders", CANARY, "nobody"))
        .containsExactlyInAnyOrder("orders", CANARY);
    assertThat(client.waiting()).as("its endpoints are not taken from it").isZero();
  }

  @Test
  void change_thatChangesNothingForAClient_isNotSent() throws Exception {
    client.get(RDS, "orders");
    client.get(EDS, "orders");

    publish("{'weights':{'b':7}}");
    publish("{'access':{'deny':['crawler']}}");
    publish("{'degradation':{'service':'off'}}");

    assertThat(nextRoute(0).hasNonForwardingAction()).as("the last of the three").isTrue();
    assertThat(client.waiting()).isZero();
  }

  @Test
  void denied_isTheCallerThatItsNodeNames() throws Exception {
    publish("{'access':{'deny':['crawler']}}");
    client.as(Node.newBuilder().setCluster("crawler").build()).ask(RDS, "orders");
    assertThat(nextRoute(0).hasNonForwardingAction()).isTrue();

    try (AdsClient shop = new AdsClient(server.getPort())) {
      shop.as(Node.newBuilder().setCluster("shop").build()).ask(RDS, "orders");
      assertThat(route(shop.take(RDS), 0).getRoute().getCluster()).isEqualTo("orders");
    }
  }

  @Test
  void node_clusterTooLong_refusedByItsName() {
    client.as(Node.newBuilder().setCluster("x".repeat(256)).build()).ask(LDS, "orders");

    assertThat(client.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(client.end().getDescription())
        .isEqualTo("node.cluster has 256 characters: give at most 255");
  }

  @Test
  void streamEnds_nothingIsKept() throws Exception {
    publish(CANARY_RULES);
    client.get(RDS, "orders");
    client.get(EDS, "orders", CANARY);
    assertThat(service.counts().endpointBytes()).isPositive();

    client.close();

    Awaitility.await("nothing is kept")
        .atMost(Duration.ofSeconds(10))
        .until(() -> service.counts().services() == 0);
    assertThat(service.counts().endpointBytes()).isZero();
    assertThat(catalog.awaits()).isZero();
  }

  private void publish(String json) throws Exception {
    rules =
        json.isEmpty()
            ? ServiceRules.NONE
            : RulesJson.read(json.replace('\'', '"').getBytes(UTF_8));
    catalog.touch(ORDERS);
  }

  private Route nextRoute(int index) throws Exception {
    DiscoveryResponse response = client.take(RDS);
    client.ask(RDS, "orders");
    return route(response, index);
  }

  private static Route route(DiscoveryResponse response, int index) throws Exception {
    return response
        .getResources(0)
        .unpack(RouteConfiguration.class)
        .getVirtualHosts(0)
        .getRoutes(index);
  }
}
