/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Location;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What of a caller some rules depend on, besides its lane. Immutable. */
public final class AskedOfCallers {
  private final boolean service;
  private final boolean location;
  private final Set<String> tags = new HashSet<>();

  AskedOfCallers(ServiceRules rules) {
    service =
        !rules.access().equals(Access.OPEN)
            || rules.routes().stream().anyMatch(route -> !route.match().services().isEmpty());
    location = rules.proximity().level() != Proximity.Level.NONE;
    rules.routes().forEach(route -> tags.addAll(route.match().tags().keySet()));
  }

  /** As much of a caller: those that are equal then have one plan. */
  public Caller of(Caller caller) {
    return new Caller(
        service ? caller.service() : "",
        location ? caller.location() : Location.UNKNOWN,
        caller.lane(),
        asked(caller.tags()));
  }

  private Map<String, String> asked(Map<String, String> given) {
    if (tags.isEmpty() || given.isEmpty()) {
      return Map.of();
    }
    Map<String, String> asked = new TreeMap<>(given);
    asked.keySet().retainAll(tags);
    return asked;
  }
}
