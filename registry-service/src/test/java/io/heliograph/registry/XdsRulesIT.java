/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static io.heliograph.registry.XdsClients.call;
import static io.heliograph.registry.XdsClients.calls;
import static io.heliograph.registry.XdsClients.failure;
import static io.heliograph.registry.XdsClients.tryCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.StringValue;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.heliograph.registry.configlog.MemoryConfigLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rules of a node as gRPC's own xDS client follows them, with none of our code in it. */
@Timeout(120)
class XdsRulesIT {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of(
              RegistrySettings.GRPC_PORT, "0",
              RegistrySettings.HTTP_PORT, "0"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final MethodDescriptor<StringValue, StringValue> SEARCH =
      OrdersBackend.PLACE.toBuilder().setFullMethodName("shop.Orders/Search").build();

  private final RegistryServer registry = new RegistryServer(ANY_FREE, MemoryConfigLog::new);
  private final List<OrdersBackend> backends = new ArrayList<>();
  private final XdsClients clients = new XdsClients();
  private int version;

  @BeforeEach
  void start() throws Exception {
    registry.start(ANY_FREE);
    backend("one", "1.0", "sh-1");
    backend("two", "2.0", "sh-2");
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
  void ratio_eightyToTwenty_callsFollow_noneFails_andBackWithoutRules() throws Exception {
    ManagedChannel shop = client("shop");
    assertThat(calls(shop, 100)).as("the nearest").containsOnlyKeys("one");

    publish("{'traffic':{'by':'version','percent':{'1.0':80,'2.0':20}}}");
    await("both are called", () -> calls(shop, 20).size() == 2);
    Map<String, Integer> calls = calls(shop, 10_000);
    assertThat(calls.get("one")).isCloseTo(8_000, within(300));
    assertThat(calls.get("two")).isCloseTo(2_000, within(300));

    publish("{'traffic':{'by':'version','percent':{'1.0':10,'2.0':90}}}");
    await("the ratio has turned", () -> calls(shop, 200).getOrDefault("two", 0) > 120);

    withdraw();
    await("the nearest again", () -> calls(shop, 50).size() == 1);
    assertThat(calls(shop, 200)).containsOnlyKeys("one");
  }

  @Test
  void drainOfACenter_movesAllCalls_noneFails_andBack() throws Exception {
    ManagedChannel shop = client("shop");
    assertThat(call(shop)).isEqualTo("one");

    publish("{'failover':{'drained':[{'center':'sh-1'}]}}");
    await("the other center", () -> call(shop).equals("two"));
    assertThat(calls(shop, 500)).containsOnlyKeys("two");

    withdraw();
    await("its own center", () -> call(shop).equals("one"));
    assertThat(calls(shop, 500)).containsOnlyKeys("one");
  }

  @Test
  void headerRoute_leadsToItsSubset_otherCallsDoNot() throws Exception {
    ManagedChannel shop = client("shop");
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-canary", Metadata.ASCII_STRING_MARSHALLER), "1");
    Channel canary =
        ClientInterceptors.intercept(shop, MetadataUtils.newAttachHeadersInterceptor(headers));
    assertThat(call(canary)).isEqualTo("one");

    publish(
        "{'routes':[{'name':'canary','match':{'headers':[{'name':'x-canary','exact':'1'}]},"
            + "'subset':{'version':'2.0'}}],'proximity':{'level':'center'}}");
    await("the canary", () -> call(canary).equals("two"));

    assertThat(calls(canary, 200)).containsOnlyKeys("two");
    assertThat(calls(shop, 200)).containsOnlyKeys("one");
  }

  @Test
  void degradedMethod_failsAtOnce_othersGoOn_andItComesBack() throws Exception {
    ManagedChannel shop = client("shop");
    assertThat(failure(shop, SEARCH)).as("no such method").isEqualTo(Status.Code.UNIMPLEMENTED);

    publish("{'degradation':{'methods':{'/shop.Orders/Search':'too slow today'}}}");
    await("it is off", () -> failure(shop, SEARCH) == Status.Code.UNAVAILABLE);
    await("all others go on, to both", () -> calls(shop, 20).size() == 2);

    withdraw();
    await("it is on again", () -> failure(shop, SEARCH) == Status.Code.UNIMPLEMENTED);
  }

  @Test
  void deniedCaller_fails_othersDoNot_andMayAgain() throws Exception {
    ManagedChannel crawler = client("crawler");
    ManagedChannel shop = client("shop");
    assertThat(call(crawler)).isEqualTo("one");

    publish("{'access':{'deny':['crawler']}}");
    await("it is denied", () -> failure(crawler, OrdersBackend.PLACE) == Status.Code.UNAVAILABLE);
    await("all others go on, to both", () -> calls(shop, 20).size() == 2);

    withdraw();
    await("it may again", () -> "one".equals(tryCall(crawler)));
  }

  private void backend(String id, String version, String center) throws Exception {
    OrdersBackend backend = new OrdersBackend(id);
    backends.add(backend);
    backend.register(registry.httpPort(), "orders", version, center);
  }

  private void publish(String rules) throws Exception {
    String body = rules.replace('\'', '"').replaceFirst("\\{", "{\"version\":" + version + ",");
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(rules("")).PUT(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    version++;
  }

  private void withdraw() throws Exception {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(rules("?version=" + version)).DELETE());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    version++;
  }

  private URI rules(String query) {
    return URI.create(
        "http://127.0.0.1:%d/v1/namespaces/default/services/orders/rules%s"
            .formatted(registry.httpPort(), query));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  /** A caller in center sh-1. */
  private ManagedChannel client(String service) {
    return clients.open(registry.grpcPort(), "orders", service, "a");
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(30))
        .until(condition);
  }
}
