/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Location;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any rules and any instances; each seed is a hundred of both. */
class RoutingPropertyTest {
  private static final int CASES = 100;
  private static final List<String> VERSIONS = List.of("1", "2", "3");
  private static final List<String> LANES = List.of("", "", "", "gray");
  private static final List<Proximity.Level> LEVELS =
      List.of(Proximity.Level.CITY, Proximity.Level.CENTER, Proximity.Level.ROOM);
  private static final List<String> PLACES = List.of("", "a", "b");

  static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    for (long seed = 0; seed < 40; seed++) {
      seeds.add(seed);
    }
    return seeds;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void plan_anyRules(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      ServiceRules rules = RuleLimits.check(rules(random));
      List<Candidate> candidates = candidates(random);
      Caller caller = new Caller("shop", location(random), pick(random, LANES), Map.of());

      RoutingPlan plan = Routing.plan(rules, candidates, caller);

      Map<String, Candidate> byId = new HashMap<>();
      candidates.forEach(candidate -> byId.put(candidate.instance().id(), candidate));
      for (PlannedRoute route : plan.routes()) {
        everyInstanceIsExplained(route, byId.keySet());
        sharesSumToAll(route);
        onlyHealthyOnesWithWeight(route, rules, byId);
        sharesAreTheRatio(route, rules, byId);
      }
      neverEmptyWhileSomebodyCan(plan, rules, candidates, caller);
      assertThat(Routing.plan(rules, candidates, caller)).isEqualTo(plan);
      assertThat(Routing.plan(rules, candidates, rules.seen(caller)))
          .as("what rules do not see of a caller changes nothing")
          .isEqualTo(plan);
      assertSharesInAnyOrder(plan, rules, candidates, caller, random);
    }
  }

  private static void everyInstanceIsExplained(PlannedRoute route, Set<String> all) {
    Set<String> explained = new HashSet<>(route.excluded().keySet());
    for (Destination destination : route.destinations()) {
      for (List<Target> priority : destination.priorities()) {
        assertThat(priority).isNotEmpty();
        for (Target target : priority) {
          assertThat(explained.add(target.instance().id())).as("once").isTrue();
        }
      }
    }
    assertThat(explained).isEqualTo(all);
    assertThat(route.excluded().values()).noneMatch(String::isEmpty);
  }

  private static void sharesSumToAll(PlannedRoute route) {
    double sum = Fleet.exactShares(route).values().stream().mapToDouble(d -> d).sum();
    if (!route.destinations().isEmpty()) {
      assertThat(sum).isCloseTo(1, within(1e-9));
    }
  }

  private static void onlyHealthyOnesWithWeight(
      PlannedRoute route, ServiceRules rules, Map<String, Candidate> byId) {
    for (Destination destination : route.destinations()) {
      for (Target target : destination.priorities().stream().flatMap(List::stream).toList()) {
        Candidate candidate = byId.get(target.instance().id());
        assertThat(target.weight()).isPositive();
        assertThat(candidate.healthy()).isTrue();
        assertThat(Routing.weight(rules, candidate)).isPositive();
        assertThat(rules.weights().getOrDefault(target.instance().id(), 1)).isPositive();
        assertThat(rules.failover().drained(target.instance().location())).isNegative();
      }
    }
  }

  private static void sharesAreTheRatio(
      PlannedRoute route, ServiceRules rules, Map<String, Candidate> byId) {
    Map<String, Integer> percent = rules.traffic().percent();
    int named = route.destinations().stream().mapToInt(Destination::weight).sum();
    if (route.destinations().isEmpty() || route.destinations().get(0).name().equals(Routing.ALL)) {
      return;
    }
    Map<String, Double> byPart = new HashMap<>();
    Fleet.exactShares(route)
        .forEach(
            (id, share) ->
                byPart.merge(rules.traffic().part(byId.get(id).instance()), share, Double::sum));
    byPart.forEach(
        (part, share) ->
            assertThat(share).isCloseTo(percent.get(part) / (double) named, within(1e-9)));
    assertThat(byPart).hasSameSizeAs(route.destinations());
  }

  private static void neverEmptyWhileSomebodyCan(
      RoutingPlan plan, ServiceRules rules, List<Candidate> candidates, Caller caller) {
    boolean somebodyCan =
        candidates.stream()
            .filter(candidate -> candidate.healthy() && Routing.weight(rules, candidate) > 0)
            .map(candidate -> candidate.instance().lane())
            .anyMatch(
                lane -> lane.equals(caller.lane()) || (lane.isEmpty() && rules.lanes().fallback()));
    Map<String, Boolean> fallback = new HashMap<>();
    rules.routes().forEach(route -> fallback.put(route.name(), route.fallback()));
    for (PlannedRoute route : plan.routes()) {
      if (somebodyCan && fallback.getOrDefault(route.name(), true)) {
        assertThat(route.destinations()).as(route.name()).isNotEmpty();
      }
    }
    assertThat(plan.routes().get(plan.routes().size() - 1).headers()).isEmpty();
  }

  private static void assertSharesInAnyOrder(
      RoutingPlan plan,
      ServiceRules rules,
      List<Candidate> candidates,
      Caller caller,
      Random random) {
    List<Candidate> shuffled = new ArrayList<>(candidates);
    Collections.shuffle(shuffled, random);
    RoutingPlan again = Routing.plan(rules, shuffled, caller);
    for (int i = 0; i < plan.routes().size(); i++) {
      Map<String, Double> shares = Fleet.exactShares(plan.routes().get(i));
      Map<String, Double> others = Fleet.exactShares(again.routes().get(i));
      assertThat(others.keySet()).isEqualTo(shares.keySet());
      others.forEach((id, share) -> assertThat(share).isCloseTo(shares.get(id), within(1e-9)));
    }
  }

  private static ServiceRules rules(Random random) {
    Map<String, Integer> weights = new HashMap<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      weights.put("i" + random.nextInt(12), random.nextBoolean() ? 0 : random.nextInt(10_000));
    }
    List<RouteRule> routes = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      CallMatch match =
          random.nextBoolean()
              ? CallMatch.ANY
              : new CallMatch(null, null, null, List.of(new HeaderMatch("x", "1", null)), null);
      Subset subset = new Subset(null, pick(random, VERSIONS), null, null);
      routes.add(new RouteRule("r" + i, match, subset, random.nextBoolean()));
    }
    int first = random.nextInt(101);
    Traffic traffic =
        random.nextBoolean()
            ? Traffic.UNSPLIT
            : new Traffic(Traffic.By.VERSION, Map.of("1", first, "4", 100 - first));
    boolean byPriority = random.nextBoolean();
    Proximity.Level level = LEVELS.get(random.nextInt(LEVELS.size()));
    return new ServiceRules(
        0,
        weights,
        routes,
        byPriority
            ? new Proximity(level, Proximity.Mode.PRIORITY, 0)
            : new Proximity(level, Proximity.Mode.WEIGHT, 0.3),
        traffic,
        new Failover(
            random.nextInt(3) == 0 ? List.of(new Place("", "", "a")) : List.of(),
            byPriority ? random.nextInt(101) : 0),
        new Lanes(random.nextBoolean()),
        null,
        null);
  }

  private static List<Candidate> candidates(Random random) {
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < random.nextInt(12); i++) {
      int weight = random.nextInt(5) == 0 ? 0 : random.nextInt(10_000);
      candidates.add(
          new Candidate(
              new Instance(
                  "i" + i,
                  "h",
                  1,
                  "",
                  pick(random, VERSIONS),
                  "",
                  pick(random, LANES),
                  weight,
                  0,
                  10,
                  location(random),
                  Map.of(),
                  Map.of()),
              random.nextInt(3) > 0,
              weight == 0 ? 0 : random.nextInt(weight)));
    }
    return candidates;
  }

  private static Location location(Random random) {
    return new Location(pick(random, PLACES), pick(random, PLACES), pick(random, PLACES));
  }

  private static String pick(Random random, List<String> of) {
    return of.get(random.nextInt(of.size()));
  }
}
