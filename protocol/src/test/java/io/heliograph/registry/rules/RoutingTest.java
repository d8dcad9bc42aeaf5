/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static io.heliograph.registry.rules.Fleet.ROOM_A;
import static io.heliograph.registry.rules.Fleet.at;
import static io.heliograph.registry.rules.Fleet.caller;
import static io.heliograph.registry.rules.Fleet.lane;
import static io.heliograph.registry.rules.Fleet.last;
import static io.heliograph.registry.rules.Fleet.rules;
import static io.heliograph.registry.rules.Fleet.shares;
import static io.heliograph.registry.rules.Fleet.unhealthy;
import static io.heliograph.registry.rules.Fleet.version;
import static io.heliograph.registry.rules.Fleet.weighing;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.registry.catalog.Location;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who gets what: weights, routes, ratio, lanes, degradation and access. */
class RoutingTest {
  private static final Candidate V1 = version("a", "1.0");
  private static final Candidate V2 = version("b", "2.0");
  private static final Candidate GRAY = lane("g", "gray");

  @Test
  void plan_noRules_byTheirOwnWeights() {
    RoutingPlan plan =
        Routing.plan(ServiceRules.NONE, List.of(V1, weighing(V2, 300)), Caller.ANYBODY);

    assertThat(plan.refusal()).isEmpty();
    assertThat(plan.routes()).hasSize(1);
    assertThat(last(plan).name()).isEqualTo(Routing.DEFAULT);
    assertThat(shares(last(plan))).isEqualTo(Map.of("a", 250, "b", 750));
    assertThat(last(plan).excluded()).isEmpty();
  }

  @Test
  void plan_nobody_emptyRouteAndNoRefusal() {
    RoutingPlan plan = Routing.plan(ServiceRules.NONE, List.of(), Caller.ANYBODY);

    assertThat(last(plan).destinations()).isEmpty();
    assertThat(plan.refusal()).isEmpty();
  }

  @Test
  void plan_unhealthy_getsNothingAndIsTold() {
    PlannedRoute route = plan("{}", V1, unhealthy(V2));

    assertThat(shares(route)).isEqualTo(Map.of("a", 1_000));
    assertThat(route.excluded()).isEqualTo(Map.of("b", "it is not healthy"));
    assertThat(plan("{}", unhealthy(V1)).destinations()).isEmpty();
  }

  @Test
  void plan_weights_overrideAndZeroGetsNothing() {
    PlannedRoute route = plan("{'weights':{'a':300,'c':0}}", V1, V2, version("c", "1.0"));

    assertThat(shares(route)).isEqualTo(Map.of("a", 750, "b", 250));
    assertThat(route.excluded()).isEqualTo(Map.of("c", "weights.c is 0"));
  }

  @Test
  void weight_override_warmsUpAsTheInstanceDoes() throws Exception {
    ServiceRules rules = rules("{'weights':{'a':200}}");

    assertThat(Routing.weight(rules, V1)).isEqualTo(200);
    assertThat(Routing.weight(rules, weighing(V1, 25))).isEqualTo(50);
    assertThat(Routing.weight(rules, weighing(V1, 0))).isZero();
    assertThat(Routing.weight(rules("{'weights':{'a':1}}"), weighing(V1, 1))).isEqualTo(1);
    assertThat(Routing.weight(rules, V2)).isEqualTo(100);
  }

  @Test
  void seen_isOnlyWhatRulesAskFor() throws Exception {
    Caller caller = new Caller("shop", ROOM_A, "gray", Map.of("tier", "gold", "build", "7"));

    assertThat(rules("{'weights':{'a':1}}").seen(caller))
        .isEqualTo(Fleet.caller("", Location.UNKNOWN, "gray"));
    assertThat(
            rules(
                    "{'access':{'deny':['x']},'proximity':{'level':'room'},"
                        + "'routes':[{'name':'r','match':{'tags':{'tier':'gold'}}}]}")
                .seen(caller))
        .isEqualTo(new Caller("shop", ROOM_A, "gray", Map.of("tier", "gold")));
  }

  @Test
  void plan_drained_getsNothing() {
    PlannedRoute route =
        plan(
            "{'failover':{'drained':[{'center':'sh-1','room':'a'}]}}",
            at("a", ROOM_A),
            at("b", Fleet.ROOM_B),
            at("c", Fleet.OTHER_CENTER));

    assertThat(shares(route)).isEqualTo(Map.of("b", 500, "c", 500));
    assertThat(route.excluded()).isEqualTo(Map.of("a", "failover.drained[0] holds its place"));
  }

  @Test
  void plan_ratio_splitsExactlyWhateverTheWeightsAndCounts() {
    PlannedRoute route =
        plan(
            "{'traffic':{'by':'version','percent':{'1.0':80,'2.0':20}}}",
            V1,
            weighing(V2, 10_000),
            version("c", "2.0"),
            version("d", "3.0"));

    assertThat(route.destinations().stream().map(Destination::name)).containsExactly("1.0", "2.0");
    assertThat(shares(route)).containsEntry("a", 800).containsEntry("b", 198);
    assertThat(route.excluded())
        .isEqualTo(Map.of("d", "traffic.percent gives nothing to version '3.0'"));
  }

