/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import java.util.Optional;

/** Names of resources, as they stand in a client's target after {@code xds:///}. */
final class XdsName {
  private static final String DEFAULT_NAMESPACE = "default";

  private XdsName() {}

  /**
   * The service that {@code orders} or {@code shop/orders} names; empty for what can be no service,
   * and so will never exist.
   */
  static Optional<ServiceName> service(String resource) {
    int slash = resource.indexOf('/');
    String namespace = slash < 0 ? DEFAULT_NAMESPACE : resource.substring(0, slash);
    try {
      return Optional.of(
          new ServiceName(
              InstanceLimits.name("namespace", namespace),
              InstanceLimits.name("service", resource.substring(slash + 1))));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }
}
