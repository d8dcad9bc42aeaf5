/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import java.util.List;
import java.util.Map;

/** Rate, errors and duration per service and per operation. */
final class ServiceDashboard {
  static final String UID = "heliograph-services";

  private static final String SERVED =
      TraceSql.MINUTES + " AND kind IN ('Server', 'Consumer') AND " + TraceSql.CHOSEN_SERVICE;

  private ServiceDashboard() {}

  static Dashboard define() {
    return new Dashboard(
        UID,
        "Heliograph: services",
        "Rate, errors and duration of each service and each of its operations.",
        "30s",
        List.of(new Variable.Choices("service", "Service", TraceSql.SERVICES)),
        List.of(
            new Dashboard.Row("How is it served?", List.of(rate(), failures(), latency(), waits())),
            new Dashboard.Row("Which operations?", List.of(operations()))));
  }

  private static Panel rate() {
    return Panel.of(
            Drawing.LINES,
            "Requests served per second",
            "Server and consumer spans by service.",
            Query.series(byService("sum(r.calls) / greatest(60, $__interval_s) AS requests")))
        .withUnit("reqps");
  }

  private static Panel failures() {
    return Panel.of(
            Drawing.LINES,
            "Share of requests that failed",
            "Of server and consumer spans, by service.",
            Query.series(byService("sum(r.errors) / sum(r.calls) AS failed")))
        .withUnit("percentunit");
  }

  private static Panel latency() {
    return Panel.of(
            Drawing.LINES,
            "Duration of requests",
            "Quantiles of all chosen services, merged from sketches of each minute, within 1 %.",
            Query.series(
                """
                %s
                SELECT time,
                  quantile_ns(merged, n, 0.5) AS p50,
                  quantile_ns(merged, n, 0.95) AS p95,
                  quantile_ns(merged, n, 0.99) AS p99
                FROM
                (
                  SELECT %s, sumMap(sketch) AS merged, sum(r.calls) AS n
                  FROM service_red AS r
                  WHERE %s
                  GROUP BY time
                )
                ORDER BY time
                """
                    .formatted(Sketch.QUANTILE, TraceSql.BY_MINUTES, SERVED)))
        .withUnit("ns");
  }

  private static Panel waits() {
    return Panel.of(
            Drawing.BARS,
            "On whom their traces wait",
            "Self time on the critical paths of traces that the chosen services are the root of,"
                + " by service: what to make faster so that these traces become faster.",
            Query.table(
                """
                SELECT entry.1 AS service, sum(entry.2) AS self_time
                FROM
                (
                  SELECT arrayJoin(path_self_ns_by_service) AS entry
                  FROM traces
                  WHERE %s AND $__conditionalAll(root_service IN (${service:singlequote}), $service)
                )
                GROUP BY service
                ORDER BY self_time DESC
                LIMIT 12
                """
                    .formatted(TraceSql.STARTED)))
        .withUnit("ns");
  }

  private static Panel operations() {
    return Panel.of(
            Drawing.TABLE,
            "Operations",
            "Every kind of span, slowest first, with a slow and a failed trace to look at."
                + " \"(other)\" takes the names beyond those a service may have.",
            Query.table(
                """
                %s
                SELECT service, operation, kind, sum(r.calls) AS calls, sum(r.errors) / calls AS failed,
                  sum(total_ns) / calls AS mean,
                  quantile_ns(sumMap(sketch) AS merged, calls, 0.5) AS p50,
                  quantile_ns(merged, calls, 0.95) AS p95,
                  quantile_ns(merged, calls, 0.99) AS p99,
                  argMax(exemplar_trace_id, p99_ns) AS slow_trace,
                  maxIf(error_trace_id, error_trace_id != '') AS failed_trace
                FROM service_red AS r
                WHERE %s AND %s
                GROUP BY service, operation, kind
                ORDER BY p99 DESC, service, operation, kind
                LIMIT 500
                """
                    .formatted(Sketch.QUANTILE, TraceSql.MINUTES, TraceSql.CHOSEN_SERVICE)))
        .withSize(24, 14)
        .withColumnUnits(
            Map.of("failed", "percentunit", "mean", "ns", "p50", "ns", "p95", "ns", "p99", "ns"))
        .withLinks(
            Map.of(
                "service",
                List.of(Link.toTraces("service")),
                "operation",
                List.of(
                    new Link(
                        "Search its traces",
                        SearchDashboard.UID,
                        Map.of("service", "service", "operation", "operation")),
                    new Link(
                        "Compare with an earlier window",
                        CompareDashboard.UID,
                        Map.of("service", "service", "operation", "operation"))),
                "slow_trace",
                List.of(Link.toTrace("slow_trace")),
                "failed_trace",
                List.of(Link.toTrace("failed_trace"))));
  }

  private static String byService(String what) {
    return """
    SELECT %s, service, %s
    FROM service_red AS r
    WHERE %s
    GROUP BY time, service
    ORDER BY time, service
    """
        .formatted(TraceSql.BY_MINUTES, what, SERVED);
  }
}
