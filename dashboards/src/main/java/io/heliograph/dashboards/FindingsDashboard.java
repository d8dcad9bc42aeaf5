/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import java.util.List;
import java.util.Map;

/** What is wrong, over all traces: what would save most, who is at fault, lanes, clocks. */
final class FindingsDashboard {
  static final String UID = "heliograph-findings";

  /** Every kind there is. */
  static final List<String> KINDS =
      List.of(
          "repeated_call",
          "serial_calls",
          "timeout_inversion",
          "lane_violation",
          "retry_storm",
          "error_origin",
          "clock_skew");

  private static final String WISHES =
      TraceSql.FOUND
          + " AND "
          + TraceSql.CHOSEN_SERVICE
          + " AND $__conditionalAll(kind IN (${kind:singlequote}), $kind)";

  private FindingsDashboard() {}

  static Dashboard define() {
    return new Dashboard(
        UID,
        "Heliograph: findings",
        "What is wrong with the traces, and what would save most.",
        "",
        List.of(
            new Variable.Choices("service", "Service", TraceSql.SERVICES),
            new Variable.Known("kind", "Kind", KINDS)),
        List.of(
            new Dashboard.Row("What to change first?", List.of(bySaving(), byTime(), byService())),
            new Dashboard.Row("Who is at fault?", List.of(culprits(), origins())),
            new Dashboard.Row("Lanes and clocks", List.of(lanes(), clocks()))));
  }

  private static Panel bySaving() {
    return Panel.of(
            Drawing.TABLE,
            "Findings by saving",
            "One row per kind, service and operation. The saving is what each finding would take"
                + " off its trace's critical path by itself, added up: several in one trace may"
                + " save less together.",
            Query.table(
                """
                SELECT kind, service, operation, uniqExact(trace_id) AS traces, sum(f.count) AS occurrences,
                  sum(saving_ns) AS saving, saving / traces AS saving_per_trace,
                  argMax(trace_id, saving_ns) AS example, argMax(evidence, saving_ns) AS evidence
                FROM trace_findings AS f
                WHERE %s
                GROUP BY kind, service, operation
                ORDER BY saving DESC, traces DESC, kind, service, operation
                LIMIT 200
                """
                    .formatted(WISHES)))
        .withSize(24, 12)
        .withColumnUnits(Map.of("saving", "ns", "saving_per_trace", "ns"))
        .withLinks(
            Map.of(
                "example",
                List.of(Link.toTrace("example")),
                "kind",
                List.of(
                    new Link(
                        "Search the traces",
                        SearchDashboard.UID,
                        Map.of("kind", "kind", "service", "service"))),
                "service",
                List.of(Link.toService("service"))));
  }

  private static Panel byTime() {
    return Panel.of(
        Drawing.STACKED_BARS,
        "Findings by kind",
        "By the start of their traces.",
        Query.series(
            """
            SELECT $__timeInterval(trace_start) AS time, kind, count() AS findings
            FROM trace_findings
            WHERE %s
            GROUP BY time, kind
            ORDER BY time, kind
            """
                .formatted(WISHES)));
  }

  private static Panel byService() {
    return Panel.of(
            Drawing.TABLE,
            "Findings by service and kind",
            "With the first and the last trace's start.",
            Query.table(
                """
                SELECT service, kind, count() AS findings, uniqExact(trace_id) AS traces,
                  min(trace_start) AS first, max(trace_start) AS last
                FROM trace_findings
                WHERE %s
                GROUP BY service, kind
                ORDER BY findings DESC, service, kind
                LIMIT 500
                """
                    .formatted(WISHES)))
        .withLinks(Map.of("service", List.of(Link.toService("service"))));
  }

  private static Panel culprits() {
    return Panel.of(
            Drawing.BARS,
            "Failed traces by the service at fault",
            "The service whose error no other error explains.",
            Query.table(
                """
                SELECT culprit_service AS service, count() AS traces
                FROM traces
                WHERE %s AND culprit_service != ''
                GROUP BY service
                ORDER BY traces DESC, service
                LIMIT 20
                """
                    .formatted(TraceSql.STARTED)))
        .withSize(10, 9);
  }

  private static Panel origins() {
    return Panel.of(
            Drawing.TABLE,
            "Where errors begin",
            "By service and operation; the cause tells a service that failed from a caller that"
                + " waited too short for one that was merely slow.",
            Query.table(
                """
                SELECT service, operation, JSONExtractString(evidence, 'cause') AS cause,
                  uniqExact(trace_id) AS traces, max(trace_start) AS last, argMax(trace_id, trace_start) AS example
                FROM trace_findings
                WHERE %s AND kind = 'error_origin' AND %s
                GROUP BY service, operation, cause
                ORDER BY traces DESC, service, operation
                LIMIT 200
                """
                    .formatted(TraceSql.FOUND, TraceSql.CHOSEN_SERVICE)))
        .withSize(14, 9)
        .withLinks(Map.of("example", List.of(Link.toTrace("example"))));
  }

  private static Panel lanes() {
    return Panel.of(
            Drawing.TABLE,
            "Lanes and leaks",
            "In which lanes each service stands, and calls that should have stayed in one of them"
                + " and did not.",
            Query.table(
                """
                SELECT service, arrayStringConcat(arraySort(stands.lanes), ' ') AS lanes, leaks.n AS leaks,
                  leaks.operations AS operations, leaks.example AS example
                FROM
                (
                  SELECT service, groupUniqArray(if(lane = '', '(baseline)', lane)) AS lanes
                  FROM service_lanes
                  WHERE hour >= toStartOfHour($__fromTime) AND hour <= $__toTime
                  GROUP BY service
                ) AS stands
                LEFT JOIN
                (
                  SELECT service, count() AS n, arrayStringConcat(arraySort(groupUniqArray(20)(operation)), ' ') AS operations,
                    argMax(trace_id, trace_start) AS example
                  FROM trace_findings
                  WHERE %s AND kind = 'lane_violation'
                  GROUP BY service
                ) AS leaks ON stands.service = leaks.service
                ORDER BY leaks DESC, service
                LIMIT 500
                """
                    .formatted(TraceSql.FOUND)))
        .withLinks(Map.of("example", List.of(Link.toTrace("example"))));
  }

  private static Panel clocks() {
    return Panel.of(
            Drawing.TABLE,
            "Clocks that are wrong",
            "By host, against the clock of the host at the root of the trace. Waterfalls show times"
                + " as they came.",
            Query.table(
                """
                SELECT service, JSONExtractString(evidence, 'host') AS host, count() AS traces,
                  argMax(JSONExtractInt(evidence, 'offset_ns'), trace_start) AS latest_offset,
                  max(trace_start) AS last, argMax(trace_id, trace_start) AS example
                FROM trace_findings
                WHERE %s AND kind = 'clock_skew'
                GROUP BY service, host
                ORDER BY abs(latest_offset) DESC, service, host
                LIMIT 200
                """
                    .formatted(TraceSql.FOUND)))
        .withColumnUnits(Map.of("latest_offset", "ns"))
        .withLinks(Map.of("example", List.of(Link.toTrace("example"))));
  }
}
