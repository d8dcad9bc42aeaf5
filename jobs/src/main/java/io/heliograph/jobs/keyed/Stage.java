/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import java.util.Locale;

/**
 * A stage of the ledger. Once a pipeline is idle, accepted = stored + dead; late and duplicate say
 * how many of the stored ones changed nothing, and why.
 */
public enum Stage {
  /** Read from Kafka. */
  ACCEPTED,
  /** Folded into state. */
  STORED,
  /** Could not be used: it is among the dead letters, with the reason. */
  DEAD,
  /** Told less than was known already. */
  LATE,
  /** Told nothing new. */
  DUPLICATE;

  /** The name in {@code pipeline_ledger.stage}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
