/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Works out from rules and instances where the calls of a caller go: the same for the same input,
 * whatever the order of the instances' health reports. A pure function; a plan is made anew when
 * anything changes.
 */
public final class Routing {
  /** The route of calls that no rule matches. */
  public static final String DEFAULT = "default";

  static final RouteRule DEFAULT_ROUTE = new RouteRule(DEFAULT, CallMatch.ANY, Subset.ALL, false);

  /** The one destination of a route that is not split. */
  public static final String ALL = "all";

  private final ServiceRules rules;
  private final Caller caller;
  private final List<Member> present = new ArrayList<>();

  /** Instances that no route uses, and why. */
  private final Map<String, String> absent = new TreeMap<>();

  private Routing(ServiceRules rules, List<Candidate> candidates, Caller caller) {
    this.rules = rules;
    this.caller = caller;
    for (Candidate candidate : candidates) {
      Member member = Member.of(rules, candidate);
      if (member.isPresent()) {
        present.add(member);
      } else {
        absent.put(member.id(), member.whyAbsent());
      }
    }
  }

  /**
   * Plans the calls of a caller.
   *
   * @param candidates all instances of the service, those that are not healthy too
   */
  public static RoutingPlan plan(ServiceRules rules, List<Candidate> candidates, Caller caller) {
    String denied = rules.access().whyNot(caller.service());
    if (!denied.isEmpty()) {
      return RoutingPlan.refused(denied);
    }
    if (!rules.degradation().service().isEmpty()) {
      return RoutingPlan.refused("degradation.service: " + rules.degradation().service());
    }
    return new Routing(rules, candidates, caller).plan();
  }

  /**
   * The weight of an instance by the rules that hold for all callers: 0 if it is not healthy or in
   * a drained place, else its override, warming up as the instance does.
   */
  public static int weight(ServiceRules rules, Candidate candidate) {
    return candidate.healthy() ? Member.of(rules, candidate).weight() : 0;
  }

  /** The same for a check of the rules: where calls of a lane go, whoever the caller is else. */
  static Routing ofLane(ServiceRules rules, List<Candidate> candidates, String lane) {
    return new Routing(rules, candidates, new Caller("", Location.UNKNOWN, lane, Map.of()));
  }

  /** Why no route uses an instance; null if one may. */
  String whyAbsent(String id) {
    return absent.get(id);
  }

  private RoutingPlan plan() {
    List<PlannedRoute> routes = new ArrayList<>();
    rules.degradation().methods().forEach((method, reason) -> routes.add(degraded(method, reason)));
    Map<String, String> skipped = new LinkedHashMap<>();
    String unreachable = "";
    for (RouteRule rule : rules.routes()) {
      String whyNot = unreachable.isEmpty() ? rule.match().whyNot(caller) : unreachable;
      if (!whyNot.isEmpty()) {
        skipped.put(rule.name(), whyNot);
        continue;
      }
      routes.add(route(rule));
      if (!rule.match().asksTheCall()) {
        unreachable = "route %s before it takes all calls of this caller".formatted(rule.name());
      }
    }
    if (unreachable.isEmpty()) {
      routes.add(route(DEFAULT_ROUTE));
    }
    return new RoutingPlan("", List.copyOf(routes), skipped);
  }

  private static PlannedRoute degraded(String method, String reason) {
    return new PlannedRoute(
        "degradation.methods." + method,
        TextMatch.exactly(method),
        List.of(),
        reason,
        List.of(),
        Map.of());
  }

  private PlannedRoute route(RouteRule rule) {
    Map<String, String> excluded = new TreeMap<>(absent);
    List<Member> members = members(rule, excluded);
    List<Destination> destinations =
        Split.of(rules, members, excluded, part -> Nearness.order(rules, caller, part, excluded));
    return new PlannedRoute(
        rule.name(), rule.match().method(), rule.match().headers(), "", destinations, excluded);
  }

  /** Those that the calls of a route are for, whatever the ratio, near or far; empty for nobody. */
  List<Member> members(RouteRule rule) {
    List<Member> members = inLane(rule.subset());
    return rule.fallback() && !Member.anyHealthy(members) ? inLane(Subset.ALL) : members;
  }

  private List<Member> members(RouteRule rule, Map<String, String> excluded) {
    List<Member> members = members(rule);
    Set<String> ids = members.stream().map(Member::id).collect(Collectors.toSet());
    for (Member member : present) {
      if (!ids.contains(member.id())) {
        excluded.put(member.id(), whyOutside(rule, member));
      }
    }
    return members;
  }

  private String whyOutside(RouteRule rule, Member member) {
    return rule.subset().holds(member.instance())
        ? "its lane is '%s'".formatted(member.instance().lane())
        : "it is not in the subset of route " + rule.name();
  }

  /** A subset in its lane, or in the baseline while its lane has no healthy one. */
  private List<Member> inLane(Subset subset) {
    if (subset.lane() != null) {
      return in(subset, subset.lane());
    }
    List<Member> own = in(subset, caller.lane());
    boolean goesToBaseline = !caller.lane().isEmpty() && rules.lanes().fallback();
    return goesToBaseline && !Member.anyHealthy(own) ? in(subset, "") : own;
  }

  private List<Member> in(Subset subset, String lane) {
    return present.stream()
        .filter(member -> member.instance().lane().equals(lane) && subset.holds(member.instance()))
        .toList();
  }
}
