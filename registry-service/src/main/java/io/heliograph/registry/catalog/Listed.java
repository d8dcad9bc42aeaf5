/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * An instance in a list.
 *
 * @param registeredAtMillis Unix time; a change of the description is no new registration
 */
public record Listed(Instance instance, long registeredAtMillis) {
  private static final double MILLIS = 1e3;

  /** Whether its weight is still rising. */
  public boolean isWarmingUp(long nowMillis) {
    return nowMillis - registeredAtMillis < instance.warmupSeconds() * MILLIS;
  }

  /**
   * Its weight now: while it warms up, as large a share of it as of the warm-up has passed, but
   * never nothing.
   */
  public int effectiveWeight(long nowMillis) {
    if (!isWarmingUp(nowMillis)) {
      return instance.weight();
    }
    double age = Math.max(0, nowMillis - registeredAtMillis);
    long share = Math.round(instance.weight() * age / (instance.warmupSeconds() * MILLIS));
    return (int) Math.max(Math.min(1, instance.weight()), share);
  }
}
