/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.cluster.v3.CircuitBreakers;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.ApiListener;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.NonForwardingAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.config.route.v3.WeightedCluster;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.rules.HeaderMatch;
import io.heliograph.registry.rules.TextMatch;
import java.util.List;
import java.util.SortedMap;

/**
 * The resources of a service, all four under the one name that its clients use unless rules need
 * more clusters than one, with what gRPC needs of them and nothing that only Envoy knows.
 */
final class Encoding {
  private static final ConfigSource SAME_STREAM =
      ConfigSource.newBuilder()
          .setAds(AggregatedConfigSource.getDefaultInstance())
          .setResourceApiVersion(ApiVersion.V3)
          .build();

  private static final HttpFilter ROUTER =
      HttpFilter.newBuilder()
          .setName("router")
          .setTypedConfig(Any.pack(Router.getDefaultInstance()))
          .build();

  /** Else a client fails calls beyond 1,024 at a time. */
  private static final CircuitBreakers NO_LIMIT =
      CircuitBreakers.newBuilder()
          .addThresholds(
              CircuitBreakers.Thresholds.newBuilder()
                  .setMaxRequests(UInt32Value.of(Integer.MAX_VALUE)))
          .build();

  static final RouteMatch ALL_CALLS = RouteMatch.newBuilder().setPrefix("").build();

  /** A method that nobody has: a route behind others may name clusters and take no calls. */
  static final RouteMatch NO_CALLS =
      RouteMatch.newBuilder().setPath("/heliograph.registry.Announced/None").build();

  private Encoding() {}

  static Listener listener(String name) {
    return Listener.newBuilder()
        .setName(name)
        .setApiListener(
            ApiListener.newBuilder()
                .setApiListener(
                    Any.pack(
                        HttpConnectionManager.newBuilder()
                            .setRds(
                                Rds.newBuilder()
                                    .setRouteConfigName(name)
                                    .setConfigSource(SAME_STREAM))
                            .addHttpFilters(ROUTER)
                            .build())))
        .build();
  }

  /** All calls go to the one cluster. */
  static RouteConfiguration route(String name) {
    return routes(
        name,
        List.of(
            Route.newBuilder()
                .setMatch(ALL_CALLS)
                .setRoute(RouteAction.newBuilder().setCluster(name))
                .build()));
  }

  /** Each call takes the first route that matches it. */
  static RouteConfiguration routes(String name, List<Route> routes) {
    return RouteConfiguration.newBuilder()
        .setName(name)
        .addVirtualHosts(
            VirtualHost.newBuilder().setName(name).addDomains("*").addAllRoutes(routes))
        .build();
  }

  /** Its calls fail with UNAVAILABLE: the client has nowhere to send them. */
  static Route refusal(RouteMatch match) {
    return Route.newBuilder()
        .setMatch(match)
        .setNonForwardingAction(NonForwardingAction.getDefaultInstance())
        .build();
  }

  /**
   * Its calls are shared by clusters.
   *
   * @param clusters with their weights, above 0; one or more
   */
  static Route route(RouteMatch match, SortedMap<String, Integer> clusters) {
    RouteAction.Builder action = RouteAction.newBuilder();
    if (clusters.size() == 1) {
      action.setCluster(clusters.firstKey());
    } else {
      WeightedCluster.Builder weighted = WeightedCluster.newBuilder();
      clusters.forEach(
          (cluster, weight) ->
              weighted.addClusters(
                  WeightedCluster.ClusterWeight.newBuilder()
                      .setName(cluster)
                      .setWeight(UInt32Value.of(weight))));
      action.setWeightedClusters(weighted);
    }
    return Route.newBuilder().setMatch(match).setRoute(action).build();
  }

  /**
   * Which calls a route takes.
   *
   * @param method null for any
   */
  static RouteMatch match(TextMatch method, List<HeaderMatch> headers) {
    RouteMatch.Builder match = ALL_CALLS.toBuilder();
    if (method != null && method.exact() != null) {
      match.setPath(method.exact());
    } else if (method != null) {
      match.setPrefix(method.prefix());
    }
    headers.forEach(header -> match.addHeaders(header(header)));
    return match.build();
  }

  private static HeaderMatcher header(HeaderMatch header) {
    HeaderMatcher.Builder matcher = HeaderMatcher.newBuilder().setName(header.name());
    if (header.exact() != null) {
      return matcher.setStringMatch(StringMatcher.newBuilder().setExact(header.exact())).build();
    }
    return header.prefix().isEmpty() // which no matcher may have
        ? matcher.setPresentMatch(true).build()
        : matcher.setStringMatch(StringMatcher.newBuilder().setPrefix(header.prefix())).build();
  }

  static Cluster cluster(String name) {
    return Cluster.newBuilder()
        .setName(name)
        .setType(Cluster.DiscoveryType.EDS)
        .setEdsClusterConfig(
            Cluster.EdsClusterConfig.newBuilder().setEdsConfig(SAME_STREAM).setServiceName(name))
        .setLbPolicy(Cluster.LbPolicy.ROUND_ROBIN)
        .setCircuitBreakers(NO_LIMIT)
        .build();
  }

  static ClusterLoadAssignment endpoints(String name, EndpointPlan plan) {
    ClusterLoadAssignment.Builder assignment =
        ClusterLoadAssignment.newBuilder().setClusterName(name);
    plan.localities().forEach(locality -> assignment.addEndpoints(locality(locality)));
    return assignment.build();
  }

  private static LocalityLbEndpoints locality(EndpointPlan.Locality locality) {
    Location at = locality.location();
    LocalityLbEndpoints.Builder endpoints =
        LocalityLbEndpoints.newBuilder()
            .setLocality(
                io.envoyproxy.envoy.config.core.v3.Locality.newBuilder()
                    .setRegion(at.city())
                    .setZone(at.center())
                    .setSubZone(at.room() + ";" + locality.bucket()))
            .setLoadBalancingWeight(UInt32Value.of(locality.weight()))
            .setPriority(locality.priority());
    for (EndpointPlan.Endpoint endpoint : locality.endpoints()) {
      endpoints.addLbEndpoints(
          LbEndpoint.newBuilder()
              .setEndpoint(
                  Endpoint.newBuilder()
                      .setAddress(
                          Address.newBuilder()
                              .setSocketAddress(
                                  SocketAddress.newBuilder()
                                      .setAddress(endpoint.host())
                                      .setPortValue(endpoint.port())))));
    }
    return endpoints.build();
  }
}
