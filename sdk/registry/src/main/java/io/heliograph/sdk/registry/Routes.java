/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.rules.Destination;
import io.heliograph.registry.rules.PlannedRoute;
import io.heliograph.registry.rules.RoutingPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;

/** The plan of one caller, ready to pick by: the shares of a plan come out at random. Immutable. */
final class Routes {
  /** A destination with its weight, and its priorities. */
  private record Way(Shares<List<Shares<Instance>>> destinations, PlannedRoute planned) {}

  private final ServiceName service;
  private final boolean known;
  private final RoutingPlan plan;
  private final List<Way> ways;

  /**
   * Makes it ready.
   *
   * @param known whether the absence of instances means that there are none
   */
  Routes(ServiceName service, boolean known, RoutingPlan plan) {
    this.service = service;
    this.known = known;
    this.plan = plan;
    ways = plan.routes().stream().map(Routes::way).toList();
  }

  private static Way way(PlannedRoute planned) {
    Shares.Builder<List<Shares<Instance>>> destinations = new Shares.Builder<>();
    for (Destination destination : planned.destinations()) {
      destinations.add(
          destination.priorities().stream()
              .map(
                  targets -> {
                    Shares.Builder<Instance> shares = new Shares.Builder<>();
                    targets.forEach(target -> shares.add(target.instance(), target.weight()));
                    return shares.build();
                  })
              .toList(),
          destination.weight());
    }
    return new Way(destinations.build(), planned);
  }

  /**
   * Takes an instance for a call: by the first route that takes it, its destinations by their
   * weights, of one the first priority that has a usable instance, of these by their weights. The
   * calls of a destination without any go to the others.
   *
   * @param random gives 0 to what it is given, exclusive
   */
  Instance pick(Call call, Predicate<Instance> usable, LongUnaryOperator random) {
    if (!plan.refusal().isEmpty()) {
      throw new CallRefusedException(service.toString(), plan.refusingField(), plan.refusal());
    }
    for (Way way : ways) {
      PlannedRoute planned = way.planned();
      if (!planned.takes(call.method(), call.headers())) {
        continue;
      }
      if (!planned.refusal().isEmpty()) {
        throw new CallRefusedException(
            service.toString(), planned.name(), planned.name() + ": " + planned.refusal());
      }
      Optional<Instance> picked =
          way.destinations()
              .pick(priorities -> usable(priorities, usable), random)
              .flatMap(priorities -> pick(priorities, usable, random));
      return picked.orElseThrow(() -> nobody(planned));
    }
    throw new IllegalStateException("no route of %s takes all calls".formatted(service));
  }

  private static boolean usable(List<Shares<Instance>> priorities, Predicate<Instance> usable) {
    return priorities.stream().anyMatch(shares -> shares.any(usable));
  }

  private static Optional<Instance> pick(
      List<Shares<Instance>> priorities, Predicate<Instance> usable, LongUnaryOperator random) {
    for (Shares<Instance> shares : priorities) {
      Optional<Instance> picked = shares.pick(usable, random);
      if (picked.isPresent()) {
        return picked;
      }
    }
    return Optional.empty();
  }

  private NoInstanceException nobody(PlannedRoute planned) {
    return new NoInstanceException(service.toString(), planned.name(), why(planned));
  }

  private String why(PlannedRoute planned) {
    if (!planned.destinations().isEmpty()) {
      return "none of those that route %s leads to is usable".formatted(planned.name());
    }
    if (!known) {
      return "no node has told yet who is in it";
    }
    if (planned.excluded().isEmpty()) {
      return "it has none";
    }
    Map.Entry<String, String> first = planned.excluded().entrySet().iterator().next();
    return "route %s leads to none of %d, such as %s: %s"
        .formatted(planned.name(), planned.excluded().size(), first.getKey(), first.getValue());
  }
}
