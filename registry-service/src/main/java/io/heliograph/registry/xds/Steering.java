/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.rules.Destination;
import io.heliograph.registry.rules.PlannedRoute;
import io.heliograph.registry.rules.Routing;
import io.heliograph.registry.rules.RoutingPlan;
import io.heliograph.registry.rules.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a service with rules is to one caller: a plan as routes, and as lists of endpoints of the
 * clusters that they name. The single destination of the default route has the cluster that the
 * service has without rules, so that a client keeps its connections when rules come and go.
 *
 * @param endpoints by cluster; each that the routes name, unless nobody is known to be in it
 * @param leftOut instances with a weight that are in no list, since they have no IP address
 */
record Steering(Resource routes, Map<String, Resource> endpoints, int leftOut) {
  private static final String NOBODY = "nobody";

  /**
   * Encodes a plan.
   *
   * @param target the service, as it stands in its clients' targets
   * @param instances all of the plan's, by id
   * @param verified whether a route that leads to nobody is known to: its calls are refused then,
   *     and else led to a cluster of which nothing is said
   */
  static Steering of(
      String target, RoutingPlan plan, Map<String, Listed> instances, boolean verified) {
    if (!plan.refusal().isEmpty()) {
      return refusing(target, List.of(Encoding.refusal(Encoding.ALL_CALLS)));
    }
    List<Route> routes = new ArrayList<>();
    Map<String, EndpointPlan> lists = new HashMap<>();
    for (PlannedRoute planned : plan.routes()) {
      RouteMatch match = Encoding.match(planned.method(), planned.headers());
      TreeMap<String, Integer> clusters = new TreeMap<>();
      for (Destination destination : planned.destinations()) {
        String cluster = cluster(target, planned, destination.name());
        clusters.put(cluster, destination.weight());
        lists.put(cluster, endpoints(destination, instances));
      }
      boolean refused = !planned.refusal().isEmpty();
      if (clusters.isEmpty() && !refused && !verified) {
        clusters.put(cluster(target, planned, Routing.ALL), 1);
      }
      routes.add(clusters.isEmpty() ? Encoding.refusal(match) : Encoding.route(match, clusters));
    }
    if (routes.stream().noneMatch(Route::hasRoute)) {
      return refusing(target, routes);
    }
    Map<String, Resource> endpoints = new HashMap<>();
    lists.forEach(
        (cluster, list) -> endpoints.put(cluster, Resource.of(Encoding.endpoints(cluster, list))));
    return new Steering(
        Resource.of(Encoding.routes(target, routes)),
        endpoints,
        lists.values().stream().mapToInt(EndpointPlan::leftOut).sum());
  }

  /**
   * Routes that all refuse, with one behind them that takes no calls and leads to nobody: grpc-java
   * 1.85 fails calls with INTERNAL, and not as the routes say, if none of them names a cluster.
   */
  private static Steering refusing(String target, List<Route> refusals) {
    List<Route> routes = new ArrayList<>(refusals);
    String nobody = XdsName.cluster(target, Routing.DEFAULT, NOBODY);
    routes.add(Encoding.route(Encoding.NO_CALLS, new TreeMap<>(Map.of(nobody, 1))));
    return new Steering(
        Resource.of(Encoding.routes(target, routes)),
        Map.of(nobody, Resource.of(Encoding.endpoints(nobody, EndpointPlan.of(List.of())))),
        0);
  }

  private static String cluster(String target, PlannedRoute route, String destination) {
    return route.name().equals(Routing.DEFAULT) && route.destinations().size() <= 1
        ? target
        : XdsName.cluster(target, route.name(), destination);
  }

  private static EndpointPlan endpoints(Destination destination, Map<String, Listed> instances) {
    List<List<Weighted>> priorities = new ArrayList<>();
    for (List<Target> targets : destination.priorities()) {
      priorities.add(
          targets.stream()
              .map(one -> new Weighted(instances.get(one.instance().id()), one.weight()))
              .toList());
    }
    return EndpointPlan.of(priorities);
  }

  /** The memory that it takes, about. */
  int bytes() {
    return routes.bytes() + endpoints.values().stream().mapToInt(Resource::bytes).sum();
  }
}
