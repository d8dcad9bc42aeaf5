/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import java.util.List;
import java.util.Map;

/** What the fleet sends: spans, logs, instances. */
final class FlowPanels {
  private static final String CHOSEN_SERVICE =
      "$__conditionalAll(%s IN (${service:singlequote}), $service)";

  private FlowPanels() {}

  static List<Panel> define() {
    return List.of(
        atTheDoor(),
        refusedAtTheDoor(),
        spanRate(),
        logVolume(),
        latency(),
        services(),
        instancesByState(),
        instances(),
        changes());
  }

  private static Panel atTheDoor() {
    return Panel.of(
        Drawing.LINES,
        "Accepted by the gateway, per second",
        "Items that Kafka acknowledged, by signal.",
        Query.prometheus(
            "sum by (signal) (rate(heliograph_gateway_accepted_items_total[$__rate_interval]))",
            "{{signal}}"));
  }

  private static Panel refusedAtTheDoor() {
    return Panel.of(
        Drawing.LINES,
        "Requests the gateway did not take, per second",
        "By what became of them: malformed, too large, or to be sent again because Kafka or the"
            + " memory for requests is short.",
        Query.prometheus(
            "sum by (receiver, outcome) (rate(heliograph_gateway_requests_total"
                + "{outcome!=\"accepted\"}[$__rate_interval]))",
            "{{receiver}} {{outcome}}"));
  }

  private static Panel spanRate() {
    return Panel.of(
        Drawing.LINES,
        "Spans per second",
        "Stored spans by service and start time.",
        Query.series(
            """
            SELECT $__timeInterval(Timestamp) AS time, ServiceName, count() / $__interval_s AS spans
            FROM otel_traces
            WHERE $__timeFilter(Timestamp) AND %s
            GROUP BY time, ServiceName
            ORDER BY time, ServiceName
            """
                .formatted(CHOSEN_SERVICE.formatted("ServiceName"))));
  }

  private static Panel logVolume() {
    return Panel.of(
        Drawing.STACKED_BARS,
        "Log records by severity",
        "Counted per minute by the log job, so the panel costs the same at any volume.",
        Query.series(
            """
            SELECT toStartOfInterval(window_start, toIntervalSecond(greatest(60, $__interval_s))) AS time,
              severity, sum(count) AS records
            FROM log_pattern_counts
            WHERE $__timeFilter(window_start) AND %s
            GROUP BY time, severity
            ORDER BY time, severity
            """
                .formatted(CHOSEN_SERVICE.formatted("service"))));
  }

  private static Panel latency() {
    return Panel.of(
            Drawing.LINES,
            "Latency of served requests",
            "Durations of server and consumer spans.",
            Query.series(
                """
                SELECT $__timeInterval(Timestamp) AS time,
                  quantile(0.5)(Duration) AS p50,
                  quantile(0.95)(Duration) AS p95,
                  quantile(0.99)(Duration) AS p99
                FROM otel_traces
                WHERE $__timeFilter(Timestamp) AND SpanKind IN ('Server', 'Consumer') AND %s
                GROUP BY time
                ORDER BY time
                """
                    .formatted(CHOSEN_SERVICE.formatted("ServiceName"))))
        .withUnit("ns");
  }

  private static Panel services() {
    return Panel.of(
            Drawing.TABLE,
            "Services",
            "Requests served, errors and latency of each service, slowest first.",
            Query.table(
                """
                SELECT ServiceName AS service,
                  count() AS requests,
                  countIf(StatusCode = 'Error') / count() AS errors,
                  quantile(0.5)(Duration) AS p50,
                  quantile(0.99)(Duration) AS p99,
                  max(Duration) AS slowest
                FROM otel_traces
                WHERE $__timeFilter(Timestamp) AND SpanKind IN ('Server', 'Consumer') AND %s
                GROUP BY service
                ORDER BY p99 DESC
                LIMIT 100
                """
                    .formatted(CHOSEN_SERVICE.formatted("ServiceName"))))
        .withColumnUnits(
            Map.of("errors", "percentunit", "p50", "ns", "p99", "ns", "slowest", "ns"));
  }

  private static Panel instancesByState() {
    return Panel.of(
            Drawing.STAT,
            "Instances by state",
            "As the health job sees them now, whatever the chosen time.",
            Query.table(
                "SELECT state, count() AS instances FROM instances GROUP BY state ORDER BY state"))
        .withSize(6, 8);
  }

  private static Panel instances() {
    return Panel.of(
            Drawing.TABLE,
            "Instances that are not well",
            "Everything but UP and WARMING, the one heard of last first; empty is good.",
            Query.table(
                """
                SELECT namespace, service, instance_id, state, score, last_seen
                FROM instances
                WHERE state NOT IN ('UP', 'WARMING')
                ORDER BY last_seen DESC
                LIMIT 50
                """))
        .withSize(9, 8);
  }

  private static Panel changes() {
    return Panel.of(
            Drawing.TABLE,
            "Latest changes of health",
            "What changed, and the reason the health job gives.",
            Query.table(
                """
                SELECT time, service, instance_id, concat(from_state, ' -> ', to_state) AS change, reason
                FROM health_events
                WHERE $__timeFilter_ms(time)
                ORDER BY time DESC
                LIMIT 50
                """))
        .withSize(9, 8);
  }
}
