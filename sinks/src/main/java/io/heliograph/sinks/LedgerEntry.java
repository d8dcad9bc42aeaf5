/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.time.Instant;

/**
 * What one commit adds to one row of {@code pipeline_ledger}.
 *
 * @param minute Unix time in minutes
 */
record LedgerEntry(String signal, String stage, long minute, long count) {
  static final String STORED = "stored";
  static final String DEAD = "dead";

  static final TableSchema TABLE =
      TableSchema.of(
          "pipeline_ledger_deltas",
          "window_start",
          "DateTime",
          "signal",
          "LowCardinality(String)",
          "stage",
          "LowCardinality(String)",
          "count",
          "UInt64");

  Object[] row() {
    return new Object[] {Instant.ofEpochSecond(minute * 60), signal, stage, count};
  }
}
