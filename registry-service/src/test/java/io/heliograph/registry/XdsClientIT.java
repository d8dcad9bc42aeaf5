/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.xds.XdsNameResolverProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node, real instances, and gRPC's own xDS client, with none of our code in it. */
@Timeout(120)
class XdsClientIT {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of(
              RegistrySettings.GRPC_PORT, "0",
              RegistrySettings.HTTP_PORT, "0"));
  private static final AtomicInteger SCHEMES = new AtomicInteger();

  private final RegistryServer registry = new RegistryServer(ANY_FREE);
  private final List<OrdersBackend> backends = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<XdsNameResolverProvider> resolvers = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    registry.start(ANY_FREE);
  }

  @AfterEach
  void stop() throws Exception {
    channels.forEach(ManagedChannel::shutdownNow);
    resolvers.forEach(NameResolverRegistry.getDefaultRegistry()::deregister);
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
  void newInstance_getsCallsWithinASecond() throws Exception {
    backend("old").register(registry.httpPort(), "orders", 100, "a");
    ManagedChannel client = client("orders", "a");
    assertThat(call(client)).isEqualTo("old");

    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String id = "new-" + i;
      OrdersBackend backend = backend(id);
      long registeredAt = System.nanoTime();
      backend.register(registry.httpPort(), "orders", 100, "a");
      Awaitility.await(id + " is called")
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> call(client).equals(id));
      took.add(Duration.ofNanos(System.nanoTime() - registeredAt));
    }

    Collections.sort(took); // the median, since a busy machine may hold up one of them
    assertThat(took.get(2)).isLessThan(Duration.ofSeconds(1));
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

  /** gRPC-Java believes only after 15 s that there is no such service. */
  @Test
  void serviceDoesNotExist_callsFail_untilItDoes() throws Exception {
    ManagedChannel client = client("orders", "a");
    assertThat(failure(client)).isEqualTo(Status.Code.UNAVAILABLE);

    backend("first").register(registry.httpPort(), "orders", 100, "a");

    await("calls succeed", () -> "first".equals(tryCall(client)));
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
    assertThat(failure(client)).isEqualTo(Status.Code.UNAVAILABLE);

    backend("next").register(registry.httpPort(), "orders", 100, "a");
    await("calls succeed", () -> "next".equals(tryCall(client)));
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
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + registry.httpPort() + "/metrics"))
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  private OrdersBackend backend(String id) throws Exception {
    OrdersBackend backend = new OrdersBackend(id);
    backends.add(backend);
    return backend;
  }

  /** A client in a room, with a bootstrap of its own, as one process of many would have it. */
  private ManagedChannel client(String service, String room) {
    Map<String, ?> bootstrap =
        Map.of(
            "xds_servers",
            List.of(
                Map.of(
                    "server_uri",
                    "127.0.0.1:" + registry.grpcPort(),
                    "channel_creds",
                    List.of(Map.of("type", "insecure")),
                    "server_features",
                    List.of("xds_v3"))),
            "node",
            Map.of(
                "id",
                "test",
                "locality",
                Map.of("region", "sh", "zone", "sh-1", "sub_zone", room)));
    String scheme = "xds-test-" + SCHEMES.incrementAndGet();
    XdsNameResolverProvider resolver = XdsNameResolverProvider.createForTest(scheme, bootstrap);
    NameResolverRegistry.getDefaultRegistry().register(resolver);
    resolvers.add(resolver);
    ManagedChannel channel =
        Grpc.newChannelBuilder(scheme + ":///" + service, InsecureChannelCredentials.create())
            .build();
    channels.add(channel);
    return channel;
  }

  private static String call(ManagedChannel client) {
    return ClientCalls.blockingUnaryCall(
            client,
            OrdersBackend.PLACE,
            CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
            StringValue.of("one"))
        .getValue();
  }

  /** Null if it fails. */
  private static String tryCall(ManagedChannel client) {
    try {
      return call(client);
    } catch (StatusRuntimeException e) {
      return null;
    }
  }

  private static Status.Code failure(ManagedChannel client) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> call(client))
        .getStatus()
        .getCode();
  }

  private static Map<String, Integer> calls(ManagedChannel client, int count) {
    Map<String, Integer> calls = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      calls.merge(call(client), 1, Integer::sum);
    }
    return calls;
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(30))
        .until(condition);
  }
}
