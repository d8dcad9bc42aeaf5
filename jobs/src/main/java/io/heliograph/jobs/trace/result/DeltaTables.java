/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.TableSchema;
import java.util.List;

/** The tables that add up: a few rows per checkpoint, whatever the number of spans. */
final class DeltaTables {
  private static final String SKETCH = "Tuple(Array(Int16), Array(Int64))";

  static final TableSchema RED =
      TableSchema.of(
          "service_red_deltas",
          "window_start",
          "DateTime",
          "service",
          "LowCardinality(String)",
          "operation",
          "LowCardinality(String)",
          "kind",
          "LowCardinality(String)",
          "calls",
          "Int64",
          "errors",
          "Int64",
          "total_ns",
          "Int64",
          "sketch",
          SKETCH,
          "slowest",
          "String",
          "slowest_error",
          "String");

  static final TableSchema EDGES =
      TableSchema.of(
          "service_edges_deltas",
          "window_start",
          "DateTime",
          "caller",
          "LowCardinality(String)",
          "callee",
          "LowCardinality(String)",
          "calls",
          "Int64",
          "errors",
          "Int64",
          "total_ns",
          "Int64",
          "sketch",
          SKETCH);

  static final TableSchema LANES =
      TableSchema.of(
          "service_lanes",
          "hour",
          "DateTime",
          "service",
          "LowCardinality(String)",
          "lane",
          "LowCardinality(String)");

  private DeltaTables() {}

  static void append(RedDelta red, Blocks out) {
    out.rows(RED.table())
        .append(
            red.windowSeconds(),
            red.service(),
            red.operation(),
            red.kind(),
            red.calls(),
            red.errors(),
            red.totalNanos(),
            List.of(red.buckets(), red.counts()),
            red.slowest(),
            red.slowestError());
  }

  static void append(EdgeDelta edge, Blocks out) {
    out.rows(EDGES.table())
        .append(
            edge.windowSeconds(),
            edge.caller(),
            edge.callee(),
            edge.calls(),
            edge.errors(),
            edge.totalNanos(),
            List.of(edge.buckets(), edge.counts()));
  }

  static void append(LaneRow lane, Blocks out) {
    out.rows(LANES.table()).append(lane.hourSeconds(), lane.service(), lane.lane());
  }
}
