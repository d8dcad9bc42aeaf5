/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import java.util.List;
import java.util.Map;

/** Who calls whom: the service map, and its edges as a table. */
final class MapDashboard {
  static final String UID = "heliograph-map";

  private MapDashboard() {}

  static Dashboard define() {
    return new Dashboard(
        UID,
        "Heliograph: service map",
        "Who calls whom, how often, how slowly: services, databases, caches and queues.",
        "30s",
        List.of(),
        List.of(
            new Dashboard.Row("Who calls whom?", List.of(map(), edges())),
            new Dashboard.Row("When?", List.of(calls(), failures()))));
  }

  /** Fields are called as Grafana's node graph wants them. */
  private static Panel map() {
    return Panel.of(
            Drawing.NODE_GRAPH,
            "Service map",
            "In a circle: requests served per second and their 99th percentile, the red arc being"
                + " those that failed. Databases, caches and queues have no spans of their own:"
                + " theirs are the calls made to them. A queue leads to who takes from it, where"
                + " sender and taker are in different traces.",
            Query.table(nodes()),
            Query.table(
                """
                %s
                SELECT concat(caller, ' -> ', callee) AS id, caller AS source, callee AS target,
                  sum(e.calls) / dateDiff('second', $__fromTime, $__toTime) AS mainstat,
                  quantile_ns(sumMap(sketch), sum(e.calls), 0.99) AS secondarystat,
                  sum(e.calls) AS detail__calls, sum(e.errors) AS detail__errors
                FROM service_edges AS e
                WHERE %s
                GROUP BY caller, callee
                ORDER BY id
                """
                    .formatted(Sketch.QUANTILE, TraceSql.MINUTES)))
        .withSize(24, 18)
        .withLinks(Map.of("title", List.of(Link.toService("id"), Link.toTraces("id"))));
  }

  private static String nodes() {
    return """
    %1$s
    SELECT id, id AS title,
      if(sumIf(n, own) > 0, 'service', if(sum(n) > 0, 'called', 'caller')) AS subtitle,
      sumIf(n, own = is_service) AS detail__calls,
      detail__calls / dateDiff('second', $__fromTime, $__toTime) AS mainstat,
      if(detail__calls > 0, quantile_ns(sumMapIf(sketch, own = is_service), detail__calls, 0.99), 0) AS secondarystat,
      sumIf(failed, own = is_service) / greatest(detail__calls, 1) AS arc__failed,
      1 - arc__failed AS arc__ok
    FROM
    (
      SELECT *, max(own AND n > 0) OVER (PARTITION BY id) AS is_service
      FROM
      (
        SELECT service AS id, true AS own, sum(r.calls) AS n, sum(r.errors) AS failed, sumMap(r.sketch) AS sketch
        FROM service_red AS r
        WHERE %2$s AND kind IN ('Server', 'Consumer')
        GROUP BY id
        UNION ALL
        SELECT callee AS id, false AS own, sum(e.calls) AS n, sum(e.errors) AS failed, sumMap(e.sketch) AS sketch
        FROM service_edges AS e
        WHERE %2$s
        GROUP BY id
        UNION ALL
        SELECT DISTINCT caller AS id, false AS own, 0 AS n, 0 AS failed, ([], []) AS sketch
        FROM service_edges
        WHERE %2$s
      )
    )
    GROUP BY id
    ORDER BY id
    """
        .formatted(Sketch.QUANTILE, TraceSql.MINUTES);
  }

  private static Panel edges() {
    return Panel.of(
            Drawing.TABLE,
            "Calls between services",
            "The same as a table, most frequent first. Quantiles are of the whole time chosen.",
            Query.table(
                """
                %s
                SELECT caller, callee, sum(e.calls) AS calls, sum(e.errors) AS errors,
                  errors / calls AS failed, sum(total_ns) / calls AS mean,
                  quantile_ns(sumMap(sketch) AS merged, calls, 0.5) AS p50,
                  quantile_ns(merged, calls, 0.95) AS p95,
                  quantile_ns(merged, calls, 0.99) AS p99
                FROM service_edges AS e
                WHERE %s
                GROUP BY caller, callee
                ORDER BY calls DESC, caller, callee
                LIMIT 1000
                """
                    .formatted(Sketch.QUANTILE, TraceSql.MINUTES)))
        .withSize(24, 10)
        .withColumnUnits(
            Map.of("failed", "percentunit", "mean", "ns", "p50", "ns", "p95", "ns", "p99", "ns"))
        .withLinks(
            Map.of(
                "caller",
                List.of(Link.toService("caller")),
                "callee",
                List.of(Link.toService("callee"))));
  }

  private static Panel calls() {
    return Panel.of(
            Drawing.LINES,
            "Calls per second",
            "By caller and callee.",
            Query.series(byEdge("sum(e.calls) / greatest(60, $__interval_s) AS calls")))
        .withUnit("reqps");
  }

  private static Panel failures() {
    return Panel.of(
            Drawing.LINES,
            "Share of calls that failed",
            "By caller and callee; edges without a failure are left out.",
            Query.series(
                byEdge("sum(e.errors) / sum(e.calls) AS failed")
                    .replace("ORDER BY", "HAVING failed > 0\nORDER BY")))
        .withUnit("percentunit");
  }

  private static String byEdge(String what) {
    return """
    SELECT %s, concat(caller, ' -> ', callee) AS edge, %s
    FROM service_edges AS e
    WHERE %s
    GROUP BY time, edge
    ORDER BY time, edge
    """
        .formatted(TraceSql.BY_MINUTES, what, TraceSql.MINUTES);
  }
}
