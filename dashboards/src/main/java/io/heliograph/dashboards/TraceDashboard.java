/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import java.util.List;
import java.util.Map;

/** One trace: its waterfall, what it waited for, what is wrong with it, and what was logged. */
final class TraceDashboard {
  static final String UID = "heliograph-trace";

  /** Of a table with a column {@code trace_id}: the trace to show. */
  static final String THIS = "trace_id = ${trace_id:singlequote}";

  /** What the trace job says under this id: a row for each day on which it was used. */
  static final String ITS_ROWS =
      ("(SELECT * FROM traces WHERE %1$s UNION ALL SELECT * FROM traces_kept WHERE %1$s"
              + " AND start_day NOT IN (SELECT start_day FROM traces WHERE %1$s))")
          .formatted(THIS);

  /**
   * The day that is looked at: the one asked for, else the newest in the chosen time, or at all.
   */
  private static final String ITS_DAY =
      "(SELECT multiIf(${day:singlequote} != '', toDateOrZero(${day:singlequote}),"
          + " countIf(chosen) > 0, maxIf(start_day, chosen), max(start_day)) FROM"
          + " (SELECT start_day, start_time >= $__fromTime AND start_time <= $__toTime AS chosen"
          + " FROM "
          + ITS_ROWS
          + "))";

  /** The trace's row, one at most. */
  static final String ITS_ROW =
      "(SELECT * FROM " + ITS_ROWS + " WHERE start_day = " + ITS_DAY + ")";

  /**
   * Two expressions. What lies in {@code its_period} is this trace's, though its id was used before
   * or after: until half-way to the neighbours. In {@code span_of_time} lie its spans, which are so
   * found without reading every day; those of a kept trace outlive all other rows of it.
   */
  static final String ITS_TIME =
      """
      (
        WITH %1$s AS its_day
        SELECT
          (
            fromUnixTimestamp64Nano(multiIf(unknown, ever, before = 0, toInt64(0), before + intDiv(begin - before, 2))),
            fromUnixTimestamp64Nano(if(next = 0, ever, finish + intDiv(next - finish, 2)))
          )
        FROM
        (
          SELECT
            toInt64(9223372036854775807) AS ever,
            count() > 0 AND countIf(start_day = its_day) = 0 AS unknown,
            maxIf(end, start_day < its_day) AS before,
            minIf(start, start_day = its_day) AS begin,
            maxIf(end, start_day = its_day) AS finish,
            minIf(start, start_day > its_day) AS next
          FROM (SELECT start_day, toUnixTimestamp64Nano(start_time) AS start, start + toInt64(duration_ns) AS end FROM %2$s)
        )
      ) AS its_period,
      (
        SELECT (greatest(min(first), its_period.1), least(max(last) + 1, its_period.2))
        FROM
        (
          SELECT toDateTime64(Start, 9) AS first, toDateTime64(End, 9) AS last FROM otel_traces_trace_id_ts
          WHERE TraceId = ${trace_id:singlequote}
          UNION ALL
          SELECT Timestamp, Timestamp FROM otel_traces_kept WHERE TraceId = ${trace_id:singlequote}
        )
      ) AS span_of_time\
      """
          .formatted(ITS_DAY, ITS_ROWS);

  private static final int MAX_LINES = 5_000;

  private TraceDashboard() {}

  static Dashboard define() {
    return new Dashboard(
        UID,
        "Heliograph: one trace",
        "The waterfall of a trace with its critical path, findings and logs.",
        "",
        List.of(
            new Variable.Text("trace_id", "Trace", ""),
            new Variable.Text("day", "Day of it (UTC), if its id was used on several", "")),
        List.of(
            new Dashboard.Row("What happened?", List.of(summary(), leftOut(), Waterfall.panel())),
            new Dashboard.Row("Where did the time go?", List.of(waits(), criticalPath())),
            new Dashboard.Row("What is wrong?", List.of(findings())),
            new Dashboard.Row("What was logged?", List.of(logs()))));
  }

  private static Panel summary() {
    return Panel.of(
            Drawing.TABLE,
            "The trace",
            "As the trace job judges it now; a span that comes late makes another revision. An id"
                + " that was used on several days has a row for each. All else on this page is of"
                + " one of them: of the day above, else of the newest in the chosen time.",
            Query.table(
                """
                SELECT start_time AS started, trace_id, toString(start_day) AS day, root_service AS service, root_operation AS operation,
                  duration_ns AS duration, span_count AS spans, error_count AS errors,
                  culprit_service AS culprit, status, incomplete_reason AS why_incomplete,
                  missing_parents, late_spans, duplicate_spans, over_cap_spans, lane, revision, keep_reason
                FROM %s
                ORDER BY started
                """
                    .formatted(ITS_ROWS)))
        .withSize(24, 4)
        .withColumnUnits(Map.of("duration", "ns"))
        .withLinks(
            Map.of(
                "day",
                List.of(Link.toTrace("trace_id", "day")),
                "service",
                List.of(Link.toService("service")),
                "culprit",
                List.of(Link.toService("culprit")),
                "operation",
                List.of(
                    new Link(
                        "Compare with an earlier window",
                        CompareDashboard.UID,
                        Map.of("service", "service", "operation", "operation")))));
  }

