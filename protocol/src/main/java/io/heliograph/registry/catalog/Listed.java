/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import io.heliograph.registry.catalog.Advice.State;

/**
 * An instance in a list.
 *
 * @param registeredAtMillis Unix time; a change of the description is no new registration
 * @param advice what the health job says of it
 * @param out whether it is taken out by that advice
 */
public record Listed(Instance instance, long registeredAtMillis, Advice advice, boolean out) {
  private static final double MILLIS = 1e3;

  /** However bad its score, as long as it is not taken out, so that it can show that it is well. */
  private static final double LEAST_SHARE = 0.1;

  private static final double FULL_SCORE = 100;

  /** An instance of which the health job has said nothing. */
  public Listed(Instance instance, long registeredAtMillis) {
    this(instance, registeredAtMillis, Advice.NONE, false);
  }

  /** The same with other advice; if it is older than the registration it does not count. */
  Listed with(Advice given, boolean isOut) {
    boolean counts = given.timeMillis() >= registeredAtMillis;
    return new Listed(instance, registeredAtMillis, counts ? given : Advice.NONE, counts && isOut);
  }

  /** Whether its owner registered it so, and at the same time. */
  public boolean isSameRegistration(Listed other) {
    return instance.equals(other.instance) && registeredAtMillis == other.registeredAtMillis;
  }

  /** Whether its weight is still rising. */
  public boolean isWarmingUp(long nowMillis) {
    return nowMillis - registeredAtMillis < instance.warmupSeconds() * MILLIS;
  }

  /** What it is now, by the advice and its age. */
  public State state(long nowMillis) {
    if (advice.state() == State.UP && isWarmingUp(nowMillis)) {
      return State.WARMING;
    }
    return advice.state();
  }

  /**
   * Its weight now: that of its owner, times its score, and while it warms up times the share of
   * the warm-up that has passed; at least 1, unless the owner's is 0. 0 if it is taken out, drains
   * or is disabled.
   */
  public int effectiveWeight(long nowMillis) {
    if (out || advice.state() == State.DRAINING || advice.state() == State.DISABLED) {
      return 0;
    }
    double share = Math.max(LEAST_SHARE, advice.score() / FULL_SCORE);
    if (isWarmingUp(nowMillis)) {
      double age = Math.max(0, nowMillis - registeredAtMillis);
      share *= age / (instance.warmupSeconds() * MILLIS);
    }
    long weight = Math.round(instance.weight() * share);
    return (int) Math.max(Math.min(1, instance.weight()), weight);
  }
}
