/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/** What an instance says it is doing. */
public enum Lifecycle {
  /** Up, not yet ready for full traffic. */
  STARTING,
  /** Takes calls. */
  SERVING,
  /** Finishes what it has. */
  DRAINING,
  /** Has ended, cleanly. */
  STOPPED,
  /** Taken out by its owner. */
  DISABLED
}
