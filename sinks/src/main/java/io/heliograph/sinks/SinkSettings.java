/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of a sink, validated by {@link ClickHouseSinkBuilder}.
 *
 * @param maxRows rows after which one insert is cut and the next begun
 * @param maxBytes uncompressed bytes after which one insert is cut and the next begun
 * @param maxPendingBytes compressed bytes a subtask may gather before it slows its input down
 * @param countStored whether rows that count as items are added to the ledger
 * @param inserts how many inserts a subtask has in flight
 * @param timeout of one attempt of an insert
 * @param firstBackoff wait after the first failed attempt; it doubles each time
 * @param maxBackoff longest wait between attempts
 * @param maxPoisonRows rows of one insert that may become dead letters before the job fails
 */
record SinkSettings(
    String id,
    ClickHouseConnection connection,
    int maxRows,
    long maxBytes,
    long maxPendingBytes,
    boolean countStored,
    int inserts,
    Duration timeout,
    Duration firstBackoff,
    Duration maxBackoff,
    int maxPoisonRows)
    implements Serializable {
  /** {@code maxPendingBytes} that leaves it to the heap of the TaskManager. */
  static final long BY_HEAP = 0;

  /** A few open blocks that do not compress at all. */
  private static final long LEAST_FAILURE = 4L * OpenTable.BLOCK_BYTES;

  private static final int SHARE_OF_HEAP = 64;
  private static final long LEAST_BY_HEAP = 1 << 20;
  private static final long MOST_BY_HEAP = 64 << 20;

  /** Compressed bytes from which on the writer slows its input down. */
  long slowFromBytes() {
    return maxPendingBytes == BY_HEAP
        ? pendingBytesOf(Runtime.getRuntime().maxMemory())
        : maxPendingBytes;
  }

  static long pendingBytesOf(long heapBytes) {
    return Math.max(LEAST_BY_HEAP, Math.min(MOST_BY_HEAP, heapBytes / SHARE_OF_HEAP));
  }

  /**
   * Compressed bytes beyond which a subtask fails rather than gather more, and as many beyond which
   * it fails rather than hold more for checkpoints that do not complete.
   */
  long failFromBytes() {
    return Math.max(4 * slowFromBytes(), LEAST_FAILURE);
  }
}
