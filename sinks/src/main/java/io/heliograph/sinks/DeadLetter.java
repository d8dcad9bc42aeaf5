/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.time.Instant;

/**
 * A row of {@code dead_letters}: what could not be stored, why, and where it came from.
 *
 * @param count items of the ledger that were lost with it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DeadLetter(Origin origin, String reason, byte[] payload, long count) {
  static final TableSchema TABLE =
      TableSchema.of(
          "dead_letters",
          "time",
          "DateTime64(3)",
          "signal",
          "LowCardinality(String)",
          "topic",
          "LowCardinality(String)",
          "partition",
          "Int32",
          "offset",
          "Int64",
          "reason",
          "String",
          "payload",
          "String",
          "stage",
          "LowCardinality(String)",
          "count",
          "UInt64");

  Object[] row() {
    return new Object[] {
      Instant.ofEpochMilli(origin.timestampMillis()),
      origin.signal(),
      origin.topic(),
      origin.partition(),
      origin.offset(),
      reason,
      payload,
      LedgerEntry.DEAD,
      count
    };
  }
}
