/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import io.heliograph.dev.clickhouse.ClickHouseClient;
import java.util.ArrayList;
import java.util.List;

/** What the raw spans say of traces, counted by SQL alone, beside what the trace job says. */
final class RawTruth {
  private static final String SPAN =
      "TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName,"
          + " ResourceAttributes['k8s.pod.name'], Timestamp, Duration";

  /** One row per trace; a span is what has the same columns, and the others are replays of it. */
  private static final String TRACES =
      """
      SELECT raw.TraceId, raw.spans, raw.replays, told.trace_id, told.spans, told.replays
      FROM
      (
          SELECT TraceId, uniqExact(SPAN) AS spans, count() - spans AS replays, min(Timestamp) AS start
          FROM otel_traces GROUP BY TraceId
      ) AS raw
      FULL OUTER JOIN
      (
          SELECT trace_id, sum(span_count) AS spans, sum(duplicate_spans) AS replays, min(start_time) AS start,
              count() AS rows, any(status) AS status
          FROM traces GROUP BY trace_id
      ) AS told ON raw.TraceId = told.trace_id
      WHERE told.rows != 1 OR told.status != 'complete' OR (raw.spans, raw.replays, raw.start) != (told.spans, told.replays, told.start)
      """;

  /**
   * A call is a span whose parent is another service's, or is the calling side of it. The spans of
   * the recording name no peers, so there are no others.
   */
  private static final String EDGES =
      """
      WITH spans AS (SELECT DISTINCT SPAN FROM otel_traces)
      SELECT minute, caller, callee, sum(r) AS raw, sum(t) AS told
      FROM
      (
          SELECT toStartOfMinute(toDateTime(span.Timestamp)) AS minute, parent.ServiceName AS caller,
              span.ServiceName AS callee, 1 AS r, 0 AS t
          FROM spans AS span
          INNER JOIN spans AS parent ON parent.TraceId = span.TraceId AND parent.SpanId = span.ParentSpanId
          WHERE caller != callee OR (span.SpanKind IN ('Server', 'Consumer') AND parent.SpanKind IN ('Client', 'Producer'))
          UNION ALL
          SELECT window_start, caller, callee, 0, calls FROM service_edges
      )
      GROUP BY minute, caller, callee
      HAVING raw != told
      """;

  /** Every span is a call to its operation. */
  private static final String CALLS =
      """
      WITH spans AS (SELECT DISTINCT SPAN FROM otel_traces)
      SELECT minute, service, operation, kind, sum(r) AS raw, sum(t) AS told
      FROM
      (
          SELECT toStartOfMinute(toDateTime(Timestamp)) AS minute, ServiceName AS service, SpanName AS operation,
              SpanKind AS kind, 1 AS r, 0 AS t
          FROM spans
          UNION ALL
          SELECT window_start, service, operation, kind, 0, calls FROM service_red
      )
      GROUP BY minute, service, operation, kind
      HAVING raw != told
      """;

  private RawTruth() {}

  /** Where the trace job does not agree; at most a few of each kind, empty if it does. */
  static List<String> contradictions(ClickHouseClient clickHouse) {
    List<String> all = new ArrayList<>();
    for (String query : List.of(TRACES, EDGES, CALLS)) {
      clickHouse.rows(query.replace("SPAN", SPAN) + " LIMIT 5 SETTINGS join_use_nulls = 0").stream()
          .map(Object::toString)
          .forEach(all::add);
    }
    return all;
  }
}
