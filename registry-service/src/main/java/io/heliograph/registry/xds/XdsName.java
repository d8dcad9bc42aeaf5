/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import java.util.Optional;

/**
 * Names of resources: {@code orders} or {@code shop/orders}, as they stand in a client's target
 * after {@code xds:///}, and of a service with rules {@code orders|canary|2.0}, the cluster of a
 * destination of a route. Names of services and routes have no bar in them, so the last part may.
 */
final class XdsName {
  private static final String DEFAULT_NAMESPACE = "default";
  private static final char BAR = '|';

  /** Namespace, service, route and destination. */
  private static final int MAX_LENGTH = 4 * InstanceLimits.MAX_NAME + 3;

  private XdsName() {}

  /**
   * The service that a name belongs to; empty for what can be no service's, and so will never
   * exist.
   */
  static Optional<ServiceName> service(String name) {
    String resource = target(name);
    int slash = resource.indexOf('/');
    String namespace = slash < 0 ? DEFAULT_NAMESPACE : resource.substring(0, slash);
    try {
      if (resource.length() < name.length()) {
        checkCluster(name, name.substring(resource.length() + 1));
      }
      return Optional.of(
          new ServiceName(
              InstanceLimits.name("namespace", namespace),
              InstanceLimits.name("service", resource.substring(slash + 1))));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  private static void checkCluster(String name, String ofService) throws Refusal {
    int bar = ofService.indexOf(BAR);
    if (name.length() > MAX_LENGTH || bar < 0) {
      throw new Refusal("resource_names", "has a name that is no cluster's");
    }
    InstanceLimits.name("route", ofService.substring(0, bar));
  }

  /** The part of a name that stands in a client's target. */
  static String target(String name) {
    int bar = name.indexOf(BAR);
    return bar < 0 ? name : name.substring(0, bar);
  }

  /** The cluster of a destination of a route. */
  static String cluster(String target, String route, String destination) {
    return target + BAR + route + BAR + destination;
  }
}
