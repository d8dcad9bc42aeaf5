/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.eureka;

import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.rules.ServiceRules;

/**
 * An instance as Eureka shows it.
 *
 * @param status by what it says itself, by its health, and by the rules of its service
 */
record Shown(Listed listed, Status status) {
  static Shown of(Listed listed, ServiceRules rules) {
    return new Shown(listed, Status.of(listed, rules));
  }
}
