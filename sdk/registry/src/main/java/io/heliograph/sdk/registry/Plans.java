/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.rules.AskedOfCallers;
import io.heliograph.registry.rules.Caller;
import io.heliograph.registry.rules.Candidate;
import io.heliograph.registry.rules.Proximity;
import io.heliograph.registry.rules.Routing;
import io.heliograph.registry.rules.RoutingPlan;
import io.heliograph.registry.rules.ServiceRules;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The plans that follow from a list as it is for about a second: one for each caller that the rules
 * tell from others, made when it first calls, by the same {@link Routing} as the nodes make them.
 * Thread-safe.
 */
final class Plans {
  /** Beyond, all are forgotten: lanes and tags come with requests, and could be any number. */
  static final int MOST_PLANS = 1_000;

  private static final long WARM_UP_MILLIS = 1_000;

  /** Without a document of rules, as over xDS: the nearest first. */
  private static final ServiceRules UNRULED =
      new ServiceRules(
          0,
          null,
          null,
          new Proximity(Proximity.Level.ROOM, Proximity.Mode.PRIORITY, 1),
          null,
          null,
          null,
          null,
          null);

  private final ServiceName service;
  private final ServiceList list;
  private final ServiceRules rules;
  private final AskedOfCallers asked;
  private final List<Candidate> candidates;
  private final long madeMillis;
  private final boolean warms;
  private final Map<Caller, Routes> routes = new ConcurrentHashMap<>();

  /**
   * No plan yet.
   *
   * @param nowMillis Unix time, by which instances warm up
   */
  Plans(ServiceName service, ServiceList list, long nowMillis) {
    this.service = service;
    this.list = list;
    rules = list.rules().equals(ServiceRules.NONE) ? UNRULED : list.rules();
    asked = rules.askedOfCallers();
    candidates =
        list.instances().values().stream().map(one -> Candidate.of(one, nowMillis)).toList();
    madeMillis = nowMillis;
    warms = list.instances().values().stream().anyMatch(one -> one.isWarmingUp(nowMillis));
  }

  ServiceList list() {
    return list;
  }

  /** Whether an instance has warmed up further since. */
  boolean isLate(long nowMillis) {
    return warms && Math.abs(nowMillis - madeMillis) >= WARM_UP_MILLIS;
  }

  Routes routes(Caller caller) {
    Caller seen = asked.of(caller);
    Routes known = routes.get(seen);
    if (known != null) {
      return known;
    }
    if (routes.size() >= MOST_PLANS) {
      routes.clear();
    }
    return routes.computeIfAbsent(seen, one -> new Routes(service, list.known(), plan(one)));
  }

  /** How many callers have a plan. */
  int kept() {
    return routes.size();
  }

  RoutingPlan plan(Caller caller) {
    return Routing.plan(rules, candidates, caller);
  }
}
