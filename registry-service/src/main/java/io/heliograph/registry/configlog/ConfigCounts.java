/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.configlog;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the records of the log that this node has read: read = applied + superseded +
 * erased + undecodable. The log is read from its beginning at each start.
 */
public final class ConfigCounts {
  final LongAdder applied = new LongAdder();
  final LongAdder superseded = new LongAdder();
  final LongAdder erased = new LongAdder();
  final LongAdder undecodable = new LongAdder();

  /** Records that became the current version of their document. */
  public long applied() {
    return applied.sum();
  }

  /** Records of a version that was taken already, or known from the snapshot. */
  public long superseded() {
    return superseded.sum();
  }

  /** Marks that a record need not be kept. */
  public long erased() {
    return erased.sum();
  }

  /** Records that are none of ours. */
  public long undecodable() {
    return undecodable.sum();
  }
}
