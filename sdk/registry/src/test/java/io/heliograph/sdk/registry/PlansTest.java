/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static io.heliograph.sdk.registry.Answers.at;
import static io.heliograph.sdk.registry.Answers.down;
import static io.heliograph.sdk.registry.Answers.instance;
import static io.heliograph.sdk.registry.Answers.up;
import static io.heliograph.sdk.registry.Answers.whole;
import static io.heliograph.sdk.registry.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.rules.Caller;
import io.heliograph.registry.v1.Listed;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class PlansTest {
  private static final ServiceName ORDERS = new ServiceName("default", "orders");
  private static final Location ROOM_A = new Location("sh", "sh-1", "a");
  private static final Call SHOP = Call.from(new Caller("shop", ROOM_A, "", Map.of()));
  private static final long NOW = 1_000_000;
  private static final int CALLS = 10_000;

  private final Random random = new Random(1);

  @Test
  void pick_weights_ofInstancesAndOfRules() {
    Plans plans =
        plans("{'weights':{'two':50}}", up(instance("one").setWeight(300)), up(instance("two")));

    assertThat(shares(plans, SHOP).get("one")).isCloseTo(6 / 7.0, within(0.02));
  }

  @Test
  void pick_withoutRules_takesTheNearest_andFartherOnesIfTheyCannotBeUsed() {
    Plans plans = plans("", up(at("near", "sh-1", "a")), up(at("far", "sh-2", "x")));

    assertThat(shares(plans, SHOP)).containsOnlyKeys("near");
    assertThat(pick(plans, SHOP, one -> !one.id().equals("near"))).isEqualTo("far");
  }

  @Test
  void pick_ratio_andThePartThatCannotBeUsedGoesToTheOther() {
    Plans plans =
        plans(
            "{'traffic':{'by':'version','percent':{'1':80,'2':20}}}",
            up(instance("one").setVersion("1")),
            up(instance("two").setVersion("2")));

    assertThat(shares(plans, SHOP).get("one")).isCloseTo(0.8, within(0.02));
    assertThat(pick(plans, SHOP, one -> !one.id().equals("one"))).isEqualTo("two");
  }

  @Test
  void pick_routes_firstThatMatchesTheCall() {
    Plans plans =
        plans(
            "{'routes':["
                + "{'name':'canary','match':{'headers':[{'name':'x-canary','exact':'1'}]},'subset':{'version':'2'}},"
                + "{'name':'reads','match':{'method':{'prefix':'/shop.Orders/Get'}},'subset':{'group':'read'}},"
                + "{'name':'crawler','match':{'services':['crawler']},'subset':{'group':'slow'}}]}",
            up(instance("plain")),
            up(instance("new").setVersion("2")),
            up(instance("reader").setGroup("read")),
            up(instance("slow").setGroup("slow")));
    Call crawler = Call.from(new Caller("crawler", ROOM_A, "", Map.of()));
    Call canary = crawler.headers(Map.of("X-Canary", "1"));

    assertThat(shares(plans, canary)).containsOnlyKeys("new");
    assertThat(shares(plans, SHOP.method("shop.Orders/GetOne"))).containsOnlyKeys("reader");
    assertThat(shares(plans, crawler)).containsOnlyKeys("slow");
    assertThat(shares(plans, SHOP)).containsOnlyKeys("new", "plain", "reader", "slow");
  }

  @Test
  void pick_routeWithoutAnybody_saysWhichAndWhy() {
    Plans plans =
        plans(
            "{'routes':[{'name':'canary','match':{'services':['shop']},'subset':{'version':'2'}}]}",
            up(instance("one")));

    assertThatThrownBy(() -> pick(plans, SHOP, one -> true))
        .isInstanceOfSatisfying(
            NoInstanceException.class,
            e -> {
              assertThat(e.service()).isEqualTo("default/orders");
              assertThat(e.route()).isEqualTo("canary");
              assertThat(e).hasMessageContaining("one: it is not in the subset of route canary");
            });
  }

  @Test
  void pick_lanes_ofTheCallNotOfTheProcess() {
    Plans plans = plans("", up(instance("base")), up(instance("gray").setLane("gray")));

    assertThat(shares(plans, SHOP)).containsOnlyKeys("base");
    assertThat(shares(plans, SHOP.lane("gray"))).containsOnlyKeys("gray");
    assertThat(shares(plans, SHOP.lane("other"))).as("the baseline").containsOnlyKeys("base");

    Plans strict =
        plans(
            "{'lanes':{'fallback':false}}",
            up(instance("base")),
            down(instance("gray").setLane("gray")));
    assertThatThrownBy(() -> pick(strict, SHOP.lane("gray"), one -> true))
        .isInstanceOf(NoInstanceException.class);
  }

  @Test
  void pick_nearness_asWeight_andOverflow() {
    Listed near = up(at("near", "sh-1", "a"));
    Listed far = up(at("far", "sh-1", "b"));
    Plans weighted =
        plans("{'proximity':{'level':'room','mode':'weight','factor':0.25}}", near, far);
    assertThat(shares(weighted, SHOP).get("near")).isCloseTo(0.8, within(0.02));

    Plans overflowing =
        plans(
            "{'proximity':{'level':'room'},'failover':{'overflowBelowPercent':100}}",
            near,
            down(at("dead", "sh-1", "a")),
            far);
    assertThat(shares(overflowing, SHOP).get("near")).isCloseTo(0.5, within(0.02));
  }

  @Test
  void pick_drained_getsNothing() {
    Plans plans =
        plans(
            "{'failover':{'drained':[{'center':'sh-1'}]}}",
            up(at("near", "sh-1", "a")),
            up(at("far", "sh-2", "x")));

    assertThat(shares(plans, SHOP)).containsOnlyKeys("far");
  }

  @Test
  void pick_degraded_refusesWithTheRule() {
    Plans method =
        plans(
            "{'degradation':{'methods':{'/shop.Orders/Search':'too slow'}}}", up(instance("one")));
    assertRefused(
        method,
        SHOP.method("/shop.Orders/Search"),
        "degradation.methods./shop.Orders/Search",
        "default/orders: the rules refuse the call: degradation.methods./shop.Orders/Search: too"
            + " slow");
    assertThat(shares(method, SHOP.method("/shop.Orders/Place"))).containsOnlyKeys("one");

    Plans all = plans("{'degradation':{'service':'flash sale'}}", up(instance("one")));
    assertRefused(
        all,
        SHOP,
        "degradation.service",
        "default/orders: the rules refuse the call: degradation.service: flash sale");
  }

  @Test
  void pick_access_refusesWithTheRule() {
    Call crawler = Call.from(new Caller("crawler", ROOM_A, "", Map.of()));
    Plans denied = plans("{'access':{'deny':['crawler']}}", up(instance("one")));
    assertRefused(
        denied,
        crawler,
        "access.deny",
        "default/orders: the rules refuse the call: access.deny names the caller 'crawler'");
    assertThat(shares(denied, SHOP)).containsOnlyKeys("one");

    Plans allowed = plans("{'access':{'allow':['shop']}}", up(instance("one")));
    assertRefused(
        allowed,
        crawler,
        "access.allow",
        "default/orders: the rules refuse the call: access.allow does not name the caller"
            + " 'crawler'");
  }

  @Test
  void pick_nobodyIsKnown_tellsUnknownFromEmpty() {
    assertThatThrownBy(() -> pick(new Plans(ORDERS, ServiceList.UNKNOWN, NOW), SHOP, one -> true))
        .hasMessage(
            "default/orders: no instance can take the call: no node has told yet who is in it");
    assertThatThrownBy(() -> pick(plans(""), SHOP, one -> true))
        .hasMessage("default/orders: no instance can take the call: it has none");
  }

  @Test
  void isLate_whileAnInstanceWarmsUp_eachSecond() {
    ServiceList list =
        ServiceList.UNKNOWN
            .with(
                whole(
                    "a/1",
                    1,
                    up(instance("old")),
                    up(instance("new").setWarmupSeconds(100)).toBuilder()
                        .setRegisteredUnixMillis(NOW)
                        .build()))
            .list();
    Plans cold = new Plans(ORDERS, list, NOW);
    assertThat(cold.isLate(NOW + 900)).isFalse();
    assertThat(cold.isLate(NOW + 1_000)).isTrue();
    assertThat(shares(cold, SHOP).get("new")).isLessThan(0.03);

    Plans halfway = new Plans(ORDERS, list, NOW + 50_000);
    assertThat(shares(halfway, SHOP).get("new")).isCloseTo(1 / 3.0, within(0.02));
    assertThat(new Plans(ORDERS, list, NOW + 100_000).isLate(NOW + 200_000)).isFalse();
  }

  @Test
  void routes_moreCallersThanAreKept_areStillRight() {
    Plans plans = plans("", up(instance("base")), up(instance("gray").setLane("lane-7")));
    for (int i = 0; i < 3 * Plans.MOST_PLANS; i++) {
      assertThat(pick(plans, SHOP.lane("lane-" + i), one -> true))
          .isEqualTo(i == 7 ? "gray" : "base");
    }
    assertThat(plans.kept()).isLessThanOrEqualTo(Plans.MOST_PLANS);
  }

  private void assertRefused(Plans plans, Call call, String rule, String message) {
    assertThatThrownBy(() -> pick(plans, call, one -> true))
        .isInstanceOfSatisfying(
            CallRefusedException.class,
            e -> {
              assertThat(e.service()).isEqualTo("default/orders");
              assertThat(e.rule()).isEqualTo(rule);
              assertThat(e).hasMessage(message);
            });
  }

  private Map<String, Double> shares(Plans plans, Call call) {
    Map<String, Double> shares = new TreeMap<>();
    for (int i = 0; i < CALLS; i++) {
      shares.merge(pick(plans, call, one -> true), 1.0 / CALLS, Double::sum);
    }
    return shares;
  }

  private String pick(Plans plans, Call call, Predicate<Instance> usable) {
    return plans.routes(call.caller()).pick(call, usable, random::nextLong).id();
  }

  private static Plans plans(String rules, Listed... instances) {
    var answer = whole("a/1", 1, instances);
    ServiceList.Taken taken =
        ServiceList.UNKNOWN.with(rules.isEmpty() ? answer : with(answer, 1, rules));
    assertThat(taken.leftOut()).isEmpty();
    return new Plans(ORDERS, taken.list(), NOW);
  }
}
