/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * When an owner is to renew next: after a third of its lease, so that two renewals may be lost; up
 * to half of it where a node gets more than it should. Spread at random by a tenth, so that owners
 * that began together do not go on together. Thread-safe.
 */
public final class RenewalPace {
  /** Half of what a node can take on two cores. */
  static final double RENEWALS_PER_SECOND = 20_000;

  private static final double SHARE = 1.0 / 3;
  private static final double MOST_STRETCH = 1.5;
  private static final double SPREAD = 0.1;

  private final LongSupplier renewals;
  private final DoubleSupplier random;
  private long lastRenewals;
  private volatile double stretch = 1;

  /**
   * A pace.
   *
   * @param renewals how many there have been
   */
  public RenewalPace(LongSupplier renewals) {
    this(renewals, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * A pace.
   *
   * @param random 0 to 1, below 1
   */
  RenewalPace(LongSupplier renewals, DoubleSupplier random) {
    this.renewals = renewals;
    this.random = random;
  }

  /** Looks at what has come. To be called each second, by one thread. */
  public void tick() {
    long now = renewals.getAsLong();
    stretch = Math.max(1, Math.min(MOST_STRETCH, (now - lastRenewals) / RENEWALS_PER_SECOND));
    lastRenewals = now;
  }

  /** Milliseconds until the next renewal of a lease. */
  public long afterMillis(int leaseSeconds) {
    double spread = 1 - SPREAD * random.getAsDouble();
    return Math.round(leaseSeconds * 1e3 * SHARE * stretch * spread);
  }
}