  @Test
  void plan_ratioOfAnAbsentOrSickPart_goesToTheOthers() {
    String rules = "{'traffic':{'percent':{'1.0':60,'2.0':20,'9.0':20}}}";

    assertThat(shares(plan(rules, V1, V2))).isEqualTo(Map.of("a", 750, "b", 250));
    assertThat(shares(plan(rules, V1, unhealthy(V2)))).isEqualTo(Map.of("a", 1_000));
    assertThat(shares(plan(rules, version("z", "5.0")))).isEqualTo(Map.of("z", 1_000));
  }

  @Test
  void plan_ratioByGroupAndCenter() {
    Candidate blue = Fleet.of("a", "1", "blue", "", ROOM_A, Map.of());
    Candidate green = Fleet.of("b", "1", "green", "", Fleet.OTHER_CITY, Map.of());

    assertThat(
            shares(plan("{'traffic':{'by':'group','percent':{'blue':1,'green':99}}}", blue, green)))
        .isEqualTo(Map.of("a", 10, "b", 990));
    assertThat(shares(plan("{'traffic':{'by':'center','percent':{'sh-1':100}}}", blue, green)))
        .isEqualTo(Map.of("a", 1_000));
  }

  @Test
  void plan_lane_staysInItsLaneAndBaselineOutOfIt() throws Exception {
    List<Candidate> both = List.of(V1, GRAY);

    assertThat(shares(last(Routing.plan(ServiceRules.NONE, both, inLane("gray")))))
        .isEqualTo(Map.of("g", 1_000));
    PlannedRoute baseline = last(Routing.plan(ServiceRules.NONE, both, Caller.ANYBODY));
    assertThat(shares(baseline)).isEqualTo(Map.of("a", 1_000));
    assertThat(baseline.excluded()).isEqualTo(Map.of("g", "its lane is 'gray'"));
  }

  @Test
  void plan_laneWithoutHealthyInstance_fallsBackOnlyIfItMay() throws Exception {
    List<Candidate> sick = List.of(V1, unhealthy(GRAY));
    ServiceRules strict = rules("{'lanes':{'fallback':false}}");

    assertThat(shares(last(Routing.plan(ServiceRules.NONE, sick, inLane("gray")))))
        .isEqualTo(Map.of("a", 1_000));
    assertThat(last(Routing.plan(strict, sick, inLane("gray"))).destinations()).isEmpty();
    assertThat(last(Routing.plan(strict, List.of(GRAY), Caller.ANYBODY)).destinations())
        .as("the baseline never falls into a lane")
        .isEmpty();
  }

  @Test
  void plan_route_matchesTheCallerOrIsSkipped() throws Exception {
    ServiceRules rules =
        rules(
            "{'routes':[{'name':'vip','match':{'services':['shop','web'],'lane':'',"
                + "'tags':{'tier':'gold'}},'subset':{'version':'2.0'}}]}");
    Caller gold = new Caller("web", Location.UNKNOWN, "", Map.of("tier", "gold", "x", "y"));

    RoutingPlan forGold = Routing.plan(rules, List.of(V1, V2), gold);
    assertThat(forGold.routes()).hasSize(1);
    assertThat(last(forGold).name()).isEqualTo("vip");
    assertThat(shares(last(forGold))).isEqualTo(Map.of("b", 1_000));
    assertThat(last(forGold).excluded())
        .isEqualTo(Map.of("a", "it is not in the subset of route vip"));

    for (Caller other :
        List.of(
            new Caller("jobs", Location.UNKNOWN, "", gold.tags()),
            new Caller("web", Location.UNKNOWN, "gray", gold.tags()),
            new Caller("web", Location.UNKNOWN, "", Map.of("tier", "tin")))) {
      RoutingPlan plan = Routing.plan(rules, List.of(V1, V2), other);
      assertThat(last(plan).name()).isEqualTo(Routing.DEFAULT);
      assertThat(shares(last(plan))).isEqualTo(Map.of("a", 500, "b", 500));
      assertThat(plan.skipped().get("vip")).startsWith("match.");
    }
  }

  @Test
  void plan_routeOnHeadersAndMethod_isKeptForTheCallAndDefaultFollows() throws Exception {
    ServiceRules rules =
        rules(
            "{'routes':[{'name':'canary','match':{'headers':[{'name':'x-canary','exact':'1'}],"
                + "'method':{'prefix':'/shop.Orders/'}},'subset':{'version':'2.0'}}]}");

    RoutingPlan plan = Routing.plan(rules, List.of(V1, V2), Caller.ANYBODY);

    assertThat(plan.routes().stream().map(PlannedRoute::name)).containsExactly("canary", "default");
    PlannedRoute canary = plan.routes().get(0);
    assertThat(canary.headers()).containsExactly(new HeaderMatch("x-canary", "1", null));
    assertThat(canary.method()).isEqualTo(new TextMatch(null, "/shop.Orders/"));
    assertThat(shares(canary)).isEqualTo(Map.of("b", 1_000));
  }

