/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static io.heliograph.registry.xds.AdsClient.CDS;
import static io.heliograph.registry.xds.AdsClient.EDS;
import static io.heliograph.registry.xds.AdsClient.LDS;
import static io.heliograph.registry.xds.AdsClient.RDS;
import static io.heliograph.registry.xds.Fleet.ORDERS;
import static io.heliograph.registry.xds.Fleet.ROOM_A;
import static io.heliograph.registry.xds.Fleet.ROOM_B;
import static io.heliograph.registry.xds.Fleet.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.rules.ServiceRules;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The protocol, message by message. */
@Timeout(60)
class XdsServiceTest {
  private static final ServiceName STOCK = new ServiceName("shop", "stock");

  private final AtomicLong now = new AtomicLong(Fleet.START);
  private final ExecutorService wakers = Executors.newSingleThreadExecutor();
  private final Catalog catalog = new Catalog(now::get, 0, wakers, CatalogLimits.ofHeap(64 << 20));
  private volatile boolean ready = true;
  private volatile Weighing weighing = Weighing.REGISTERED;
  private volatile ServiceRules rules = ServiceRules.NONE;
  private XdsService service;
  private Server server;
  private AdsClient client;

  @BeforeEach
  void start() throws Exception {
    start(new XdsLimits(2, 3, 12, 1 << 20, 1 << 20, 10_000));
  }

  private void start(XdsLimits limits) throws Exception {
    service =
        new XdsService(
            catalog,
            (which, view, at) -> weighing.weigh(which, view, at),
            of -> rules,
            now::get,
            () -> ready,
            limits);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(service)
            .build()
            .start();
    client = new AdsClient(server.getPort());
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    service.close();
    server.shutdownNow().awaitTermination();
    wakers.shutdownNow();
  }

  @Test
  void ask_known_allFourLeadToItsEndpoints() throws Exception {
    register("a", 100);

    assertThat(client.get(LDS, "orders")).containsExactly("orders");
    assertThat(client.get(RDS, "orders")).containsExactly("orders");
    assertThat(client.get(CDS, "orders")).containsExactly("orders");
    client.ask(EDS, "orders");
    ClusterLoadAssignment endpoints = client.nextEndpoints("orders");
    assertThat(endpoints.getEndpointsList()).hasSize(1);
    assertThat(endpoints.getEndpoints(0).getLocality().getSubZone()).isEqualTo("a;w=100");
    assertThat(endpoints.getEndpoints(0).getLoadBalancingWeight().getValue()).isEqualTo(100);
  }

  @Test
  void ask_unknown_isToldSoAtOnce_andOfItsFirstInstance() throws Exception {
    assertThat(client.get(LDS, "orders")).isEmpty();

    register("a", 100);

    assertThat(client.next(LDS, "orders")).containsExactly("orders");
  }

  @Test
  void ask_knownAndUnknown_knownIsNotWithheld() throws Exception {
    register("a", 100);

    assertThat(client.get(LDS, "nobody", "orders", "no/service/at/all")).containsExactly("orders");
    assertThat(service.counts().services()).isEqualTo(2);
  }

  @Test
  void ask_otherNamespace_isNotTheSameService() throws Exception {
    register("a", 100);

    assertThat(client.get(LDS, "shop/orders")).isEmpty();
    assertThat(client.get(LDS, "shop/orders", "default/orders")).containsExactly("default/orders");
  }

  @Test
  void lastInstanceGone_endpointsAreEmpty_andTheServiceStays() throws Exception {
    register("a", 100);
    client.get(LDS, "orders");
    client.get(EDS, "orders");

    catalog.deregister(ORDERS, "a");

    assertThat(client.nextEndpoints("orders").getEndpointsList()).isEmpty();
    assertThat(client.waiting()).isZero(); // no listener without it
    assertThat(client.get(LDS, "orders", "nobody")).containsExactly("orders");
  }

