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
  /**
   * A route without what its plan says of each instance, of which plans are kept by the thousand.
   *
   * @param destinations with their weights; of each its priorities
   * @param matches which calls it takes, and whether it refuses them
   * @param nobody why a call that cannot be led to an instance cannot
   */
  private record Way(
      Shares<List<Shares<Instance>>> destinations, PlannedRoute matches, String nobody) {}

  private final ServiceName service;
  private final String refusal;
  private final String refusingField;
  private final List<Way> ways;

  /**
   * Makes it ready.
   *
   * @param known whether the absence of instances means that there are none
   */
  Routes(ServiceName service, boolean known, RoutingPlan plan) {
    this.service = service;
    refusal = plan.refusal();
    refusingField = plan.refusingField();
    ways = plan.routes().stream().map(planned -> way(planned, known)).toList();
  }

  private static Way way(PlannedRoute planned, boolean known) {
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
    PlannedRoute matches =
        new PlannedRoute(
            planned.name(),
            planned.method(),
            planned.headers(),
            planned.refusal(),
            List.of(),
            Map.of());
    return new Way(destinations.build(), matches, nobody(planned, known));
  }

  /**
   * Takes an instance for a call: by the first route that takes it, its destinations by their
   * weights, of one the first priority that has a usable instance, of these by their weights. The
   * calls of a destination without any go to the others.
   *
   * @param random gives 0 to what it is given, exclusive
   */
  Instance pick(Call call, Predicate<Instance> usable, LongUnaryOperator random) {
    if (!refusal.isEmpty()) {
      throw new CallRefusedException(service.toString(), refusingField, refusal);
    }
    for (Way way : ways) {
      PlannedRoute route = way.matches();
      if (!route.takes(call.method(), call.headers())) {
        continue;
      }
      if (!route.refusal().isEmpty()) {
        throw new CallRefusedException(
            service.toString(), route.name(), route.name() + ": " + route.refusal());
      }
      Optional<Instance> picked =
          way.destinations()
              .pick(priorities -> usable(priorities, usable), random)
              .flatMap(priorities -> pick(priorities, usable, random));
      return picked.orElseThrow(
          () -> new NoInstanceException(service.toString(), route.name(), way.nobody()));
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

  private static String nobody(PlannedRoute planned, boolean known) {
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