  private static Panel leftOut() {
    return Panel.of(
            Drawing.STAT,
            "Not shown below",
            ("Spans of the trace beyond the %,d of the waterfall, and log lines beyond %,d: those"
                 + " that come last. The saved queries spans_of_trace and logs_of_trace show all.")
                .formatted(Waterfall.MAX_SPANS, MAX_LINES),
            Query.table(
                """
                WITH %s
                SELECT
                  (
                    SELECT greatest(uniqExact(SpanId, ServiceName, SpanName, Timestamp, Duration), %d) - %2$d
                    FROM otel_traces_all
                    WHERE TraceId = ${trace_id:singlequote} AND Timestamp >= span_of_time.1 AND Timestamp <= span_of_time.2
                  ) AS spans_left_out,
                  (
                    SELECT greatest(count(), %d) - %3$d FROM otel_logs
                    WHERE TraceId = ${trace_id:singlequote} AND TraceId != ''
                      AND Timestamp >= its_period.1 AND Timestamp < its_period.2
                  ) AS log_lines_left_out
                """
                    .formatted(ITS_TIME, Waterfall.MAX_SPANS, MAX_LINES)))
        .withSize(24, 3)
        .withThresholds(new Panel.Threshold(0, "green"), new Panel.Threshold(1, "orange"));
  }

  private static Panel waits() {
    return Panel.of(
            Drawing.BARS,
            "Self time on the critical path by service",
            "Adds up to the trace's duration: the service with the longest bar is the one to make"
                + " faster.",
            Query.table(
                """
                SELECT entry.1 AS service, entry.2 AS self_time
                FROM (SELECT arrayJoin(path_self_ns_by_service) AS entry FROM %s)
                ORDER BY self_time DESC
                LIMIT 20
                """
                    .formatted(ITS_ROW)))
        .withSize(8, 10)
        .withUnit("ns");
  }

  private static Panel criticalPath() {
    return Panel.of(
            Drawing.TABLE,
            "Critical path",
            "The spans the trace waited for, and for how long; a shorter one of these makes the"
                + " trace shorter.",
            Query.table(
                """
                SELECT hop.service AS service, hop.operation AS operation, hop.self_ns AS self_time,
                  hop.self_ns / greatest(duration_ns, 1) AS share, hop.span_id AS span_id
                FROM %s
                ARRAY JOIN critical_path AS hop
                ORDER BY self_time DESC, span_id
                LIMIT 1000
                """
                    .formatted(ITS_ROW)))
        .withSize(16, 10)
        .withColumnUnits(Map.of("self_time", "ns", "share", "percentunit"))
        .withLinks(Map.of("service", List.of(Link.toService("service"))));
  }

  private static Panel findings() {
    return Panel.of(
            Drawing.TABLE,
            "Findings",
            "What the critical path would lose comes first.",
            Query.table(
                """
                SELECT kind, service, operation, f.count AS occurrences, saving_ns AS saving, lane,
                  evidence, arrayStringConcat(span_ids, ' ') AS spans
                FROM trace_findings AS f
                WHERE %s AND start_day = %s
                ORDER BY saving_ns DESC, kind, place
                """
                    .formatted(THIS, ITS_DAY)))
        .withSize(24, 8)
        .withColumnUnits(Map.of("saving", "ns"))
        .withLinks(
            Map.of(
                "kind",
                List.of(
                    new Link(
                        "Where else?",
                        FindingsDashboard.UID,
                        Map.of("kind", "kind", "service", "service")))));
  }

  private static Panel logs() {
    return Panel.of(
            Drawing.TABLE,
            "Logs",
            "Lines with this trace's id in order of time, and the span each was written in: the"
                + " first 5,000, if there are more.",
            Query.table(
                """
                WITH %s, if(has(owners.services, l.ServiceName), indexOf(owners.services, l.ServiceName), 1) AS owner
                SELECT l.Timestamp AS time, l.SeverityText AS severity, l.ServiceName AS service,
                  owners.operations[owner] AS operation, l.Body AS line, owners.services[owner] AS span_service, l.SpanId AS span_id
                FROM otel_logs AS l
                LEFT ANY JOIN
                (
                  SELECT SpanId, groupArray(ServiceName) AS services, groupArray(SpanName) AS operations
                  FROM otel_traces_all
                  WHERE TraceId = ${trace_id:singlequote} AND Timestamp >= span_of_time.1 AND Timestamp <= span_of_time.2
                  GROUP BY SpanId
                ) AS owners ON l.SpanId = owners.SpanId
                WHERE l.TraceId = ${trace_id:singlequote} AND l.TraceId != ''
                  AND l.Timestamp >= its_period.1 AND l.Timestamp < its_period.2
                ORDER BY time, service
                LIMIT %d
                """
                    .formatted(ITS_TIME, MAX_LINES)))
        .withSize(24, 12);
  }
}
