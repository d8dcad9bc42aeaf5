/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.List;
import java.util.Map;

/**
 * Where the calls of a caller go.
 *
 * @param refusal why none may be made; empty if they may
 * @param routes the first that matches a call is taken; the last one matches all. Empty if refused
 * @param skipped why a route of the rules is not for this caller, by its name
 */
public record RoutingPlan(String refusal, List<PlannedRoute> routes, Map<String, String> skipped) {
  /** The field of the rules that refuses, such as {@code access.deny}; empty if none does. */
  public String refusingField() {
    return refusal.split("[: ]", 2)[0];
  }

  static RoutingPlan refused(String why) {
    return new RoutingPlan(why, List.of(), Map.of());
  }
}