  @Test
  void change_isTimedOnceItIsSent_whatAClientAsksForIsNot() throws Exception {
    List<Long> changes = new CopyOnWriteArrayList<>();
    service.counts().tellPushes(changes::add);
    register("a", 100);
    client.get(EDS, "orders");
    long before = System.nanoTime();
    register("b", 100);
    long after = System.nanoTime();

    assertThat(client.nextEndpoints("orders").getEndpointsList()).isNotEmpty();
    Awaitility.await().until(() -> !changes.isEmpty());
    assertThat(changes).hasSize(1).allMatch(at -> at >= before && at <= after);
  }

  @Test
  void change_ofWhatClientsAreNotTold_isNotSent() throws Exception {
    register("a", 100);
    client.get(EDS, "orders");
    Instance tagged =
        new Instance(
            "a",
            "10.0.0.1",
            8080,
            "grpc",
            "2",
            "",
            "",
            100,
            0,
            60,
            ROOM_A,
            Map.of("t", "1"),
            Map.of());
    assertThat(catalog.register(ORDERS, tagged).changed()).isTrue();
    await("it was looked at, and is waited for again", () -> catalog.awaits() == 1);
    register("b", 300);

    assertThat(client.nextEndpoints("orders").getEndpointsCount()).isEqualTo(2);
    assertThat(client.waiting()).isZero();
  }

  @Test
  void change_ofOneServiceOfTwo_onlyThatIsSent() throws Exception {
    register("a", 100);
    catalog.register(STOCK, instance("s", "10.0.1.1", 1, 1, ROOM_A));
    assertThat(client.get(EDS, "orders", "shop/stock"))
        .containsExactlyInAnyOrder("orders", "shop/stock");

    register("b", 300);

    assertThat(client.next(EDS, "orders", "shop/stock")).containsExactly("orders");
  }

  @Test
  void newName_onAnOldStream_isAnsweredAlsoIfThereIsNone() throws Exception {
    register("a", 100);
    client.get(LDS, "orders");

    assertThat(client.get(LDS, "orders", "nobody")).containsExactly("orders");
  }

  @Test
  void stalled_isSentNothingMore_thenWhatIsThen() throws Exception {
    register("a", 100);
    client.ask(EDS, "orders");
    client.take(EDS);

    register("b", 200);
    register("c", 300);
    await("the node knows", () -> catalog.view(ORDERS).instances().size() == 3);
    await("the waiting time is over", () -> catalog.awaits() == 1);
    assertThat(client.waiting()).isZero();
    client.ask(EDS, "orders");

    assertThat(client.nextEndpoints("orders").getEndpointsCount()).isEqualTo(3);
  }

  @Test
  void givenUpAndAskedForAgain_isSentAgain() throws Exception {
    register("a", 100);
    client.get(EDS, "orders");
    client.ask(EDS);

    assertThat(client.get(EDS, "orders")).containsExactly("orders");
  }

  @Test
  void givenUpWhileAnAnswerIsUnderWay_isSentAgain() throws Exception {
    register("a", 100);
    catalog.register(STOCK, instance("s", "10.0.1.1", 1, 1, ROOM_A));
    client.get(EDS, "orders", "shop/stock");
    register("b", 100);
    await("an answer is under way", () -> client.waiting() == 1);
    client.ask(EDS, "orders"); // crosses it, and so does the next
    client.ask(EDS, "orders", "shop/stock");

    assertThat(client.next(EDS, "orders", "shop/stock")).containsExactly("orders");
    assertThat(client.next(EDS, "orders", "shop/stock")).containsExactly("shop/stock");
  }

  @Test
  void nodeTellsItsPlaceOnce_nearestIsFirst() throws Exception {
    register("a", 100);
    catalog.register(ORDERS, instance("b", "10.0.0.2", 8080, 100, ROOM_B));
    client.at(ROOM_B).get(LDS, "orders");

    client.ask(EDS, "orders");
    ClusterLoadAssignment endpoints = client.nextEndpoints("orders");

    assertThat(endpoints.getEndpoints(0).getLocality().getSubZone()).isEqualTo("b;w=100");
    assertThat(endpoints.getEndpoints(0).getPriority()).isZero();
    assertThat(endpoints.getEndpoints(1).getPriority()).isEqualTo(1);
  }

