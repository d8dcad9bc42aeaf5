/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.heliograph.registry.catalog.ServiceName;

/** The plans of a service as they are now, by this machine's clock. Thread-safe. */
final class CurrentPlans {
  private final ServiceName service;
  private volatile Plans plans;

  /** Of a service of which nothing is known. */
  CurrentPlans(ServiceName service) {
    this.service = service;
    plans = new Plans(service, ServiceList.UNKNOWN, System.currentTimeMillis());
  }

  ServiceList list() {
    return plans.list();
  }

  synchronized void set(ServiceList list) {
    plans = new Plans(service, list, System.currentTimeMillis());
  }

  /** Instances that warm up weigh more each second. */
  Plans now() {
    Plans known = plans;
    return known.isLate(System.currentTimeMillis()) ? warmedUp() : known;
  }

  private synchronized Plans warmedUp() {
    if (plans.isLate(System.currentTimeMillis())) { // nobody else was before
      set(plans.list());
    }
    return plans;
  }
}
