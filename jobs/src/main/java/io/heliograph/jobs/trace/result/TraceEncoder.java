/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.sinks.TableSchema;
import java.util.List;

/**
 * Rows of {@code trace_rows}, {@code trace_finding_rows}, {@code service_red_deltas}, {@code
 * service_edges_deltas} and {@code service_lanes}.
 */
public final class TraceEncoder implements RowEncoder<TraceOutput> {
  private transient TraceColumns traces;
  private transient FindingColumns findings;

  @Override
  public List<TableSchema> tables() {
    return List.of(
        TraceColumns.TABLE,
        FindingColumns.TABLE,
        DeltaTables.RED,
        DeltaTables.EDGES,
        DeltaTables.LANES);
  }

  @Override
  public void open(Blocks out) {
    traces = new TraceColumns(out.rows(TraceColumns.TABLE.table()));
    findings = new FindingColumns(out.rows(FindingColumns.TABLE.table()));
  }

  @Override
  public void encode(TraceOutput output, Blocks out) {
    if (output.trace() != null) {
      origin(output.trace().startNanos() / 1_000_000, out);
      traces.append(output.trace());
    } else if (output.finding() != null) {
      origin(output.finding().detectedAtMillis(), out);
      findings.append(output.finding());
    } else if (output.red() != null) {
      origin(1_000 * output.red().windowSeconds(), out);
      DeltaTables.append(output.red(), out);
    } else if (output.edge() != null) {
      origin(1_000 * output.edge().windowSeconds(), out);
      DeltaTables.append(output.edge(), out);
    } else {
      origin(1_000 * output.lane().hourSeconds(), out);
      DeltaTables.append(output.lane(), out);
    }
  }

  /** A computed row stems from many records; this is where a dead letter would point. */
  private static void origin(long timeMillis, Blocks out) {
    out.origin(Signal.SPANS.label(), Signal.SPANS.topic(), -1, -1, timeMillis);
  }

  @Override
  public long items(TraceOutput output) {
    return 0; // the spans themselves are in the ledger by the raw path
  }
}
