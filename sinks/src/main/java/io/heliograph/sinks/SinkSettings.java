/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.Serializable;
import java.time.Duration;

/**
 * Settings of a sink, validated by {@link ClickHouseSinkBuilder}.
 *
 * @param maxRows rows after which one insert is cut and the next begun
 * @param maxBytes uncompressed bytes after which one insert is cut and the next begun
 * @param maxPendingBytes compressed bytes a subtask may hold before it slows its input down
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
    implements Serializable {}