  @Test
  void plan_routeAfterOneThatTakesAll_isUnreachable() throws Exception {
    ServiceRules rules = rules("{'routes':[{'name':'all'},{'name':'never'}]}");

    RoutingPlan plan = Routing.plan(rules, List.of(V1), Caller.ANYBODY);

    assertThat(plan.routes().stream().map(PlannedRoute::name)).containsExactly("all");
    assertThat(plan.skipped())
        .isEqualTo(Map.of("never", "route all before it takes all calls of this caller"));
  }

  @Test
  void plan_subsetWithoutHealthyInstance_fallsBackOnlyIfItMay() throws Exception {
    String route = "{'routes':[{'name':'r','subset':{'version':'9.0'},'fallback':%s}]}";

    assertThat(shares(plan(route.formatted("true"), V1, V2))).isEqualTo(Map.of("a", 500, "b", 500));
    assertThat(plan(route.formatted("false"), V1, V2).destinations()).isEmpty();
    assertThat(shares(plan(route.formatted("true"), V1, unhealthy(version("c", "9.0")))))
        .isEqualTo(Map.of("a", 1_000));
  }

  @Test
  void plan_subsetInAnotherLane_isTakenFromThere() throws Exception {
    assertThat(shares(plan("{'routes':[{'name':'r','subset':{'lane':'gray'}}]}", V1, GRAY)))
        .isEqualTo(Map.of("g", 1_000));
  }

  @Test
  void plan_subsetByGroupAndTags() {
    Candidate gold = Fleet.of("a", "1", "blue", "", ROOM_A, Map.of("tier", "gold", "x", "y"));
    Candidate tin = Fleet.of("b", "1", "blue", "", ROOM_A, Map.of("tier", "tin"));

    assertThat(
            shares(
                plan(
                    "{'routes':[{'name':'r','subset':{'group':'blue','tags':{'tier':'gold'}}}]}",
                    gold,
                    tin,
                    V1)))
        .isEqualTo(Map.of("a", 1_000));
  }

  @Test
  void plan_subsetMissingInTheLane_isTakenFromTheBaseline() throws Exception {
    ServiceRules rules = rules("{'routes':[{'name':'r','subset':{'version':'2.0'}}]}");

    assertThat(shares(last(Routing.plan(rules, List.of(V2, GRAY), inLane("gray")))))
        .isEqualTo(Map.of("b", 1_000));
  }

  @Test
  void plan_access_deniedCallerIsRefused() throws Exception {
    ServiceRules denies = rules("{'access':{'deny':['crawler']}}");
    ServiceRules allows = rules("{'access':{'allow':['shop','crawler'],'deny':['crawler']}}");

    assertThat(refusal(denies, "crawler")).isEqualTo("access.deny names the caller 'crawler'");
    assertThat(refusal(denies, "shop")).isEmpty();
    assertThat(refusal(denies, "")).isEmpty();
    assertThat(refusal(allows, "shop")).isEmpty();
    assertThat(refusal(allows, "web")).isEqualTo("access.allow does not name the caller 'web'");
    assertThat(refusal(allows, "")).isEqualTo("access.allow does not name the caller ''");
    assertThat(refusal(allows, "crawler")).startsWith("access.deny");
  }

  @Test
  void plan_degradedService_isRefusedWithTheReason() throws Exception {
    assertThat(refusal(rules("{'degradation':{'service':'flash sale'}}"), "shop"))
        .isEqualTo("degradation.service: flash sale");
  }

  @Test
  void plan_degradedMethod_isARouteOfItsOwnBeforeAllOthers() throws Exception {
    ServiceRules rules =
        rules("{'degradation':{'methods':{'/s/B':'slow','/s/A':'wrong'}},'routes':[{'name':'r'}]}");

    RoutingPlan plan = Routing.plan(rules, List.of(V1), Caller.ANYBODY);

    assertThat(plan.routes().stream().map(PlannedRoute::name))
        .containsExactly("degradation.methods./s/A", "degradation.methods./s/B", "r");
    assertThat(plan.routes().get(0).method()).isEqualTo(TextMatch.exactly("/s/A"));
    assertThat(plan.routes().get(0).refusal()).isEqualTo("wrong");
    assertThat(shares(last(plan))).isEqualTo(Map.of("a", 1_000));
  }

  private static String refusal(ServiceRules rules, String service) {
    return Routing.plan(rules, List.of(V1), caller(service, Location.UNKNOWN, "")).refusal();
  }

  private static Caller inLane(String lane) {
    return caller("shop", Location.UNKNOWN, lane);
  }

  private static PlannedRoute plan(String rules, Candidate... candidates) {
    try {
      return last(Routing.plan(rules(rules), List.of(candidates), Caller.ANYBODY));
    } catch (io.heliograph.registry.catalog.Refusal e) {
      throw new AssertionError(e);
    }
  }
}
