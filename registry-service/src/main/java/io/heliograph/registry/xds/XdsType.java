/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.envoyproxy.controlplane.cache.Resources.V3;
import java.util.List;
import java.util.Optional;

/** What a gRPC client asks for, in this order: each leads it to the next. */
enum XdsType {
  LISTENER(V3.LISTENER_TYPE_URL, true),
  ROUTE(V3.ROUTE_TYPE_URL, false),
  CLUSTER(V3.CLUSTER_TYPE_URL, true),
  ENDPOINTS(V3.ENDPOINT_TYPE_URL, false);

  /** The order in which changes are told: where a route leads to before the route. */
  static final List<XdsType> TOLD = List.of(CLUSTER, ENDPOINTS, LISTENER, ROUTE);

  private final String url;
  private final boolean whole;

  XdsType(String url, boolean whole) {
    this.url = url;
    this.whole = whole;
  }

  /** The type of a request; empty if it is none of these. */
  static Optional<XdsType> of(String url) {
    for (XdsType type : values()) {
      if (type.url.equals(url)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Whether a service has but one of it; rules may give it several of the others. */
  boolean isOnePerService() {
    return this == LISTENER || this == ROUTE;
  }

  /**
   * Whether each answer holds all that there is, and what it leaves out does not exist; else it
   * holds what has changed, and what it leaves out is as it was.
   */
  boolean isWhole() {
    return whole;
  }
}
