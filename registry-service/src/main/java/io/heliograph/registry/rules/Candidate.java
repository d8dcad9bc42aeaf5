/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;

/**
 * An instance that may get calls.
 *
 * @param healthy whether it may get any
 * @param weight its weight now, of warm-up and health; without rules
 */
public record Candidate(Instance instance, boolean healthy, int weight) {
  /** An instance as the catalog lists it: what is listed is healthy. */
  public static Candidate of(Listed listed, long nowMillis) {
    return new Candidate(listed.instance(), true, listed.effectiveWeight(nowMillis));
  }
}
