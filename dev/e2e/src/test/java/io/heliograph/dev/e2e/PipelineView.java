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
  /** What the raw tables hold. */
  record Stored(Fingerprint spans, Fingerprint logs) {}

  private static final List<String> RAW =
      List.of("otel_traces", "otel_traces_trace_id_ts", "otel_logs", "pipeline_ledger_deltas");

  private final ClickHouseClient clickHouse;

  PipelineView(String url) {
    this.clickHouse = new ClickHouseClient(url, "heliograph");
  }

  void forgetAll() {
    RAW.forEach(table -> clickHouse.query("TRUNCATE TABLE " + table));
  }

  Stored stored() {
    return new Stored(
        Fingerprint.of(clickHouse, "otel_traces"), Fingerprint.of(clickHouse, "otel_logs"));
  }

  /**
   * Whether exactly what was accepted is there, and the ledger says so. Throws while a server is
   * away.
   */
  boolean holds(ReplayReport report) {
    return count("otel_traces") == report.items(ItemKind.SPANS).accepted()
        && count("otel_logs") == report.items(ItemKind.LOGS).accepted()
        && unbalanced().isEmpty()
        && ledger("spans", "stored") == report.items(ItemKind.SPANS).accepted()
        && ledger("logs", "stored") == report.items(ItemKind.LOGS).accepted();
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
    return Long.parseLong(
        clickHouse.value(
            "SELECT count() FROM (SELECT TraceId, toDateTime(min(Timestamp)) AS s,"
                + " toDateTime(max(Timestamp)) AS e FROM otel_traces WHERE TraceId != '' GROUP BY"
                + " TraceId) AS t LEFT JOIN (SELECT TraceId, min(Start) AS s, max(End) AS e FROM"
                + " otel_traces_trace_id_ts GROUP BY TraceId) AS i ON t.TraceId = i.TraceId WHERE"
                + " t.s != i.s OR t.e != i.e"));
  }

  String summary() {
    return clickHouse.query(
            "SELECT signal, stage, sum(count) FROM pipeline_ledger GROUP BY signal, stage ORDER BY"
                + " 1, 2 FORMAT PrettyCompactNoEscapesMonoBlock")
        + "otel_traces "
        + count("otel_traces")
        + ", otel_logs "
        + count("otel_logs");
  }

  private long ledger(String signal, String stage) {
    return Long.parseLong(
        clickHouse.value(
            "SELECT sum(count) FROM pipeline_ledger WHERE signal = '"
                + signal
                + "' AND stage = '"
                + stage
                + "'"));
  }

  private long count(String table) {
    return Long.parseLong(clickHouse.value("SELECT count() FROM " + table));
  }
}
