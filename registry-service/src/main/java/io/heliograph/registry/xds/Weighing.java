/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.ServiceView;
import java.util.List;

/**
 * How much traffic the instances of a service without rules are to get; with rules its plan says
 * so. Called again whenever the service changes, and each second while one of its instances warms
 * up.
 */
interface Weighing {
  /** By registered weight and warm-up alone. */
  Weighing REGISTERED =
      (service, view, nowMillis) ->
          view.instances().stream()
              .map(listed -> new Weighted(listed, listed.effectiveWeight(nowMillis)))
              .toList();

  /**
   * Weighs each instance that may be called.
   *
   * @param nowMillis Unix time
   */
  List<Weighted> weigh(ServiceName service, ServiceView view, long nowMillis);
}
