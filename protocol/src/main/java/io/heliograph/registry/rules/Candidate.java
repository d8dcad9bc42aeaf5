/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;

/**
 * An instance that may get calls.
 *
 * @param healthy whether it may get any
 * @param weight its weight now, of warm-up and score, without rules; of one that is not healthy,
 *     what it would have if it were
 */
public record Candidate(Instance instance, boolean healthy, int weight) {
  /** An instance as the catalog lists it: healthy unless the health job's advice takes it out. */
  public static Candidate of(Listed listed, long nowMillis) {
    Instance instance = listed.instance();
    return listed.out()
        ? new Candidate(instance, false, instance.weight())
        : new Candidate(instance, true, listed.effectiveWeight(nowMillis));
  }
}
