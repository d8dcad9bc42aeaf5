/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Instance;
import java.util.List;

/**
 * An instance with its weight by the rules.
 *
 * @param weight 0 for no calls
 * @param drained index of the drained place that holds it; negative if none does
 * @param switchedOff whether its own rule of weight is 0
 */
record Member(Instance instance, boolean healthy, int weight, int drained, boolean switchedOff) {
  static Member of(ServiceRules rules, Candidate candidate) {
    Instance instance = candidate.instance();
    int drained = rules.failover().drained(instance.location());
    Integer override = rules.weights().get(instance.id());
    int weight =
        drained >= 0 ? 0 : override == null ? candidate.weight() : scaled(override, candidate);
    boolean switchedOff = override != null && override == 0;
    return new Member(instance, candidate.healthy(), weight, drained, switchedOff);
  }

  /** Why it gets no calls whatever the route; empty if it may get some. */
  String whyAbsent() {
    if (isPresent()) {
      return "";
    }
    if (drained >= 0) {
      return "failover.drained[%d] holds its place".formatted(drained);
    }
    return switchedOff ? "weights.%s is 0".formatted(id()) : "its weight is 0";
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
    return weight > 0;
  }

  String id() {
    return instance.id();
  }
}