  @Test
  void warmUp_weightRises_withoutAnyChange() throws Exception {
    catalog.register(ORDERS, instance("a", "10.0.0.1", 8080, 100, 10, ROOM_A));
    client.ask(EDS, "orders");
    assertThat(weight(client.nextEndpoints("orders"))).isEqualTo(1);

    now.addAndGet(5_000);
    assertThat(weight(client.nextEndpoints("orders"))).isEqualTo(50);

    now.addAndGet(5_000);
    ClusterLoadAssignment warm = client.nextEndpoints("orders");
    assertThat(weight(warm)).isEqualTo(100);
    assertThat(warm.getEndpoints(0).getLocality().getSubZone()).isEqualTo("a;w=100");
  }

  private static int weight(ClusterLoadAssignment endpoints) {
    return endpoints.getEndpoints(0).getLoadBalancingWeight().getValue();
  }

  @Test
  void notReady_nothingIsSaidToBeEmptyOrAbsent_untilItIs() throws Exception {
    stop();
    ready = false;
    start();
    assertThat(client.get(LDS, "orders")).containsExactly("orders");
    assertThat(client.get(CDS, "orders")).containsExactly("orders");
    client.ask(EDS, "orders");
    client.get(LDS, "orders", "nobody"); // answered after EDS would have been
    assertThat(client.waiting()).isZero();

    ready = true;

    assertThat(client.nextEndpoints("orders").getEndpointsList()).isEmpty();
  }

  @Test
  void notReady_whatIsKnownIsServed() throws Exception {
    stop();
    ready = false;
    start();
    register("a", 100);
    client.ask(EDS, "orders", "nobody");

    assertThat(client.next(EDS, "orders", "nobody")).containsExactly("orders");
  }

  @Test
  void weighedOtherwise_isSentOnceRefreshed() throws Exception {
    register("a", 100);
    register("b", 100);
    client.get(EDS, "orders");

    weighing =
        (of, view, at) -> view.instances().stream().map(listed -> new Weighted(listed, 7)).toList();
    service.refresh(ORDERS);

    assertThat(client.nextEndpoints("orders").getEndpointsList())
        .extracting(one -> one.getLoadBalancingWeight().getValue())
        .containsExactly(7, 7);
  }

  @Test
  void hostIsAName_isLeftOutAndCounted() throws Exception {
    register("a", 100);
    catalog.register(ORDERS, instance("b", "localhost", 8080, 100, ROOM_A));
    client.ask(EDS, "orders");

    assertThat(client.nextEndpoints("orders").getEndpoints(0).getLbEndpointsCount()).isEqualTo(1);
    assertThat(service.counts().leftOut()).isEqualTo(1);
  }

  @Test
  void rejected_isCountedAndNotSentAgain() throws Exception {
    register("a", 100);
    client.ask(EDS, "orders");
    client.take(EDS);
    client.reject(EDS, "no such thing", "orders");
    client.get(LDS, "orders");

    assertThat(client.waiting()).isZero();
    service
        .counts()
        .eachNacks((type, count) -> assertThat(count).isEqualTo(type.equals("ENDPOINTS") ? 1 : 0));
  }

  @Test
  void ask_otherType_isNeverAnswered_andDoesNotDisturb() throws Exception {
    client.ask("type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret", "x");

    assertThat(client.get(LDS, "orders")).isEmpty();
  }

