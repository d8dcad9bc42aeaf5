/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static io.heliograph.registry.SdkNode.AS_SHOP;
import static io.heliograph.registry.SdkNode.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliograph.sdk.registry.Call;
import io.heliograph.sdk.registry.ServiceWatch;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rules of a node as the SDK follows them: for each kind, picks come out as the node's own plan for
 * the same caller says. All tests have the same node, and services of their own.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class SdkRulesIT {
  private static final int PICKS = 10_000;

  private SdkNode node;

  @BeforeAll
  void start() throws Exception {
    node = new SdkNode();
  }

  @AfterAll
  void stop() throws Exception {
    node.close();
  }

  /**
   * A kind of rule.
   *
   * @param name of the case, and in that of its service
   * @param route that takes the call
   */
  record Rule(String name, String route, String document, Call call) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule("none", "default", "{}", SHOP),
        new Rule("weights", "default", "{'weights':{'near':300,'far':0}}", SHOP),
        new Rule("drained", "default", "{'failover':{'drained':[{'center':'sh-1'}]}}", SHOP),
        new Rule(
            "route-by-service",
            "r",
            "{'routes':[{'name':'r','match':{'services':['shop']},'subset':{'group':'blue'}}]}",
            SHOP),
        new Rule(
            "route-by-tag",
            "r",
            "{'routes':[{'name':'r','match':{'tags':{'tier':'gold'}},'subset':{'version':'2.0'}}]}",
            SHOP),
        new Rule(
            "route-by-lane",
            "r",
            "{'routes':[{'name':'r','match':{'lane':'gray'},'subset':{'lane':'','version':'2.0'}}]}",
            SHOP.lane("gray")),
        new Rule(
            "route-by-header",
            "r",
            "{'routes':[{'name':'r','match':{'headers':[{'name':'x-canary','prefix':'y'}]},"
                + "'subset':{'version':'2.0'}}]}",
            SHOP.headers(Map.of("x-canary", "yes"))),
        new Rule(
            "route-by-method",
            "r",
            "{'routes':[{'name':'r','match':{'method':{'exact':'/shop.Orders/Place'}},"
                + "'subset':{'group':'blue'}}]}",
            SHOP.method("/shop.Orders/Place")),
        new Rule(
            "route-that-falls-back",
            "r",
            "{'routes':[{'name':'r','match':{},'subset':{'version':'9'},'fallback':true}]}",
            SHOP),
        new Rule("nearness-as-priority", "default", "{'proximity':{'level':'center'}}", SHOP),
        new Rule(
            "nearness-as-weight",
            "default",
            "{'proximity':{'level':'room','mode':'weight','factor':0.3}}",
            SHOP),
        new Rule(
            "overflow",
            "default",
            "{'proximity':{'level':'room'},'failover':{'overflowBelowPercent':90}}",
            SHOP),
        new Rule(
            "ratio", "default", "{'traffic':{'by':'version','percent':{'1.0':80,'2.0':20}}}", SHOP),
        new Rule("lane", "default", "{}", SHOP.lane("gray")),
        new Rule("lane-that-falls-back", "default", "{}", SHOP.lane("none-is-there")),
        new Rule(
            "degraded-method-beside",
            "default",
            "{'degradation':{'methods':{'/a/B':'slow'}}}",
            SHOP.method("/a/C")));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rule_callsComeOutAsTheNodesPlanSays(Rule rule) throws Exception {
    String service = "orders-" + rule.name;
    node.fleet(service);
    node.publish(service, 0, rule.document);
    ServiceWatch watch = node.client.watch(service);
    SdkNode.awaitRules(watch, 1);
    node.awaitFleet(watch);

    Map<String, Double> planned =
        shares(node.plan(service, AS_SHOP + rule.call.caller().lane()), rule.route);
    Map<String, Double> picked = new TreeMap<>();
    for (int i = 0; i < PICKS; i++) {
      picked.merge(watch.pick(rule.call).id(), 1.0 / PICKS, Double::sum);
    }

    assertThat(planned).isNotEmpty();
    assertThat(picked).containsOnlyKeys(planned.keySet());
    planned.forEach(
        (id, share) -> assertThat(picked.get(id)).as(id).isCloseTo(share, within(0.02)));
  }

  /** What the plan gives to instances on a route, if it gives anything. */
  private static Map<String, Double> shares(JsonNode plan, String route) {
    Map<String, Double> shares = new TreeMap<>();
    for (JsonNode one : plan.get("routes")) {
      if (one.get("name").asText().equals(route)) {
        one.findValues("priorities")
            .forEach(
                priorities ->
                    priorities.forEach(
                        targets ->
                            targets.forEach(
                                target -> {
                                  if (target.get("share").asDouble() > 0) {
                                    shares.put(
                                        target.get("id").asText(), target.get("share").asDouble());
                                  }
                                })));
      }
    }
    return shares;
  }
}
