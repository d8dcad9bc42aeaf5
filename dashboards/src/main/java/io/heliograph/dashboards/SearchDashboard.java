/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import java.util.List;
import java.util.Map;

/** Traces by what is known of them. */
final class SearchDashboard {
  static final String UID = "heliograph-traces";

  private static final String WISHES =
      TraceSql.STARTED
          + """

          AND $__conditionalAll(hasAny(services, [${service:singlequote}]), $service)
          AND (${operation:singlequote} IN ('', root_operation) OR has(critical_path.operation, ${operation:singlequote}))
          AND duration_ns >= 1e6 * toFloat64OrZero(${at_least_ms:singlequote})
          AND $__conditionalAll((status IN (${status:singlequote}) OR ('failed' IN (${status:singlequote}) AND error_count > 0)), $status)
          AND ${culprit:singlequote} IN ('', culprit_service)
          AND ${lane:singlequote} IN ('*', lane)
          AND $__conditionalAll(trace_id IN (SELECT trace_id FROM trace_findings WHERE %s AND kind IN (${kind:singlequote})), $kind)\
          """
              .formatted(TraceSql.FOUND);

  private SearchDashboard() {}

  static Dashboard define() {
    return new Dashboard(
        UID,
        "Heliograph: traces",
        "Traces by service, operation, duration, status, culprit, lane and finding.",
        "",
        List.of(
            new Variable.Choices("service", "Passes through", TraceSql.SERVICES),
            new Variable.Text("operation", "Operation on its critical path", ""),
            new Variable.Text("at_least_ms", "At least (ms)", "0"),
            new Variable.Known("status", "Status", List.of("complete", "incomplete", "failed")),
            new Variable.Text("culprit", "Service at fault", ""),
            new Variable.Text("lane", "Lane (* for any)", "*"),
            new Variable.Known("kind", "Has a finding", FindingsDashboard.KINDS)),
        List.of(
            new Dashboard.Row("Which traces?", List.of(byTime(), slowest(), newest())),
            new Dashboard.Row("Are they whole?", List.of(incomplete()))));
  }

  private static Panel byTime() {
    return Panel.of(
            Drawing.STACKED_BARS,
            "Traces",
            "Those that match, by their start; a trace with a failed span counts as failed.",
            Query.series(
                """
                SELECT $__timeInterval(start_time) AS time,
                  if(error_count > 0, 'failed', status) AS outcome, count() AS traces
                FROM traces
                WHERE %s
                GROUP BY time, outcome
                ORDER BY time, outcome
                """
                    .formatted(WISHES)))
        .withSize(24, 6);
  }

  private static Panel slowest() {
    return list("Slowest of them", "The 20 that took longest.", "duration_ns DESC", 20);
  }

  private static Panel newest() {
    return list("Newest of them", "The 200 that started last.", "start_time DESC", 200);
  }

  private static Panel list(String title, String description, String order, int limit) {
    return Panel.of(
            Drawing.TABLE,
            title,
            description + " Click on the id for the waterfall.",
            Query.table(
                """
                SELECT start_time AS started, trace_id, root_service AS service, root_operation AS operation,
                  duration_ns AS duration, span_count AS spans, error_count AS errors, findings,
                  culprit_service AS culprit, status, incomplete_reason AS why_incomplete, lane,
                  toString(start_day) AS day
                FROM traces
                WHERE %s
                ORDER BY %s, trace_id
                LIMIT %d
                """
                    .formatted(WISHES, order, limit)))
        .withSize(24, 11)
        .withColumnUnits(Map.of("duration", "ns"))
        .withLinks(
            Map.of(
                "trace_id",
                List.of(Link.toTrace("trace_id", "day")),
                "service",
                List.of(Link.toService("service")),
                "operation",
                List.of(
                    new Link(
                        "Compare with an earlier window",
                        CompareDashboard.UID,
                        Map.of("service", "service", "operation", "operation")))));
  }

  private static Panel incomplete() {
    return Panel.of(
            Drawing.TABLE,
            "Incomplete traces by reason",
            "Spans that never came, or came beyond the cap: of all traces in the chosen time, with"
                + " the newest as an example.",
            Query.table(
                """
                SELECT incomplete_reason AS reason, root_service AS service, count() AS traces,
                  sum(t.missing_parents) AS missing_parents, sum(t.over_cap_spans) AS over_cap_spans,
                  argMax(trace_id, start_time) AS example
                FROM traces AS t
                WHERE %s AND status = 'incomplete'
                GROUP BY reason, service
                ORDER BY traces DESC, reason, service
                LIMIT 100
                """
                    .formatted(TraceSql.STARTED)))
        .withSize(24, 8)
        .withLinks(Map.of("example", List.of(Link.toTrace("example"))));
  }
}
