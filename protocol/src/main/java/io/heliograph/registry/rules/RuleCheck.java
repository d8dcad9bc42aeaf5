/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Finds rules that would send traffic to nobody, as the instances are now. */
public final class RuleCheck {
  private RuleCheck() {}

  /**
   * What cannot be meant so; empty if all is well. Health does not count: it comes back.
   *
   * @param candidates all instances of the service
   */
  public static List<Warning> warnings(ServiceRules rules, List<Candidate> candidates) {
    List<Warning> warnings = new ArrayList<>();
    for (int i = 0; i < rules.routes().size(); i++) {
      RouteRule route = rules.routes().get(i);
      Subset subset = route.subset();
      if (none(
          candidates,
          candidate ->
              subset.holds(candidate.instance())
                  && (subset.lane() == null
                      || subset.lane().equals(candidate.instance().lane())))) {
        warnings.add(
            new Warning(
                "routes[%d].subset".formatted(i),
                "holds none of the %d instances: route %s sends its calls to %s"
                    .formatted(
                        candidates.size(),
                        route.name(),
                        route.fallback() ? "all, as its fallback" : "nobody")));
      }
    }
    rules
        .traffic()
        .percent()
        .forEach(
            (part, percent) -> {
              if (percent > 0
                  && none(
                      candidates,
                      candidate -> rules.traffic().part(candidate.instance()).equals(part))) {
                warnings.add(absentPart(rules.traffic(), part, percent, candidates.size()));
              }
            });
    everywhere(rules, candidates, warnings);
    return warnings;
  }

  private static Warning absentPart(Traffic traffic, String part, int percent, int instances) {
    return new Warning(
        "traffic.percent." + part,
        "is %d, but none of the %d instances has this %s"
            .formatted(percent, instances, traffic.by().name().toLowerCase(Locale.ROOT)));
  }

  private static void everywhere(
      ServiceRules rules, List<Candidate> candidates, List<Warning> warnings) {
    if (candidates.isEmpty()) {
      return;
    }
    if (!rules.failover().drained().isEmpty()
        && none(
            candidates,
            candidate -> rules.failover().drained(candidate.instance().location()) < 0)) {
      warnings.add(
          new Warning(
              "failover.drained",
              "drains all %d instances: nobody is left".formatted(candidates.size())));
    } else if (!rules.weights().isEmpty()
        && none(candidates, candidate -> Member.of(rules, candidate).isPresent())) {
      warnings.add(
          new Warning(
              "weights",
              "leave none of the %d instances a weight above 0".formatted(candidates.size())));
    }
  }

  private static boolean none(List<Candidate> candidates, Predicate<Candidate> condition) {
    return candidates.stream().noneMatch(condition);
  }
}
