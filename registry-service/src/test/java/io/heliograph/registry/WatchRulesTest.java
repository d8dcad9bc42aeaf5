/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.heliograph.registry.configlog.MemoryConfigLog;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.Rules;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a watch over gRPC tells of rules. */
@Timeout(60)
class WatchRulesTest {
  private static final RegistrySettings ANY_FREE =
      RegistrySettings.fromEnvironment(
          Map.of("HELIOGRAPH_REGISTRY_GRPC_PORT", "0", "HELIOGRAPH_REGISTRY_HTTP_PORT", "0"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ORDERS = "/v1/namespaces/default/services/orders";
  private static final WatchRequest WITH_RULES =
      WatchRequest.newBuilder().setService("orders").setRulesVersion(0).build();

  private final RegistryServer server = new RegistryServer(ANY_FREE, MemoryConfigLog::new);
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    server.start(ANY_FREE);
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.grpcPort()).usePlaintext().build();
    send("PUT", "/instances/a", "{'host':'10.0.0.7','port':8080}");
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    server.close();
  }

  @Test
  void rules_comeWithTheFirstAnswer_thenAloneWhenTheyChange() throws Exception {
    send("PUT", "/rules", "{'weights':{'a':50}}");
    WatchClient watch = new WatchClient(channel, WITH_RULES);
    WatchResponse first = watch.next();
    assertThat(first.getChangedList()).hasSize(1);
    assertThat(first.getRules().getVersion()).isEqualTo(1);
    assertThat(first.getRules().getDocument()).isEqualTo(send("GET", "/rules", ""));

    send("PUT", "/rules/degradation", "{'methods':{'/shop.Orders/Search':'slow'}}");
    WatchResponse second = watch.next();
    assertThat(second.getWhole()).isFalse();
    assertThat(second.getChangedList()).isEmpty();
    assertThat(second.getRules().getVersion()).isEqualTo(2);
    assertThat(second.getRules().getDocument()).contains("\"/shop.Orders/Search\":\"slow\"");

    send("PUT", "/instances/b", "{'host':'10.0.0.8','port':8080}");
    WatchResponse third = watch.next();
    assertThat(third.getChangedList()).hasSize(1);
    assertThat(third.hasRules()).as("they have not changed").isFalse();

    send("DELETE", "/rules?version=2", "");
    assertThat(watch.next().getRules()).isEqualTo(Rules.newBuilder().setVersion(3).build());
  }

  @Test
  void weightsByRules_areToldAnew_ofThoseInstancesWhoseHaveChanged() throws Exception {
    send("PUT", "/instances/b", "{'host':'10.0.0.8','port':8080}");
    WatchClient watch =
        new WatchClient(channel, WatchRequest.newBuilder().setService("orders").build());
    assertThat(weights(watch.next())).containsExactly("a=100", "b=100");

    send("PUT", "/rules", "{'weights':{'a':50,'b':100}}");
    WatchResponse second = watch.next();
    assertThat(second.getWhole()).isFalse();
    assertThat(weights(second)).containsExactly("a=50");

    send("PUT", "/rules", "{'version':1,'weights':{'a':50},'access':{'deny':['crawler']}}");
    assertThat(weights(watch.next())).as("weights are the same").isEmpty();

    send("DELETE", "/rules?version=2", "");
    assertThat(weights(watch.next())).containsExactly("a=100");
  }

  private static List<String> weights(WatchResponse answer) {
    return answer.getChangedList().stream()
        .map(listed -> listed.getInstance().getId() + "=" + listed.getEffectiveWeight())
        .toList();
  }

  @Test
  void notAskedFor_areNotTold() throws Exception {
    send("PUT", "/rules", "{'weights':{'a':50}}");
    WatchClient watch =
        new WatchClient(channel, WatchRequest.newBuilder().setService("orders").build());
    assertThat(watch.next().hasRules()).isFalse();

    send("PUT", "/rules", "{'version':1}");
    assertThat(watch.next().hasRules()).isFalse();
  }

  @Test
  void none_areNotTold_untilThereAreSome_alsoOfAServiceWithoutInstances() throws Exception {
    WatchClient orders = new WatchClient(channel, WITH_RULES);
    WatchClient later =
        new WatchClient(channel, WITH_RULES.toBuilder().setService("later").build());
    assertThat(orders.next().hasRules()).isFalse();
    assertThat(later.next().hasRules()).isFalse();

    send("PUT", "/rules", "{}");
    send("PUT", "/../later/rules", "{'access':{'deny':['crawler']}}");

    assertThat(orders.next().getRules().getVersion()).isEqualTo(1);
    assertThat(later.next().getRules().getDocument()).contains("\"deny\":[\"crawler\"]");
  }

  @Test
  void goesOn_fromTheVersionThatItKnows_ofWhateverNode() throws Exception {
    send("PUT", "/rules", "{}");
    WatchClient watch = new WatchClient(channel, WITH_RULES);
    WatchResponse known = watch.next();
    watch.stop();
    WatchRequest again =
        WITH_RULES.toBuilder()
            .setNode(known.getNode())
            .setRevision(known.getRevision())
            .setRulesVersion(1)
            .build();

    assertThat(
            new WatchClient(channel, again.toBuilder().setNode("another").build())
                .next()
                .hasRules())
        .as("it has them from another node")
        .isFalse();
    WatchClient ahead =
        new WatchClient(channel, again.toBuilder().setNode("another").setRulesVersion(2).build());
    assertThat(ahead.next().hasRules()).as("they never go back").isFalse();
    send("PUT", "/rules", "{'version':1}");
    assertThat(new WatchClient(channel, again).next().getRules().getVersion()).isEqualTo(2);
    assertThat(ahead.next().hasRules()).isFalse();
    send("PUT", "/rules", "{'version':2}");
    assertThat(ahead.next().getRules().getVersion()).isEqualTo(3);
  }

  @Test
  void clientThatStandsStill_isToldTheLastVersionAlone() throws Exception {
    WatchClient watch = new WatchClient(channel, WITH_RULES, 1);
    watch.next(); // it asks for no more
    String longName = "n".repeat(200);
    int last = 300;
    for (int version = 0; version < last; version++) {
      send(
          "PUT",
          "/rules",
          "{'version':%d,'access':{'deny':['%s',%s'x']}}"
              .formatted(version, longName, "'y',".repeat(100)));
    }
    watch.request(1_000);

    int told = 0;
    Rules rules = Rules.getDefaultInstance();
    while (rules.getVersion() < last) {
      WatchResponse answer = watch.next();
      if (answer.hasRules()) {
        assertThat(answer.getRules().getVersion()).isGreaterThan(rules.getVersion());
        rules = answer.getRules();
        told++;
      }
    }
    assertThat(told).isLessThan(last);
    assertThat(rules.getDocument()).contains(longName);
  }

  @Test
  void negativeVersion_isRefused() {
    assertThatThrownBy(
            () ->
                RegistryGrpc.newBlockingStub(channel)
                    .watch(WITH_RULES.toBuilder().setRulesVersion(-1).build())
                    .next())
        .hasMessageContaining("INVALID_ARGUMENT: rules_version is -1");
  }

  private String send(String method, String path, String body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.httpPort() + ORDERS + path).normalize();
    var answer =
        HTTP.send(
            HttpRequest.newBuilder(uri)
                .method(method, BodyPublishers.ofString(body.replace('\'', '"')))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 204);
    return answer.body();
  }
}
