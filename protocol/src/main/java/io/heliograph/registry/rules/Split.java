/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Parts the instances of a route by ratio. */
final class Split {
  private Split() {}

  /**
   * The destinations of a route, by name. None if nobody is healthy. Without any healthy instance
   * in a part that has a percentage, the ratio says nothing and all are one part.
   *
   * @param excluded takes those that get nothing, and why
   * @param order puts the instances of a part into priorities
   */
  static List<Destination> of(
      ServiceRules rules,
      List<Member> members,
      Map<String, String> excluded,
      Function<List<Member>, List<List<Target>>> order) {
    Traffic traffic = rules.traffic();
    Map<String, List<Member>> parts = new TreeMap<>();
    for (Member member : members) {
      String part = traffic.part(member.instance());
      if (traffic.percent().getOrDefault(part, 0) > 0) {
        parts.computeIfAbsent(part, first -> new ArrayList<>()).add(member);
      }
    }
    List<Destination> destinations = new ArrayList<>();
    parts.forEach(
        (part, those) -> {
          if (Member.anyHealthy(those)) {
            int percent = traffic.percent().get(part);
            destinations.add(new Destination(part, percent, order.apply(those)));
          }
        });
    if (destinations.isEmpty()) {
      List<List<Target>> all = order.apply(members);
      return all.isEmpty() ? List.of() : List.of(new Destination(Routing.ALL, 1, all));
    }
    for (Member member : members) {
      String part = traffic.part(member.instance());
      if (!parts.containsKey(part)) {
        excluded.put(
            member.id(), "traffic.percent gives nothing to %s '%s'".formatted(name(traffic), part));
      } else if (!member.healthy()) {
        excluded.put(member.id(), Nearness.UNHEALTHY);
      }
    }
    return List.copyOf(destinations);
  }

  private static String name(Traffic traffic) {
    return switch (traffic.by()) {
      case VERSION -> "version";
      case GROUP -> "group";
      case CENTER -> "center";
    };
  }
}
