/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import java.util.List;
import java.util.Map;

/** Two windows of one operation: which of its spans grew, and which of the services'. */
final class CompareDashboard {
  static final String UID = "heliograph-compare";

  /** Traces of the operation in both windows, marked with those they lie in. */
  private static final String BOTH =
      """
      SELECT *,
        start_time >= $__fromTime - ${distance} AND start_time <= $__toTime - ${distance} AS before,
        start_time >= $__fromTime AND start_time <= $__toTime AS after
      FROM traces
      WHERE root_service = ${service:singlequote} AND root_operation = ${operation:singlequote}
        AND start_day BETWEEN toDate($__fromTime - ${distance}, 'UTC') AND toDate($__toTime, 'UTC')
        AND (before OR after)
      """;

  private CompareDashboard() {}

  static Dashboard define() {
    return new Dashboard(
        UID,
        "Heliograph: two windows of one operation",
        "The chosen time beside as long a time before it: which span of the operation's traces"
            + " grew.",
        "",
        List.of(
            new Variable.Choice(
                "service",
                "Service at the root",
                "SELECT DISTINCT root_service FROM traces WHERE "
                    + TraceSql.STARTED
                    + " ORDER BY root_service LIMIT 1000"),
            new Variable.Choice(
                "operation",
                "Operation at the root",
                "SELECT root_operation FROM traces WHERE "
                    + TraceSql.STARTED
                    + " AND root_service = ${service:singlequote}"
                    + " GROUP BY root_operation ORDER BY count() DESC, root_operation LIMIT 1000"),
            new Variable.Distance(
                "distance",
                "Compared with",
                List.of(
                    "1 hour : 3600",
                    "5 minutes : 300",
                    "15 minutes : 900",
                    "6 hours : 21600",
                    "1 day : 86400",
                    "7 days : 604800"))),
        List.of(
            new Dashboard.Row("Which span grew?", List.of(spans(), allSpans())),
            new Dashboard.Row("By how much did the whole grow?", List.of(whole(), durations())),
            new Dashboard.Row("Look at one", List.of(examples("after"), examples("before")))));
  }

  private static Panel spans() {
    return Panel.of(
            Drawing.TABLE,
            "Self time on the critical path, per trace",
            "Mean over the traces of each window, by service and operation; what grew most comes"
                + " first. The differences add up to that of the mean duration. A span that grew"
                + " beside the critical path made no trace longer and is not here: see the panel"
                + " below.",
            Query.table(
                """
                SELECT hop.service AS service, hop.operation AS operation,
                  sumIf(hop.self_ns, before) / greatest(any(traces_before), 1) AS earlier,
                  sumIf(hop.self_ns, after) / greatest(any(traces_after), 1) AS now,
                  now - earlier AS difference,
                  countIf(before) / greatest(any(traces_before), 1) AS spans_earlier,
                  countIf(after) / greatest(any(traces_after), 1) AS spans_now,
                  argMaxIf(trace_id, hop.self_ns, after) AS example
                FROM
                (
                  SELECT trace_id, critical_path, before, after,
                    countIf(before) OVER () AS traces_before, countIf(after) OVER () AS traces_after
                  FROM
                  (
                %s
                  )
                )
                ARRAY JOIN critical_path AS hop
                GROUP BY service, operation
                ORDER BY difference DESC, service, operation
                LIMIT 200
                """
                    .formatted(BOTH.indent(4).stripTrailing())))
        .withSize(24, 12)
        .withColumnUnits(Map.of("earlier", "ns", "now", "ns", "difference", "ns"))
        .withLinks(
            Map.of(
                "example",
                List.of(Link.toTrace("example")),
                "service",
                List.of(Link.toService("service"))));
  }

