/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.ServiceName;

/**
 * Has those who watch a service hear of a change of its rules: all of them that there is one, and
 * also of which instances weigh otherwise by it.
 */
public final class RuledWeights implements RuleBook.Listener {
  private final Catalog catalog;
  private final RuleBook rules;

  /** Tells those who watch this catalog. */
  public RuledWeights(Catalog catalog, RuleBook rules) {
    this.catalog = catalog;
    this.rules = rules;
  }

  @Override
  public void changed(ServiceName service, ServiceRules before) {
    ServiceRules now = rules.of(service).asToWeights();
    ServiceRules then = before.asToWeights();
    if (now.equals(then)) { // compared once, not for each instance
      catalog.touch(service);
    } else {
      catalog.touch(service, listed -> weighOtherwise(then, now, listed));
    }
  }

  /** By what they weigh warmed up: at the beginning of a warm-up much is 1 by either rules. */
  private static boolean weighOtherwise(ServiceRules then, ServiceRules now, Listed listed) {
    Candidate candidate = Candidate.of(listed, Long.MAX_VALUE);
    return Routing.weight(then, candidate) != Routing.weight(now, candidate);
  }
}
