/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.util.List;

/**
 * What is committed as one: inserts, and the ledger entries that become true with them. Its ledger
 * rows have a token of their own derived from this one's, so in whatever company it is committed
 * again after a restore, they are counted once.
 *
 * @param counts ledger entries other than {@code stored} and poison, which the committer finds out
 */
public record SinkCommittable(String token, List<FrozenInsert> inserts, List<LedgerEntry> counts) {
  /** Keeps its own copies of the lists. */
  public SinkCommittable {
    inserts = List.copyOf(inserts);
    counts = List.copyOf(counts);
  }

  /** Compressed bytes of the inserts. */
  long bytes() {
    return inserts.stream().mapToLong(insert -> insert.body().length()).sum();
  }
}
