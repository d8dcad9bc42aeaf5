/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import io.heliograph.dev.clickhouse.ClickHouseClient;
import io.heliograph.dev.replay.ItemKind;
import io.heliograph.dev.replay.ReplayReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a user sees of the pipeline, by SQL alone. */
final class PipelineView {
  /**
   * What the raw tables hold, and how many spans the trace job says were replays.
   *
   * @param replays one number, since only their sum is independent of the order
   */
  record Stored(Fingerprint spans, Fingerprint logs, long replays) {}

  private static final List<String> TABLES =
      List.of(
          "otel_traces",
          "otel_traces_trace_id_ts",
          "otel_logs",
          "pipeline_ledger_deltas",
          "trace_rows",
          "trace_finding_rows",
          "service_lanes",
          "service_edges_deltas",
          "service_red_deltas");

  private final ClickHouseClient clickHouse;

  PipelineView(String url) {
    this.clickHouse = new ClickHouseClient(url, "heliograph");
  }

  void forgetAll() {
    TABLES.forEach(table -> clickHouse.query("TRUNCATE TABLE " + table));
  }

  /**
   * What is stored.
   *
   * @param prefix of trace ids, left out
   */
  Stored stored(String prefix) {
    return new Stored(
        Fingerprint.of(clickHouse, "otel_traces", prefix),
        Fingerprint.of(clickHouse, "otel_logs", prefix),
        sumOverTraces("duplicate_spans"));
  }

  /** What the trace job says, likewise. */
  TraceViews traces(String prefix) {
    return TraceViews.of(clickHouse, prefix);
  }

  /** Where the trace job contradicts the raw spans. */
  List<String> contradictions() {
    return RawTruth.contradictions(clickHouse);
  }

  /** A sum over the column of all traces. */
  long sumOverTraces(String column) {
    return number("SELECT sum(%s) FROM traces".formatted(column));
  }

  /**
   * Whether exactly what was accepted is there, and the ledger says so, and every span is told of.
   * Throws while a server is away.
   */
  boolean holds(ReplayReport report) {
    return holds(report.items(ItemKind.SPANS).accepted(), report.items(ItemKind.LOGS).accepted());
  }

  /** The same for so many spans and log records. */
  boolean holds(long spans, long logs) {
    return count("otel_traces") == spans
        && count("otel_logs") == logs
        && unbalanced().isEmpty()
        && ledger("spans", "stored") == spans
        && ledger("logs", "stored") == logs
        && told() == spans;
  }

  /** Spans that the rows of traces stand for, replays included. */
  private long told() {
    return sumOverTraces("span_count + duplicate_spans + over_cap_spans");
  }

  /** Signals for which accepted is not stored + dead, with the difference. */
  Map<String, Long> unbalanced() {
    Map<String, Long> differences = new TreeMap<>();
    clickHouse
        .rows(
            "SELECT signal, toInt64(sumIf(count, stage = 'accepted'))"
                + " - toInt64(sumIf(count, stage IN ('stored', 'dead'))) AS missing"
                + " FROM pipeline_ledger GROUP BY signal HAVING missing != 0")
        .forEach(row -> differences.put(row.get(0), Long.parseLong(row.get(1))));
    return differences;
  }

  /** Traces that a look-up by id would not find, or find at a wrong time. */
  long hiddenTraces() {
    return number(
        "SELECT count() FROM (SELECT TraceId, toDateTime(min(Timestamp)) AS s,"
            + " toDateTime(max(Timestamp)) AS e FROM otel_traces WHERE TraceId != '' GROUP BY"
            + " TraceId) AS t LEFT JOIN (SELECT TraceId, min(Start) AS s, max(End) AS e FROM"
            + " otel_traces_trace_id_ts GROUP BY TraceId) AS i ON t.TraceId = i.TraceId WHERE"
            + " t.s != i.s OR t.e != i.e");
  }

  String summary() {
    return clickHouse.query(
            "SELECT signal, stage, sum(count) FROM pipeline_ledger GROUP BY signal, stage ORDER BY"
                + " 1, 2 FORMAT PrettyCompactNoEscapesMonoBlock")
        + "otel_traces %d, otel_logs %d, traces %d with %d spans"
            .formatted(count("otel_traces"), count("otel_logs"), count("traces"), told());
  }

  private long ledger(String signal, String stage) {
    return number(
        "SELECT sum(count) FROM pipeline_ledger WHERE signal = '%s' AND stage = '%s'"
            .formatted(signal, stage));
  }

  /** How many rows a table or view has. */
  long count(String table) {
    return number("SELECT count() FROM " + table);
  }

  private long number(String query) {
    return Long.parseLong(clickHouse.value(query));
  }
}
