/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.heliograph.registry.catalog.Listed;

/**
 * An instance and how much traffic it is to get.
 *
 * @param weight its share of the calls, among those of the same priority; 0 for none
 */
record Weighted(Listed listed, long weight) {
  /** Whether it gets what its owner registered it with: neither warming up nor steered. */
  boolean isAsRegistered() {
    return weight == listed.instance().weight();
  }
}
