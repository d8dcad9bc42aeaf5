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
import java.util.Set;
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
    await("the nearest again", () -> calls(shop, 50).keySet().equals(Set.of("one")));
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

  @Test
  void methodRoute_leadsToItsSubset_otherMethodsDoNot() throws Exception {
    ManagedChannel shop = client("shop");
    publish(
        "{'routes':[{'name':'tracking','match':{'method':{'exact':'/shop.Orders/Track'}},"
            + "'subset':{'version':'2.0'}}],'proximity':{'level':'center'}}");

    await("the subset", () -> call(shop, OrdersBackend.TRACK).equals("two"));
    for (int i = 0; i < 100; i++) {
      assertThat(call(shop, OrdersBackend.TRACK)).isEqualTo("two");
    }
    assertThat(calls(shop, 100)).containsOnlyKeys("one");
  }

  @Test
  void callerRoutes_byServiceTagsAndLane_leadWhoMatchesToTheirSubset() throws Exception {
    ManagedChannel batch = client("batch");
    ManagedChannel gold = client("shop", Map.of("tags", Map.of("tier", "gold", "desk", "7")));
    ManagedChannel gray = client("shop", Map.of("lane", "gray"));
    ManagedChannel shop = client("shop", Map.of("tags", Map.of("tier", "tin")));
    publish(
        "{'routes':["
            + "{'name':'by-service','match':{'services':['batch','etl']},"
            + "'subset':{'version':'2.0'}},"
            + "{'name':'by-tags','match':{'tags':{'tier':'gold'}},'subset':{'version':'2.0'}},"
            + "{'name':'by-lane','match':{'lane':'gray'},'subset':{'version':'2.0','lane':''}}],"
            + "'proximity':{'level':'center'}}");

    for (ManagedChannel matching : List.of(batch, gold, gray)) {
      await("the subset", () -> call(matching).equals("two"));
      assertThat(calls(matching, 200)).containsOnlyKeys("two");
    }
    assertThat(calls(shop, 200)).containsOnlyKeys("one");
  }

  @Test
  void lanes_keepApart_fallBackToTheBaseline_unlessARuleForbidsIt() throws Exception {
    backend("gray", "'version':'1.0','lane':'gray','location':{'city':'sh','center':'sh-1'}");
    ManagedChannel shop = client("shop");
    ManagedChannel gray = client("shop", Map.of("lane", "gray"));
    ManagedChannel blue = client("shop", Map.of("lane", "blue"));
    publish("{'lanes':{'fallback':true}}");

    await("the lane", () -> calls(gray, 20).size() == 1 && call(gray).equals("gray"));
    await("the baseline", () -> calls(shop, 20).keySet().equals(Set.of("one", "two")));
    assertThat(calls(gray, 200)).containsOnlyKeys("gray");
    assertThat(calls(shop, 200)).containsOnlyKeys("one", "two");
    await("no such lane", () -> calls(blue, 20).keySet().equals(Set.of("one", "two")));

    backends.get(2).deregister(registry.httpPort(), "orders");
    await("falls back", () -> calls(gray, 20).keySet().equals(Set.of("one", "two")));
    publish("{'lanes':{'fallback':false}}");
    await("may not", () -> failure(gray, OrdersBackend.PLACE) == Status.Code.UNAVAILABLE);
    assertThat(calls(shop, 200)).containsOnlyKeys("one", "two");
  }

  @Test
  void nearnessAsWeight_fartherCenterGetsItsFactor() throws Exception {
    ManagedChannel shop = client("shop");
    publish("{'proximity':{'level':'center','mode':'weight','factor':0.25}}");

    await("the farther, too", () -> calls(shop, 50).size() == 2);
    assertShares(shop, Map.of("one", 80, "two", 20));
  }

  @Test
  void weightOfOneMachine_standsInForItsOwn() throws Exception {
    backend("more", "'version':'1.0','location':{'city':'sh','center':'sh-1'}");
    ManagedChannel shop = client("shop");
    publish("{'weights':{'more':300},'proximity':{'level':'center'}}");

    await("it gets more", () -> calls(shop, 100).getOrDefault("more", 0) > 65);
    assertShares(shop, Map.of("one", 25, "more", 75));
    publish("{'weights':{'more':0},'proximity':{'level':'center'}}");
    await("it gets none", () -> calls(shop, 50).size() == 1);
    assertThat(calls(shop, 500)).containsOnlyKeys("one");
  }

  @Test
  void ratioOfGroups_andOfCenters() throws Exception {
    backend("blue", "'group':'blue','location':{'city':'sh','center':'sh-1'}");
    backend("green", "'group':'green','location':{'city':'sh','center':'sh-2'}");
    ManagedChannel shop = client("shop");

    publish("{'traffic':{'by':'group','percent':{'blue':70,'green':30}}}");
    await("the groups", () -> calls(shop, 50).keySet().equals(Set.of("blue", "green")));
    assertShares(shop, Map.of("blue", 70, "green", 30));

    publish("{'traffic':{'by':'center','percent':{'sh-1':10,'sh-2':90}}}");
    await("the centers", () -> calls(shop, 100).size() == 4);
    assertShares(shop, Map.of("one", 5, "blue", 5, "two", 45, "green", 45));
  }

  @Test
  void degradedService_failsAtOnce_andComesBack() throws Exception {
    ManagedChannel shop = client("shop");
    assertThat(call(shop)).isEqualTo("one");

    publish("{'degradation':{'service':'stocktaking'}}");
    await("it is off", () -> failure(shop, OrdersBackend.PLACE) == Status.Code.UNAVAILABLE);
    withdraw();
    await("it is on again", () -> "one".equals(tryCall(shop)));
  }

  @Test
  void allowedCallers_call_othersDoNot() throws Exception {
    ManagedChannel crawler = client("crawler");
    ManagedChannel shop = client("shop");

    publish("{'access':{'allow':['shop']},'proximity':{'level':'center'}}");
    await("not this one", () -> failure(crawler, OrdersBackend.PLACE) == Status.Code.UNAVAILABLE);
    await("this one", () -> "one".equals(tryCall(shop)));
    assertThat(calls(shop, 200)).containsOnlyKeys("one");
  }

  /** The percentage of each within 3 points, nobody else. */
  private static void assertShares(ManagedChannel client, Map<String, Integer> percents) {
    Map<String, Integer> calls = calls(client, 5_000);
    assertThat(calls).containsOnlyKeys(percents.keySet());
    percents.forEach(
        (id, percent) -> assertThat(calls.get(id) / 50.0).as(id).isCloseTo(percent, within(3.0)));
  }

  private void backend(String id, String properties) throws Exception {
    OrdersBackend backend = new OrdersBackend(id);
    backends.add(backend);
    backend.register(
        URI.create("http://127.0.0.1:" + registry.httpPort()),
        "orders",
        properties + ",'leaseSeconds':60");
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
    return client(service, Map.of());
  }

  private ManagedChannel client(String service, Map<String, ?> metadata) {
    return clients.open(List.of(registry.grpcPort()), "orders", service, "a", metadata);
  }

  private static void await(String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(30))
        .until(condition);
  }
}
