/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * What is not believed: that most instances are gone. When so many fall silent at once it is rather
 * their way to the registry that is broken; and what the health job says may be wrong, too.
 *
 * @param share of a service's or a room's instances, 0 to 1: more than that have to be silent
 * @param minimum how many have to be at least
 * @param holdMillis how long none of them is taken out then; after it they are, bit by bit
 * @param adviceShare of a service, 0 to 1, that the health job's advice may take out
 */
public record ProtectionLimits(double share, int minimum, long holdMillis, double adviceShare) {
  /** More than half, and at least five; five minutes; half. */
  public static final ProtectionLimits DEFAULT = new ProtectionLimits(0.5, 5, 300_000, 0.5);

  /** Refuses what makes no sense. */
  public ProtectionLimits {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + ": give more than 0, up to 1");
    }
    if (minimum < 1 || minimum > 1_000_000) {
      throw new IllegalArgumentException("minimum is " + minimum + ": give 1 to 1000000");
    }
    if (holdMillis < 0 || holdMillis > 86_400_000) {
      throw new IllegalArgumentException("hold is " + holdMillis + " ms: give 0 to 86400000");
    }
    if (!(adviceShare >= 0 && adviceShare <= 1)) {
      throw new IllegalArgumentException("advice share is " + adviceShare + ": give 0 to 1");
    }
  }
}
