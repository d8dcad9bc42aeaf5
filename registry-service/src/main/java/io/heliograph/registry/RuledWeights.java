/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.rules.Candidate;
import io.heliograph.registry.rules.Routing;
import io.heliograph.registry.rules.RuleBook;
import io.heliograph.registry.rules.ServiceRules;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Has those who watch a service hear of a change of its rules: all of them that there is one, and
 * also of which instances weigh otherwise by it. Of what the rules were before it remembers only
 * what weights depend on.
 */
final class RuledWeights {
  private final Catalog catalog;
  private final RuleBook rules;
  private final LongSupplier wallMillis;

  /** What rules said that were told last; a service of which they say nothing is not in it. */
  private final Map<ServiceName, ServiceRules> told = new HashMap<>();

  RuledWeights(Catalog catalog, RuleBook rules, LongSupplier wallMillis) {
    this.catalog = catalog;
    this.rules = rules;
    this.wallMillis = wallMillis;
  }

  /** To be called after each change of a service's rules. */
  synchronized void changed(ServiceName service) {
    ServiceRules after = rules.of(service).asToWeights();
    ServiceRules known =
        after.equals(ServiceRules.NONE) ? told.remove(service) : told.put(service, after);
    ServiceRules before = known == null ? ServiceRules.NONE : known;
    long now = wallMillis.getAsLong();
    catalog.touch(
        service, listed -> !before.equals(after) && weighOtherwise(before, after, listed, now));
  }

  private static boolean weighOtherwise(
      ServiceRules before, ServiceRules after, Listed listed, long now) {
    Candidate candidate = Candidate.of(listed, now);
    return Routing.weight(before, candidate) != Routing.weight(after, candidate);
  }
}
