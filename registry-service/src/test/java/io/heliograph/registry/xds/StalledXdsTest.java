/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import static io.heliograph.registry.xds.AdsClient.EDS;
import static io.heliograph.registry.xds.Fleet.ORDERS;
import static io.heliograph.registry.xds.Fleet.ROOM_A;
import static io.heliograph.registry.xds.Fleet.instance;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.flow.CallReset;
import io.heliograph.registry.rules.ServiceRules;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that do not acknowledge a large list: what becomes of its memory, and of others. */
@Timeout(60)
class StalledXdsTest {
  private static final ServiceName STOCK = new ServiceName("default", "stock");
  private static final int INSTANCES = 1_000;
  private static final long TAKE_MILLIS = 1_000;

  private final ExecutorService wakers = Executors.newSingleThreadExecutor();
  private final Catalog catalog =
      new Catalog(() -> Fleet.START, 0, wakers, CatalogLimits.ofHeap(64 << 20));
  private final List<AdsClient> clients = new ArrayList<>();
  private XdsService service;
  private Server server;

  /** Room for one list under way, and for one that was not acknowledged in time. */
  private void start(long takeMillis) throws Exception {
    service =
        new XdsService(
            catalog,
            Weighing.REGISTERED,
            of -> ServiceRules.NONE,
            () -> Fleet.START,
            () -> true,
            new XdsLimits(10, 3, 100, 1 << 20, XdsLimits.LARGE_BYTES, takeMillis));
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addStreamTracerFactory(CallReset.TRACER)
            .addService(service)
            .build()
            .start();
  }

  @BeforeEach
  void register() throws Exception {
    for (int i = 0; i < INSTANCES; i++) {
      String host = "10.0.%d.%d".formatted(i / 200, 1 + i % 200);
      catalog.register(ORDERS, instance("i" + i, host, 8080, 100, ROOM_A));
    }
  }

  @AfterEach
  void stop() throws Exception {
    clients.forEach(AdsClient::close);
    service.close();
    server.shutdownNow().awaitTermination();
    wakers.shutdownNow();
  }

  @Test
  void largeAnswers_takeTurns_andSmallOnesComeBefore() throws Exception {
    start(60_000);
    AdsClient first = asks("orders");
    first.take(EDS);
    assertThat(service.counts().answerBytes()).isGreaterThan(XdsLimits.LARGE_BYTES);

    AdsClient second = asks("orders");
    assertThat(second.get(AdsClient.LDS, "nobody")).as("before the endpoints").isEmpty();
    catalog.register(STOCK, instance("i", "10.9.0.1", 8080, 100, ROOM_A));
    second.ask(EDS, "orders", "stock");
    assertThat(AdsClient.names(second.take(EDS))).containsExactly("stock");
    second.ask(EDS, "orders", "stock");

    first.ask(EDS, "orders");
    assertThat(AdsClient.names(second.take(EDS))).containsExactly("orders");
    second.ask(EDS, "orders", "stock");
    await("both have acknowledged it", () -> service.counts().answerBytes() == 0);
    assertThat(service.counts().givenUp()).isZero();
  }

  @Test
  void someDoNotAcknowledge_theOldestOfThemEnd_andWhoDoesIsTold() throws Exception {
    start(TAKE_MILLIS);
    AdsClient first = asks("orders");
    first.take(EDS);
    AdsClient second = asks("orders");
    second.take(EDS);
    AdsClient third = asks("orders");
    third.nextEndpoints("orders");

    assertThat(first.end().getCode()).isIn(Status.Code.CANCELLED, Status.Code.DEADLINE_EXCEEDED);
    await("it has left", () -> service.counts().streams() == 2);
    assertThat(service.counts().givenUp()).isEqualTo(1);

    second.ask(EDS, "orders"); // it goes on, and has missed nothing
    catalog.register(ORDERS, instance("late", "10.1.0.1", 8080, 100, ROOM_A));
    assertThat(second.nextEndpoints("orders").getEndpoints(0).getLbEndpointsCount())
        .isEqualTo(INSTANCES + 1);
    third.nextEndpoints("orders");
    await("nothing is held", () -> service.counts().answerBytes() == 0);
  }

  @Test
  void whoLeavesWhileItWaits_takesNoRoom() throws Exception {
    start(60_000);
    AdsClient first = asks("orders");
    first.take(EDS);
    AdsClient second = asks("orders");
    assertThat(second.get(AdsClient.LDS, "nobody")).as("before the endpoints").isEmpty();
    second.close();
    await("it has left", () -> service.counts().streams() == 1);

    first.ask(EDS, "orders");

    AdsClient third = asks("orders");
    third.nextEndpoints("orders");
    await("nothing is held", () -> service.counts().answerBytes() == 0);
  }

  private AdsClient asks(String... names) {
    AdsClient client = new AdsClient(server.getPort());
    clients.add(client);
    client.ask(EDS, names);
    return client;
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what).atMost(Duration.ofSeconds(20)).until(condition);
  }
}
