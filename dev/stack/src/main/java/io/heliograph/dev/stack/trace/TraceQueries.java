/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

/**
 * The questions put to ClickHouse. Times are Unix nanoseconds, a window's end is not in it. What
 * tail sampling keeps has tables of its own, where it is found once the others have expired.
 */
final class TraceQueries {
  /** Which traces have this id or prefix, and when they were; spans may outlive rows or not. */
  static final String CANDIDATES =
      """
      SELECT id, min(first) AS from, max(last) AS to
      FROM
      (
          SELECT TraceId AS id, toInt64(toUnixTimestamp(Start)) AS first, toInt64(toUnixTimestamp(End)) AS last
          FROM otel_traces_trace_id_ts
          WHERE startsWith(TraceId, {prefix:String}) OR TraceId = {padded:String}
          UNION ALL
          SELECT trace_id, toInt64(toUnixTimestamp(start_time)), toInt64(toUnixTimestamp(start_time))
          FROM traces
          WHERE startsWith(trace_id, {prefix:String}) OR trace_id = {padded:String}
          UNION ALL
          SELECT trace_id, toInt64(toUnixTimestamp(start_time)), toInt64(toUnixTimestamp(start_time))
          FROM traces_kept
          WHERE startsWith(trace_id, {prefix:String}) OR trace_id = {padded:String}
      )
      GROUP BY id
      ORDER BY to DESC, id
      LIMIT 11
      """;

  static final String VERDICTS =
      """
      SELECT
          toUnixTimestamp64Nano(start_time) AS start, duration_ns, root_service, root_operation, span_count, error_count,
          services, status, incomplete_reason, missing_parents, late_spans, duplicate_spans, over_cap_spans, revision,
          lane, critical_path.span_id AS path_ids, critical_path.service AS path_services,
          critical_path.operation AS path_operations, critical_path.self_ns AS path_self_ns,
          culprit_service, keep_reason
      FROM
      (
          SELECT * FROM traces WHERE trace_id = {id:String}
          UNION ALL
          SELECT * FROM traces_kept
          WHERE trace_id = {id:String}
              AND start_day NOT IN (SELECT start_day FROM traces WHERE trace_id = {id:String})
      )
      ORDER BY start
      """;

  static final String SPANS =
      """
      SELECT
          SpanId AS id, ParentSpanId AS parent, ServiceName AS service, SpanName AS operation, SpanKind AS kind,
          toUnixTimestamp64Nano(Timestamp) AS start, Duration AS duration, StatusCode = 'Error' AS failed,
          StatusMessage AS message, count() AS copies, count() OVER () AS total
      FROM
      (
          SELECT SpanId, ParentSpanId, ServiceName, SpanName, SpanKind, Timestamp, Duration, StatusCode, StatusMessage
          FROM otel_traces
          WHERE TraceId = {id:String} AND Timestamp >= fromUnixTimestamp64Nano({from:Int64})
              AND Timestamp < fromUnixTimestamp64Nano({to:Int64})
          UNION ALL
          SELECT SpanId, ParentSpanId, ServiceName, SpanName, SpanKind, Timestamp, Duration, StatusCode, StatusMessage
          FROM otel_traces_kept
          WHERE TraceId = {id:String} AND Timestamp >= fromUnixTimestamp64Nano({from:Int64})
              AND Timestamp < fromUnixTimestamp64Nano({to:Int64})
              AND (SpanId, ServiceName, SpanName, Timestamp) NOT IN
              (
                  SELECT SpanId, ServiceName, SpanName, Timestamp
                  FROM otel_traces
                  WHERE TraceId = {id:String} AND Timestamp >= fromUnixTimestamp64Nano({from:Int64})
                      AND Timestamp < fromUnixTimestamp64Nano({to:Int64})
              )
      )
      GROUP BY id, parent, service, operation, kind, start, duration, failed, message
      ORDER BY id IN
          (
              SELECT arrayJoin(critical_path.span_id) FROM traces WHERE trace_id = {id:String}
              UNION DISTINCT
              SELECT arrayJoin(critical_path.span_id) FROM traces_kept WHERE trace_id = {id:String}
          ) DESC,
          start, duration DESC, id, service
      LIMIT {limit:UInt32}
      """;

  static final String FINDINGS =
      """
      SELECT kind, service, operation, place, span_ids, count, saving_ns, lane, evidence
      FROM trace_findings
      WHERE trace_id = {id:String} AND trace_start >= fromUnixTimestamp64Nano({from:Int64})
          AND trace_start < fromUnixTimestamp64Nano({to:Int64})
      ORDER BY saving_ns DESC, kind, place, service, operation
      """;

  static final String LOG_COUNT =
      """
      SELECT count() AS total FROM otel_logs
      WHERE TraceId = {id:String} AND Timestamp >= fromUnixTimestamp64Nano({from:Int64})
          AND Timestamp < fromUnixTimestamp64Nano({to:Int64})
      """;

  static final String LOGS =
      """
      SELECT toUnixTimestamp64Nano(Timestamp) AS time, ServiceName AS service, SpanId AS span, SeverityText AS severity,
          Body AS body
      FROM otel_logs
      WHERE TraceId = {id:String} AND Timestamp >= fromUnixTimestamp64Nano({from:Int64})
          AND Timestamp < fromUnixTimestamp64Nano({to:Int64})
      ORDER BY time, service, body
      LIMIT {limit:UInt32}
      """;

  private TraceQueries() {}
}
