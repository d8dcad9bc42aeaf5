/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

/**
 * The time that traces wait by: the machine's, without the times at which nobody could have brought
 * us a span. A task that waited for ClickHouse, or was down, finds its clock where it left it, and
 * does not take each trace for abandoned.
 */
final class TraceClock {
  /** The longest step that counts as a whole. */
  static final long MAX_STEP_MILLIS = 500;

  private long machineMillis;
  private long millis;

  TraceClock(long machineMillis) {
    this.machineMillis = machineMillis;
  }

  /** Moves on to a time of the machine's. */
  void advance(long toMachineMillis) {
    millis += Math.max(0, Math.min(MAX_STEP_MILLIS, toMachineMillis - machineMillis));
    machineMillis = toMachineMillis;
  }

  /** Milliseconds since the clock began. */
  long millis() {
    return millis;
  }

  /** The machine's own time. */
  long machineMillis() {
    return machineMillis;
  }
}
