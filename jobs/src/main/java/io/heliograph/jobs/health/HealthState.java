/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/** What the job holds of an instance. */
public enum HealthState {
  /** Alive and younger than its warm-up, or starting. */
  WARMING,
  /** Alive. */
  UP,
  /** Missed the beats it promised, not yet enough of them to be given up. */
  SUSPECT,
  /** Silent for too long, or stopped. */
  DOWN,
  /** Alive, wants no new calls. */
  DRAINING,
  /** Alive, taken out by its owner. */
  DISABLED
}
