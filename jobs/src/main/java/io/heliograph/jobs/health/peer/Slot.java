/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

/**
 * Traffic of a slot of log time.
 *
 * @param startMillis a multiple of {@link #MILLIS}
 */
public record Slot(long startMillis, Traffic traffic) {
  /** Length of a slot. */
  public static final long MILLIS = 5_000;

  /** Start of the slot in which a moment lies. */
  public static long of(long millis) {
    return millis - Math.floorMod(millis, MILLIS);
  }
}
