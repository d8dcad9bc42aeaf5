/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Instance;
import java.util.List;

/**
 * An instance with its weight by the rules.
 *
 * @param weight 0 for no calls
 * @param whyAbsent why it gets none whatever the route; empty if it may
 */
record Member(Instance instance, boolean healthy, int weight, String whyAbsent) {
  static Member of(ServiceRules rules, Candidate candidate) {
    Instance instance = candidate.instance();
    int drained = rules.failover().drained(instance.location());
    if (drained >= 0) {
      return absent(candidate, "failover.drained[%d] holds its place".formatted(drained));
    }
    Integer override = rules.weights().get(instance.id());
    int weight = override == null ? candidate.weight() : scaled(override, candidate);
    if (weight > 0) {
      return new Member(instance, candidate.healthy(), weight, "");
    }
    return absent(
        candidate,
        override != null && override == 0
            ? "weights.%s is 0".formatted(instance.id())
            : "its weight is 0");
  }

  private static Member absent(Candidate candidate, String why) {
    return new Member(candidate.instance(), candidate.healthy(), 0, why);
  }

  /** As much of the override as the instance has of its own weight now. */
  private static int scaled(int override, Candidate candidate) {
    int own = candidate.instance().weight();
    if (own == 0) {
      return override; // whoever overrides knows better than the instance
    }
    long share = Math.round((double) override * candidate.weight() / own);
    return (int) Math.max(Math.min(1, Math.min(override, candidate.weight())), share);
  }

  static boolean anyHealthy(List<Member> members) {
    return members.stream().anyMatch(Member::healthy);
  }

  boolean isPresent() {
    return whyAbsent.isEmpty();
  }

  String id() {
    return instance.id();
  }
}