  @Test
  void ask_tooManyNames_refusedWithTheLimit() {
    client.ask(EDS, "a", "b", "c", "d");

    Status end = client.end();
    assertThat(end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(end.getDescription())
        .isEqualTo("resource_names has 4 names of type ENDPOINTS: give at most 3");
    assertThat(service.counts().refused()).isEqualTo(1);
    await("its place is free", () -> service.counts().streams() == 0);
  }

  @Test
  void ask_moreThanAllMayTogether_refused() throws Exception {
    for (String type : new String[] {LDS, RDS, CDS, EDS}) {
      client.ask(type, "a", "b", "c");
    }
    await("twelve", () -> service.counts().subscriptions() == 12);
    try (AdsClient other = new AdsClient(server.getPort())) {
      other.ask(LDS, "a");

      assertThat(other.end().getDescription())
          .isEqualTo(
              "this node serves 12 xDS resources to all its clients and no more: ask another");
    }
    assertThat(service.counts().subscriptions()).isEqualTo(12);
  }

  @Test
  void connect_tooMany_refused() throws Exception {
    client.get(LDS, "a");
    try (AdsClient second = new AdsClient(server.getPort())) {
      second.get(LDS, "a");
      try (AdsClient third = new AdsClient(server.getPort())) {
        third.ask(LDS, "a");

        assertThat(third.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(third.end().getDescription())
            .isEqualTo("this node has 2 xDS clients and takes no more: ask another");
      }
    }
    await("the first stays", () -> service.counts().streams() == 1);
  }

  @Test
  void ask_placeTooLong_refusedByItsName() {
    client.at(new Location("sh", "x".repeat(256), "")).ask(LDS, "orders");

    assertThat(client.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(client.end().getDescription())
        .isEqualTo("node.locality.zone has 256 characters: give at most 255");
  }

  @Test
  void streamEnds_nothingIsKept() throws Exception {
    register("a", 100);
    client.get(LDS, "orders");
    client.get(EDS, "orders");
    assertThat(service.counts().services()).isEqualTo(1);
    assertThat(service.counts().endpointBytes()).isPositive();

    client.close();

    await("nothing is kept", () -> service.counts().services() == 0);
    assertThat(service.counts().streams()).isZero();
    assertThat(service.counts().subscriptions()).isZero();
    assertThat(service.counts().endpointBytes()).isZero();
    assertThat(catalog.awaits()).isZero();
  }

  @Test
  void endpoints_noRoomToKeepThem_areMadeForEach() throws Exception {
    stop();
    start(new XdsLimits(2, 3, 12, 0, 1 << 20, 10_000));
    register("a", 100);

    assertThat(client.get(EDS, "orders")).containsExactly("orders");
    assertThat(service.counts().endpointBytes()).isZero();
  }

  @RepeatedTest(20) // what the client acknowledges may cross it
  void drain_endsStreams() throws Exception {
    client.get(LDS, "orders");

    service.drain();

    assertThat(client.end()).isEqualTo(Status.OK);
    await("its place is free", () -> service.counts().streams() == 0);
  }

  @Test
  void catalogTakesNoMoreAwaits_changesAreSeenAllTheSame() throws Exception {
    Catalog full = new Catalog(now::get, 0, wakers, new CatalogLimits(10, 1 << 20, 0));
    XdsService poor =
        new XdsService(
            full,
            Weighing.REGISTERED,
            of -> rules,
            now::get,
            () -> true,
            new XdsLimits(2, 3, 12, 1 << 20, 1 << 20, 10_000));
    Server other =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(poor)
            .build()
            .start();
    try (AdsClient asks = new AdsClient(other.getPort())) {
      assertThat(asks.get(LDS, "orders")).isEmpty();
      full.register(ORDERS, instance("a", "10.0.0.1", 8080, 100, ROOM_A));

      assertThat(asks.next(LDS, "orders")).containsExactly("orders");
      assertThat(poor.counts().polled()).isPositive();
    } finally {
      poor.close();
      other.shutdownNow().awaitTermination();
    }
  }

  @Test
  void versions_sameContent_areTheSameOnEveryStream() throws Exception {
    register("a", 100);
    client.ask(EDS, "orders");
    DiscoveryResponse first = client.take(EDS);
    try (AdsClient other = new AdsClient(server.getPort())) {
      other.ask(EDS, "orders");

      assertThat(other.take(EDS).getVersionInfo()).isEqualTo(first.getVersionInfo());
    }
  }

  private void register(String id, int weight) throws Exception {
    catalog.register(
        ORDERS, instance(id, "10.0.0." + (1 + id.charAt(0) - 'a'), 8080, weight, ROOM_A));
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(10)).until(condition);
  }
}