  private static Panel allSpans() {
    return Panel.of(
            Drawing.TABLE,
            "Duration of all spans, on the critical path or off it",
            "Mean and 95th percentile over the minutes that begin in each window, of every"
                + " operation of the services that the operation's traces pass through, whatever"
                + " trace a span is in; what grew most comes first. Durations include those of"
                + " callees; what has no calls in one of the windows has no difference.",
            Query.table(
                """
                %s
                SELECT service, operation, kind,
                  sumIf(r.total_ns, before) / greatest(calls_earlier, 1) AS earlier,
                  sumIf(r.total_ns, after) / greatest(calls_now, 1) AS now,
                  if(calls_earlier = 0 OR calls_now = 0, 0, now - earlier) AS difference,
                  if(calls_earlier = 0, 0, quantile_ns(sumMapIf(r.sketch, before), calls_earlier, 0.95)) AS p95_earlier,
                  if(calls_now = 0, 0, quantile_ns(sumMapIf(r.sketch, after), calls_now, 0.95)) AS p95_now,
                  sumIf(r.calls, before) AS calls_earlier, sumIf(r.calls, after) AS calls_now
                FROM
                (
                  SELECT service, operation, kind, calls, total_ns, sketch,
                    window_start >= $__fromTime - ${distance} AND window_start <= $__toTime - ${distance} AS before,
                    window_start >= $__fromTime AND window_start <= $__toTime AS after
                  FROM service_red
                  WHERE (before OR after) AND service IN
                  (
                    SELECT arrayJoin(services)
                    FROM
                    (
                %s
                    )
                  )
                ) AS r
                GROUP BY service, operation, kind
                ORDER BY difference DESC, service, operation, kind
                LIMIT 200
                """
                    .formatted(Sketch.QUANTILE, BOTH.indent(6).stripTrailing())))
        .withSize(24, 12)
        .withColumnUnits(
            Map.of(
                "earlier", "ns",
                "now", "ns",
                "difference", "ns",
                "p95_earlier", "ns",
                "p95_now", "ns"))
        .withLinks(Map.of("service", List.of(Link.toService("service"))));
  }

  private static Panel whole() {
    return Panel.of(
            Drawing.TABLE,
            "Traces of both windows",
            "How many there were, how many failed, and how long they took.",
            Query.table(
                """
                SELECT part AS window, count() AS traces, countIf(error_count > 0) / traces AS failed,
                  avg(duration_ns) AS mean, quantileExact(0.5)(duration_ns) AS p50,
                  quantileExact(0.95)(duration_ns) AS p95, quantileExact(0.99)(duration_ns) AS p99
                FROM
                (
                %s
                )
                ARRAY JOIN arrayConcat(if(before, ['earlier'], []), if(after, ['now'], [])) AS part
                GROUP BY part
                ORDER BY part
                """
                    .formatted(BOTH.indent(2).stripTrailing())))
        .withSize(12, 6)
        .withColumnUnits(
            Map.of("failed", "percentunit", "mean", "ns", "p50", "ns", "p95", "ns", "p99", "ns"));
  }

  private static Panel durations() {
    return Panel.of(
            Drawing.LINES,
            "Median and 95th percentile of the duration",
            "The earlier window is drawn where the chosen one is.",
            Query.series(
                """
                SELECT $__timeInterval(at) AS time, part AS window,
                  quantileExact(0.5)(duration_ns) AS p50, quantileExact(0.95)(duration_ns) AS p95
                FROM
                (
                  SELECT duration_ns, part, if(part = 'earlier', start_time + ${distance}, start_time) AS at
                  FROM
                  (
                %s
                  )
                  ARRAY JOIN arrayConcat(if(before, ['earlier'], []), if(after, ['now'], [])) AS part
                )
                GROUP BY time, window
                ORDER BY time, window
                """
                    .formatted(BOTH.indent(4).stripTrailing())))
        .withSize(12, 6)
        .withUnit("ns");
  }

  private static Panel examples(String window) {
    return Panel.of(
            Drawing.TABLE,
            window.equals("after")
                ? "Slowest of the chosen window"
                : "Slowest of the earlier window",
            "Click on the id for the waterfall.",
            Query.table(
                """
                SELECT start_time AS started, trace_id, duration_ns AS duration, span_count AS spans, error_count AS errors, culprit_service AS culprit,
                  toString(start_day) AS day
                FROM
                (
                %s
                )
                WHERE %s
                ORDER BY duration DESC, trace_id
                LIMIT 20
                """
                    .formatted(BOTH.indent(2).stripTrailing(), window)))
        .withSize(12, 9)
        .withColumnUnits(Map.of("duration", "ns"))
        .withLinks(Map.of("trace_id", List.of(Link.toTrace("trace_id", "day"))));
  }
}
