/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Leads one client's calls of one service to clusters that it does not know, in two steps. First it
 * gets its old routes with one more behind them, which no call comes to and which names the new
 * clusters; then, when it has their endpoints, the new routes. For a client may take new routes
 * into use before it can balance over their clusters: grpc-go fails the calls in between with
 * UNAVAILABLE, also those that wait for ready.
 */
final class Turnover {
  /** From when the client has acknowledged the endpoints, for it to open its balancers. */
  static final long OPENING_MILLIS = 200;

  /** Not longer, for there may be nobody in a new cluster, and then nothing is told of it. */
  static final long LONGEST_MILLIS = 3_000;

  private final LongSupplier nanoTime;
  private Resource told;
  private Set<String> known = Set.of();
  private Resource announcement;
  private Set<String> announced = Set.of();
  private long since;
  private long ready;

  Turnover(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * What the client is to have now.
   *
   * @param routes what it is to have in the end, a route configuration
   * @param has whether it has the endpoints of all of these clusters
   * @param waits whether endpoints for it wait for their turn: that time does not count
   */
  Resource next(Resource routes, Predicate<Set<String>> has, boolean waits) {
    if (told != null && routes.version() == told.version() && announcement == null) {
      return told;
    }
    if (waits) {
      since = nanoTime.getAsLong();
    }
    RouteConfiguration wanted = read(routes);
    Set<String> clusters = clusters(wanted);
    if (told == null || known.containsAll(clusters) || isOpen(clusters, has)) {
      told = routes;
      known = clusters;
      announcement = null;
      announced = Set.of();
      return told;
    }
    if (!announced.containsAll(clusters)) {
      announced = new TreeSet<>(clusters);
      announced.removeAll(known);
      announcement = Resource.of(announce(read(told), announced));
      announced.addAll(known);
      since = nanoTime.getAsLong();
      ready = 0;
    }
    return announcement;
  }

  /** Whether there is a second step to come. */
  boolean isUnderWay() {
    return announcement != null;
  }

  private boolean isOpen(Set<String> clusters, Predicate<Set<String>> has) {
    if (announcement == null || !announced.containsAll(clusters)) {
      return false;
    }
    long now = nanoTime.getAsLong();
    if (ready == 0 && has.test(clusters)) {
      ready = now;
    }
    return now - since >= TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS)
        || (ready != 0 && now - ready >= TimeUnit.MILLISECONDS.toNanos(OPENING_MILLIS));
  }

  private static RouteConfiguration announce(RouteConfiguration routes, Set<String> clusters) {
    TreeMap<String, Integer> weights = new TreeMap<>();
    clusters.forEach(cluster -> weights.put(cluster, 1));
    RouteConfiguration.Builder more = routes.toBuilder();
    more.getVirtualHostsBuilder(0).addRoutes(Encoding.route(Encoding.NO_CALLS, weights));
    return more.build();
  }

  /** Those that calls may come to. */
  private static Set<String> clusters(RouteConfiguration routes) {
    Set<String> clusters = new TreeSet<>();
    for (VirtualHost host : routes.getVirtualHostsList()) {
      for (Route route : host.getRoutesList()) {
        if (route.getMatch().equals(Encoding.NO_CALLS)) {
          continue; // nothing to wait for
        }
        RouteAction action = route.getRoute();
        if (action.hasCluster()) {
          clusters.add(action.getCluster());
        }
        action.getWeightedClusters().getClustersList().forEach(one -> clusters.add(one.getName()));
      }
    }
    return clusters;
  }

  private static RouteConfiguration read(Resource routes) {
    try {
      return routes.packed().unpack(RouteConfiguration.class);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("these are no routes", e); // they were packed here
    }
  }
}
