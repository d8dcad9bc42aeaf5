/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of leases. Instances that are listed = registered - deregistered - expired, whichever
 * node did it. Thread-safe.
 */
public final class CatalogCounts {
  final LongAdder registered = new LongAdder();
  final LongAdder updated = new LongAdder();
  final LongAdder renewed = new LongAdder();
  final LongAdder deregistered = new LongAdder();
  final LongAdder expired = new LongAdder();
  final LongAdder merged = new LongAdder();
  final LongAdder contradicted = new LongAdder();
  final LongAdder takenOver = new LongAdder();

  /** Instances that were not listed before. */
  public long registered() {
    return registered.sum();
  }

  /** Registrations of listed instances that changed their description. */
  public long updated() {
    return updated.sum();
  }

  /** Registrations that changed nothing. */
  public long renewed() {
    return renewed.sum();
  }

  /** Instances whose owner took them out. */
  public long deregistered() {
    return deregistered.sum();
  }

  /** Instances that were not renewed in time. */
  public long expired() {
    return expired.sum();
  }

  /** Entries of other nodes that were news. */
  public long merged() {
    return merged.sum();
  }

  /** Ends that other nodes told of, of leases that were renewed here. */
  public long contradicted() {
    return contradicted.sum();
  }

  /** Leases of nodes out of reach that were renewed here. */
  public long takenOver() {
    return takenOver.sum();
  }
}
