/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static io.heliograph.registry.XdsClients.call;
import static io.heliograph.registry.XdsClients.calls;
import static io.heliograph.registry.XdsClients.failure;
import static io.heliograph.registry.XdsClients.tryCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A node, real instances, and gRPC's own xDS client, with none of our code in it. For a service
 * that is not there see {@link XdsAbsentServiceIT}.
 */
@Timeout(120)
class XdsClientIT {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of(
              RegistrySettings.GRPC_PORT, "0",
              RegistrySettings.HTTP_PORT, "0"));

  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final RegistryServer registry = new RegistryServer(ANY_FREE);
  private final List<OrdersBackend> backends = new ArrayList<>();
  private final XdsClients clients = new XdsClients();

  @BeforeEach
  void start() throws Exception {
    registry.start(ANY_FREE);
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    for (OrdersBackend backend : backends) {
      backend.close();
    }
    registry.close();
  }

  @Test
  void weights_threeToOne_callsFollow() throws Exception {
    backend("three").register(registry.httpPort(), "orders", 300, "a");
    backend("one").register(registry.httpPort(), "orders", 100, "a");
    ManagedChannel client = client("orders", "a");
    await("both are connected", () -> calls(client, 20).size() == 2);

    Map<String, Integer> calls = calls(client, 10_000);

    assertThat(calls.get("three")).isCloseTo(7_500, within(300));
    assertThat(calls.get("one")).isCloseTo(2_500, within(300));
  }

  @Test
  void weights_fiveInstancesOfThreeWeights_eachGetsItsOwn() throws Exception {
    Map<String, Integer> weights = Map.of("a1", 100, "a2", 100, "b1", 200, "b2", 200, "c", 400);
    for (Map.Entry<String, Integer> entry : weights.entrySet()) {
      backend(entry.getKey()).register(registry.httpPort(), "orders", entry.getValue(), "a");
    }
    ManagedChannel client = client("orders", "a");
    await("all are connected", () -> calls(client, 50).size() == 5);

    Map<String, Integer> calls = calls(client, 10_000);

    weights.forEach((id, weight) -> assertThat(calls.get(id)).isCloseTo(weight * 10, within(300)));
  }

  @Test
  void room_isPreferred_nextIfItIsEmpty_andAgainOnceItIsNot() throws Exception {
    OrdersBackend near = backend("near").register(registry.httpPort(), "orders", 100, "a");
    backend("far").register(registry.httpPort(), "orders", 100, "b");
    ManagedChannel client = client("orders", "a");
    assertThat(calls(client, 200)).containsOnlyKeys("near");

    near.deregister(registry.httpPort(), "orders");
    await("the next room", () -> call(client).equals("far"));
    assertThat(calls(client, 200)).containsOnlyKeys("far");

    near.register(registry.httpPort(), "orders", 100, "a");
    await("its own room", () -> call(client).equals("near"));
    assertThat(calls(client, 200)).containsOnlyKeys("near");
  }

  @Test
  void room_diesUnannounced_nextTakesOver() throws Exception {
    OrdersBackend near = backend("near").register(registry.httpPort(), "orders", 100, "a");
    backend("far").register(registry.httpPort(), "orders", 100, "b");
    ManagedChannel client = client("orders", "a");
    assertThat(call(client)).isEqualTo("near");

    near.close();

    await("the next room", () -> "far".equals(tryCall(client)));
  }

  @Test
  void newInstances_getCallsWithinASecond_99OfAHundred() throws Exception {
    backend("old").register(registry.httpPort(), "orders", 100, "a");
    ManagedChannel client = client("orders", "a");
    assertThat(call(client)).isEqualTo("old");

    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String id = "new-" + i;
      OrdersBackend backend = backend(id);
      long registeredAt = System.nanoTime();
      backend.register(registry.httpPort(), "orders", 100, "a");
      Awaitility.await(id + " is called")
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> call(client).equals(id));
      millis.add(Duration.ofNanos(System.nanoTime() - registeredAt).toMillis());
      backend.deregister(registry.httpPort(), "orders");
    }

    Collections.sort(millis);
    assertThat(millis.get(98)).as("p99 of %s", millis).isLessThan(1_000);
  }

  @Test
  void warmUp_shareRises_toThatOfAWarmOne() throws Exception {
    backend("warm").register(registry.httpPort(), "orders", 100, "a");
    ManagedChannel client = client("orders", "a");
    assertThat(call(client)).isEqualTo("warm");

    long from = System.nanoTime();
    backend("fresh")
        .register(
            URI.create("http://127.0.0.1:" + registry.httpPort()),
            "orders",
            ("'leaseSeconds':60,'warmupSeconds':%d,"
                    + "'location':{'city':'sh','center':'sh-1','room':'a'}")
                .formatted(WARM_UP.toSeconds()));
    int[][] calls = new int[5][2]; // within two seconds each: all, and those of the fresh one
    for (long now = from; now < from + WARM_UP.toNanos(); now = System.nanoTime()) {
      int[] two = calls[(int) (calls.length * (now - from) / WARM_UP.toNanos())];
      two[1] += call(client).equals("fresh") ? 1 : 0;
      two[0]++;
    }
    List<Double> percents = Stream.of(calls).map(two -> 100.0 * two[1] / two[0]).toList();
    assertThat(percents).isSorted().doesNotHaveDuplicates();
    assertThat(percents.get(0)).isLessThan(20); // 9 if its weight rose from 0 to 20 by and by
    await("it is as warm", () -> calls(client, 2_000).get("fresh") > 940);
    assertThat(calls(client, 10_000).get("fresh")).isCloseTo(5_000, within(300));
  }

  @Test
  void leaseExpires_getsNoCallsAnyMore() throws Exception {
    backend("stays").register(registry.httpPort(), "orders", 100, "a");
    backend("silent").register(registry.httpPort(), "orders", 100, "a", 1);
    ManagedChannel client = client("orders", "a");
    await("both are called", () -> calls(client, 20).size() == 2);

    Awaitility.await("within lease + 1 s")
        .atMost(Duration.ofSeconds(2))
        .until(() -> !calls(client, 20).containsKey("silent"));
    assertThat(calls(client, 200)).containsOnlyKeys("stays");
  }

  @Test
  void coldStart_serviceDoesNotExistYet_callWaitsForItsFirstInstance() throws Exception {
    Future<StringValue> waiting =
        ClientCalls.futureUnaryCall(
            client("orders", "a").newCall(OrdersBackend.PLACE, CallOptions.DEFAULT),
            StringValue.of("x"));
    Awaitility.await("it asks for the service")
        .atMost(Duration.ofSeconds(10))
        .until(() -> metrics().contains("heliograph_registry_xds_services 1.0"));

    backend("first").register(registry.httpPort(), "orders", 100, "a");

    assertThat(waiting.get(5, TimeUnit.SECONDS).getValue()).isEqualTo("first");
  }

  /** gRPC-Java goes on calling the last that it knew for as long as they answer. */
  @Test
  void lastInstanceGone_failsFast_andRecovers() throws Exception {
    OrdersBackend only = backend("only").register(registry.httpPort(), "orders", 100, "a");
    ManagedChannel client = client("orders", "a");
    assertThat(call(client)).isEqualTo("only");

    only.deregister(registry.httpPort(), "orders");
    only.close();
    await("calls fail", () -> tryCall(client) == null);
    assertThat(failure(client, OrdersBackend.PLACE)).isEqualTo(Status.Code.UNAVAILABLE);

    backend("next").register(registry.httpPort(), "orders", 100, "a");
    await("calls succeed", () -> "next".equals(tryCall(client)));
  }

  @Test
  void eurekasInstance_whoseHostIsAName_isCalledByItsAddress() throws Exception {
    int port = backend("named").port();
    HttpResponse<String> registered =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri("/eureka/apps/ORDERS"))
                    .POST(
                        BodyPublishers.ofString(
                            """
                            {"instance":{"app":"ORDERS","hostName":"orders-1.invalid","ipAddr":"127.0.0.1",
                              "port":{"$":%d,"@enabled":"true"},"dataCenterInfo":{"name":"MyOwn"}}}
                            """
                                .formatted(port)))
                    .build(),
                BodyHandlers.ofString());
    assertThat(registered.statusCode()).as(registered.body()).isEqualTo(204);

    assertThat(calls(client("orders", "a"), 20)).containsOnlyKeys("named");
    assertThat(metrics()).contains("heliograph_registry_xds_left_out_total 0.0");
  }

  @Test
  void registryDies_establishedClientGoesOn() throws Exception {
    backend("one").register(registry.httpPort(), "orders", 100, "a");
    ManagedChannel client = client("orders", "a");
    assertThat(call(client)).isEqualTo("one");

    registry.close();

    assertThat(calls(client, 500)).containsOnlyKeys("one");
  }

  private String metrics() throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri("/metrics")).build(), BodyHandlers.ofString())
        .body();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + registry.httpPort() + path);
  }

  private OrdersBackend backend(String id) throws Exception {
    OrdersBackend backend = new OrdersBackend(id);
    backends.add(backend);
    return backend;
  }

  /** A client in a room of center sh-1. */
  private ManagedChannel client(String service, String room) {
    return clients.open(registry.grpcPort(), service, "", room);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(30))
        .until(condition);
  }
}
