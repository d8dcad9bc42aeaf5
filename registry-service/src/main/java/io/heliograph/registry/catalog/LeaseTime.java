/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

/**
 * The time that leases run by: without that in which this node could not have heard a renewal. A
 * node that stood still finds its leases as it left them, and does not take all instances for dead.
 * One thread advances it, any may read it.
 */
final class LeaseTime {
  /** The longest step that counts as a whole. */
  static final long MAX_STEP_MILLIS = 500;

  private long steadyMillis;
  private volatile long millis;

  LeaseTime(long steadyMillis) {
    this.steadyMillis = steadyMillis;
  }

  /** Moves on to a time of a clock that never goes back. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  void advance(long toSteadyMillis) {
    millis += Math.max(0, Math.min(MAX_STEP_MILLIS, toSteadyMillis - steadyMillis));
    steadyMillis = toSteadyMillis;
  }

  long millis() {
    return millis;
  }
}
