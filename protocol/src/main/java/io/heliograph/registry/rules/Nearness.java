/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts instances into an order of priorities by how near they are to the caller. Partial overflow
 * is worked out here, since gRPC's clients leave a priority only when all of it is lost: places
 * that share the calls become one priority, in which the weights say how much each gets.
 */
final class Nearness {
  static final String UNHEALTHY = "it is not healthy";

  /** The sum of the weights of a priority that holds several places, about. */
  private static final double PRECISION = 1_000_000;

  private static final double ROUNDING = 1e-9;
  private static final double PERCENT = 100;

  /** Keeps a factor's fractions in whole weights. */
  private static final long WEIGHT_SCALE = 1_000;

  private Nearness() {}

  /**
   * The healthy ones of some instances by priority, none of which is empty.
   *
   * @param excluded takes the others
   */
  static List<List<Target>> order(
      ServiceRules rules, Caller caller, List<Member> members, Map<String, String> excluded) {
    SortedMap<Integer, Neighbourhood> bySteps = new TreeMap<>();
    for (Member member : members) {
      int steps = rules.proximity().steps(caller.location(), member.instance().location());
      bySteps.computeIfAbsent(steps, first -> new Neighbourhood()).add(member);
      if (!member.healthy()) {
        excluded.put(member.id(), UNHEALTHY);
      }
    }
    if (rules.proximity().mode() == Proximity.Mode.WEIGHT) {
      return weighted(rules.proximity().factor(), bySteps);
    }
    List<Neighbourhood> usable =
        bySteps.values().stream().filter(hood -> hood.healthyWeight > 0).toList();
    return overflowing(usable, rules.failover().overflowBelowPercent() / PERCENT);
  }

  private static List<List<Target>> weighted(
      double factor, SortedMap<Integer, Neighbourhood> bySteps) {
    List<Target> targets = new ArrayList<>();
    bySteps.forEach(
        (steps, hood) -> {
          double scale = WEIGHT_SCALE * Math.pow(factor, steps);
          hood.healthy.forEach(member -> targets.add(target(member, scale)));
        });
    return targets.isEmpty() ? List.of() : List.of(List.copyOf(targets));
  }

  /**
   * The nearest takes as much as it can, the next one of what is left, and so on, as Envoy spreads
   * load over priority levels; what nobody can take is shared in proportion.
   */
  private static List<List<Target>> overflowing(List<Neighbourhood> hoods, double threshold) {
    List<List<Target>> priorities = new ArrayList<>();
    double left = 1;
    int sharing = 0;
    double[] loads = new double[hoods.size()];
    while (sharing < hoods.size() && left > ROUNDING) {
      loads[sharing] = Math.min(left, hoods.get(sharing).capacity(threshold));
      left -= loads[sharing];
      sharing++;
    }
    if (sharing == 1) {
      priorities.add(hoods.get(0).targets(1));
    } else if (sharing > 1) {
      List<Target> first = new ArrayList<>();
      for (int i = 0; i < sharing; i++) {
        Neighbourhood hood = hoods.get(i);
        first.addAll(hood.targets(loads[i] * PRECISION / hood.healthyWeight));
      }
      priorities.add(List.copyOf(first));
    }
    for (Neighbourhood hood : hoods.subList(sharing, hoods.size())) {
      priorities.add(hood.targets(1));
    }
    return List.copyOf(priorities);
  }

  private static Target target(Member member, double scale) {
    return new Target(member.instance(), Math.max(1, Math.round(member.weight() * scale)));
  }

  /** The instances that are so many steps away. */
  private static final class Neighbourhood {
    private final List<Member> healthy = new ArrayList<>();
    private long healthyWeight;
    private long weight;

    void add(Member member) {
      weight += member.weight();
      if (member.healthy()) {
        healthy.add(member);
        healthyWeight += member.weight();
      }
    }

    /** The part of all calls that it can take, 0 to 1. */
    double capacity(double threshold) {
      double healthyShare = healthyWeight / (double) weight;
      return healthyShare >= threshold ? 1 : healthyShare / threshold;
    }

    List<Target> targets(double scale) {
      return healthy.stream().map(member -> target(member, scale)).toList();
    }
  }
}
