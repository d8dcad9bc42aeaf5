/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rules;

import java.util.List;
import java.util.Map;

/**
 * All rules of one service. What is left out says nothing: {@link #NONE} leaves traffic as it is.
 * Within {@link RuleLimits} if it was read by {@link RulesJson}.
 *
 * @param version of this document; in a request to change it, the version that it replaces; 0 if
 *     there is none
 * @param weights of instances, by id, instead of those they registered with; 0 to 10,000
 * @param routes the first that matches a call is taken; a call that none matches takes the default
 *     route, to all instances
 */
public record ServiceRules(
    long version,
    Map<String, Integer> weights,
    List<RouteRule> routes,
    Proximity proximity,
    Traffic traffic,
    Failover failover,
    Lanes lanes,
    Degradation degradation,
    Access access) {
  public static final ServiceRules NONE =
      new ServiceRules(0, null, null, null, null, null, null, null, null);

  public ServiceRules {
    weights = Absent.toEmpty(weights);
    routes = Absent.toEmpty(routes);
    proximity = proximity == null ? Proximity.NONE : proximity;
    traffic = traffic == null ? Traffic.UNSPLIT : traffic;
    failover = failover == null ? Failover.NONE : failover;
    lanes = lanes == null ? Lanes.WITH_FALLBACK : lanes;
    degradation = degradation == null ? Degradation.NONE : degradation;
    access = access == null ? Access.OPEN : access;
  }

  /** What of a caller these rules depend on: to be kept by who asks it of many. */
  public AskedOfCallers askedOfCallers() {
    return new AskedOfCallers(this);
  }

  /** A caller as far as these rules tell callers apart: those that are equal then have one plan. */
  public Caller seen(Caller caller) {
    return askedOfCallers().of(caller);
  }

  /** As much of these rules as {@link Routing#weight} asks for, whatever their version. */
  public ServiceRules asToWeights() {
    Failover drained = new Failover(failover.drained(), 0);
    return new ServiceRules(0, weights, null, null, null, drained, null, null, null);
  }

  /** The same rules, but for what is switched off. */
  public ServiceRules withDegradation(Degradation other) {
    return new ServiceRules(
        version, weights, routes, proximity, traffic, failover, lanes, other, access);
  }

  /** The same rules as another version. */
  public ServiceRules withVersion(long other) {
    return new ServiceRules(
        other, weights, routes, proximity, traffic, failover, lanes, degradation, access);
  }
}
