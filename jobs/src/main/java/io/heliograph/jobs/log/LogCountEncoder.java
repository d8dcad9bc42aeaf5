/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.sinks.TableSchema;
import java.util.List;

/** Rows of {@code log_pattern_counts_deltas}, as yet all under the empty pattern. */
public final class LogCountEncoder implements RowEncoder<LogCount> {
  private static final String COUNTS = "log_pattern_counts_deltas";
  private static final String NO_PATTERN = "";

  @Override
  public List<TableSchema> tables() {
    return List.of(
        TableSchema.of(
            COUNTS,
            "window_start",
            "DateTime",
            "service",
            "LowCardinality(String)",
            "severity",
            "LowCardinality(String)",
            "pattern_id",
            "String",
            "count",
            "UInt64"));
  }

  @Override
  public void encode(LogCount count, Blocks out) {
    // a sum stems from many records; this is where a dead letter would point
    out.origin(Signal.LOGS.label(), Signal.LOGS.topic(), -1, -1, count.minuteMillis());
    out.rows(COUNTS)
        .append(
            count.minuteMillis() / 1_000,
            count.service(),
            count.severity(),
            NO_PATTERN,
            count.count());
  }

  @Override
  public long items(LogCount count) {
    return 0; // the records themselves are in the ledger by the raw path
  }
}
