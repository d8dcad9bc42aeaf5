/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds rules that would send traffic to nobody, as the instances are now. It asks {@link Routing}
 * where calls go, so that it means by "nobody" what the clients get. Health does not count: it
 * comes back. Used once, by one thread.
 */
public final class RuleCheck {
  /** Callers of more lanes than that are not looked at; the baseline always is. */
  static final int MAX_LANES = 32;

  private final ServiceRules rules;
  private final List<Candidate> candidates;
  private final Map<String, Lane> lanes = new TreeMap<>();
  private final List<Warning> warnings = new ArrayList<>();

  private RuleCheck(ServiceRules rules, List<Candidate> candidates) {
    this.rules = rules;
    this.candidates =
        candidates.stream().map(one -> new Candidate(one.instance(), true, one.weight())).toList();
  }

  /**
   * What cannot be meant so; empty if all is well.
   *
   * @param candidates all instances of the service
   */
  public static List<Warning> warnings(ServiceRules rules, List<Candidate> candidates) {
    return new RuleCheck(rules, candidates).run();
  }

  private List<Warning> run() {
    Set<String> callers = callers();
    callers.forEach(this::lane);
    for (int i = 0; i < rules.routes().size(); i++) {
      RouteRule route = rules.routes().get(i);
      String lane = route.match().lane();
      route("routes[%d].subset".formatted(i), route, lane == null ? callers : Set.of(lane));
    }
    rules.traffic().percent().forEach(this::part);
    if (rules.routes().stream().noneMatch(route -> route.match().equals(CallMatch.ANY))) {
      everywhere(callers);
    }
    return List.copyOf(warnings);
  }

  /** The lanes whose callers are looked at. */
  private Set<String> callers() {
    NavigableSet<String> all =
        candidates.stream()
            .map(one -> one.instance().lane())
            .collect(Collectors.toCollection(TreeSet::new));
    all.add(""); // the first in order
    return all.stream().limit(MAX_LANES).collect(Collectors.toCollection(TreeSet::new));
  }

  private Lane lane(String name) {
    return lanes.computeIfAbsent(name, of -> new Lane(rules, candidates, of));
  }

  private void route(String field, RouteRule route, Set<String> callers) {
    RouteRule strict = new RouteRule(route.name(), route.match(), route.subset(), false);
    List<String> holding =
        callers.stream().filter(lane -> !lane(lane).all.members(strict).isEmpty()).toList();
    if (holding.isEmpty()) {
      warn(
          field,
          "holds none of the %d instances%s: route %s sends its calls to %s"
              .formatted(
                  candidates.size(),
                  callers.size() > 1 ? "" : forCalls(callers.iterator().next()),
                  route.name(),
                  route.fallback() ? "all, as its fallback" : "nobody"));
      return;
    }
    for (String name : holding) {
      Lane lane = lane(name);
      if (lane.ruled.members(route).isEmpty()) {
        List<Member> held = lane.all.members(strict);
        String first = held.get(0).id();
        warn(
            field,
            "holds %d of the %d instances, but none gets calls (%s: %s): route %s sends its calls%s"
                    .formatted(
                        held.size(),
                        candidates.size(),
                        first,
                        lane.ruled.whyAbsent(first),
                        route.name(),
                        of(name))
                + " to nobody");
        return;
      }
    }
  }

  private void part(String part, int percent) {
    Predicate<Candidate> isOfIt = one -> rules.traffic().part(one.instance()).equals(part);
    if (percent > 0 && candidates.stream().noneMatch(isOfIt)) {
      warn(
          "traffic.percent." + part,
          "is %d, but none of the %d instances has this %s"
              .formatted(
                  percent,
                  candidates.size(),
                  rules.traffic().by().name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Drains and weights that leave nobody for calls which no route takes. */
  private void everywhere(Set<String> callers) {
    for (String name : callers) {
      if (lane(name).ruled.members(Routing.DEFAULT_ROUTE).isEmpty()) {
        List<Member> drained = without(true, false, name);
        List<Member> weighed = without(false, true, name);
        if (drained.isEmpty() && weighed.isEmpty()) {
          drained = without(true, true, name); // empty if the rules have no part in it
        }
        if (!drained.isEmpty()) {
          warn("failover.drained", "drains", drained, of(name));
        } else if (!weighed.isEmpty()) {
          warn("weights", "give 0 to", weighed, of(name));
        }
      }
    }
  }

  /** Who would get the calls without some of the rules. */
  private List<Member> without(boolean drains, boolean weights, String lane) {
    ServiceRules others =
        new ServiceRules(
            0,
            weights ? null : rules.weights(),
            null,
            null,
            null,
            drains ? null : rules.failover(),
            rules.lanes(),
            null,
            null);
    return Routing.ofLane(others, candidates, lane).members(Routing.DEFAULT_ROUTE);
  }

  private void warn(String field, String does, List<Member> those, String calls) {
    warn(
        field,
        "%s all %d instances that would get calls%s: nobody is left"
            .formatted(does, those.size(), calls));
  }

  private void warn(String field, String problem) {
    warnings.add(new Warning(field, problem));
  }

  private static String forCalls(String lane) {
    return lane.isEmpty() ? "" : " for calls of lane " + lane;
  }

  /** Names a lane's calls, if there are others. */
  private String of(String lane) {
    if (lanes.size() == 1) {
      return "";
    }
    return lane.isEmpty() ? " of the baseline" : " of lane " + lane;
  }

  /** Where the calls of a lane go. */
  private static final class Lane {
    private final Routing ruled;

    /** If nobody were drained, and all had a weight. */
    private final Routing all;

    Lane(ServiceRules rules, List<Candidate> candidates, String name) {
      ruled = Routing.ofLane(rules, candidates, name);
      ServiceRules lanesOnly =
          new ServiceRules(0, null, null, null, null, null, rules.lanes(), null, null);
      all =
          Routing.ofLane(
              lanesOnly,
              candidates.stream().map(one -> new Candidate(one.instance(), true, 1)).toList(),
              name);
    }
  }
}
