/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import io.heliograph.dashboards.Panel.Threshold;
import java.util.List;
import java.util.Map;

/**
 * The fleet: how many instances, where, of which version and state; whether weight follows health;
 * what changed; whether the registry keeps up.
 */
final class FleetDashboard {
  static final String UID = "heliograph-fleet";

  /** Of {@code instances}: heard of since the chosen time began, and of a chosen service. */
  private static final String HEARD_OF = "last_seen >= $__fromTime AND " + TraceSql.CHOSEN_SERVICE;

  private static final String PLACE =
      "arrayStringConcat(arrayFilter(part -> part != '', [city, center, room]), '/')";

  /** As the registry scales a weight by advice, warm-up aside. */
  private static final String BY_ADVICE =
      "if(state IN ('DOWN', 'DRAINING', 'DISABLED'), 0, toUInt32(greatest(least(weight, 1),"
          + " round(weight * greatest(score, 10) / 100))))";

  private FleetDashboard() {}

  static Dashboard define() {
    return new Dashboard(
        UID,
        "Heliograph: the fleet",
        "Instances by state, place and version; whether weight follows health; what changed.",
        "10s",
        List.of(
            new Variable.Choices(
                "service",
                "Service",
                "SELECT DISTINCT service FROM instances WHERE last_seen >= $__fromTime"
                    + " ORDER BY service LIMIT 1000")),
        List.of(
            new Dashboard.Row(
                "Who is there?", List.of(by("state"), byPlace(), by("version"), services())),
            new Dashboard.Row("Does weight follow health?", List.of(shares(), instances())),
            new Dashboard.Row("What changed?", List.of(changes(), events())),
            ProtectionPanels.row(),
            new Dashboard.Row(
                "Does the registry keep up?", List.of(leases(), waiting(), nodes(), pushes()))));
  }

  private static Panel by(String column) {
    return Panel.of(
            Drawing.BARS,
            "Instances by " + column,
            "As the health job saw them last.",
            Query.table(
                """
                SELECT if(%1$s = '', '(none)', %1$s) AS name, count() AS instances
                FROM instances
                WHERE %2$s
                GROUP BY name
                ORDER BY instances DESC, name
                LIMIT 20
                """
                    .formatted(column, HEARD_OF)))
        .withSize(8, 8);
  }

  private static Panel byPlace() {
    return Panel.of(
            Drawing.BARS,
            "Instances by place",
            "City, center and room; a room that empties before the others is being drained, or is"
                + " cut off.",
            Query.table(
                """
                SELECT if(%1$s = '', '(none)', %1$s) AS place, count() AS instances
                FROM instances
                WHERE %2$s
                GROUP BY place
                ORDER BY instances DESC, place
                LIMIT 20
                """
                    .formatted(PLACE, HEARD_OF)))
        .withSize(8, 8);
  }

  private static Panel services() {
    return Panel.of(
            Drawing.TABLE,
            "Services",
            "The share that is up is what a drain or an overflow goes by.",
            Query.table(
                """
                SELECT namespace, service, count() AS instances,
                  countIf(state = 'UP') / instances AS up,
                  countIf(state = 'WARMING') AS warming, countIf(state = 'SUSPECT') AS suspect,
                  countIf(state = 'DOWN') AS down, countIf(state IN ('DRAINING', 'DISABLED')) AS out,
                  uniqExact(%1$s) AS places, uniqExact(version) AS versions, min(score) AS lowest_score
                FROM instances
                WHERE %2$s
                GROUP BY namespace, service
                ORDER BY up, namespace, service
                LIMIT 500
                """
                    .formatted(PLACE, HEARD_OF)))
        .withSize(24, 9)
        .withColumnUnits(Map.of("up", "percentunit"))
        .withLinks(Map.of("service", List.of(Link.toService("service"))));
  }

  private static Panel shares() {
    return Panel.of(
            Drawing.BARS,
            "Weight against score",
            "The 20 instances whose weight loses most by the health job's advice: what was"
                + " registered, and what the registry leaves of it: by the score, a tenth at least;"
                + " 0 of one that is DOWN, drains or is disabled. Rules, warm-up and the bound of"
                + " what advice may take out are not in it.",
            Query.table(
                """
                SELECT instance_id AS instance, weight AS registered, %s AS by_advice
                FROM instances
                WHERE %s
                ORDER BY registered - by_advice DESC, instance
                LIMIT 20
                """
                    .formatted(BY_ADVICE, HEARD_OF)))
        .withSize(10, 10);
  }

  private static Panel instances() {
    return Panel.of(
            Drawing.TABLE,
            "Instances, the least healthy first",
            "With why they are in their state; ./heliograph fleet SERVICE also has the weight that"
                + " callers are given.",
            Query.table(
                """
                SELECT service, instance_id AS instance, host, version, %1$s AS place, lane, state, score, weight,
                  %3$s AS by_advice, last_seen, reason
                FROM instances
                WHERE %2$s
                ORDER BY score, service, instance
                LIMIT 500
                """
                    .formatted(PLACE, HEARD_OF, BY_ADVICE)))
        .withSize(14, 10)
        .withLinks(Map.of("service", List.of(Link.toTraces("service"))));
  }

  private static Panel changes() {
    return Panel.of(
            Drawing.STACKED_BARS,
            "Changes of state",
            "By the state that instances went to. Many at once, of one place, are a cut and not as"
                + " many crashes.",
            Query.series(
                """
                SELECT $__timeInterval(time) AS at, to_state, count() AS changes
                FROM health_events
                WHERE $__timeFilter_ms(time) AND %s
                GROUP BY at, to_state
                ORDER BY at, to_state
                """
                    .formatted(TraceSql.CHOSEN_SERVICE)))
        .withSize(10, 9);
  }

  private static Panel events() {
    return Panel.of(
            Drawing.TABLE,
            "Health events",
            "The newest first; the reason is the health job's own.",
            Query.table(
                """
                SELECT time, namespace, service, instance_id AS instance, from_state, to_state, score, reason
                FROM health_events
                WHERE $__timeFilter_ms(time) AND %s
                ORDER BY time DESC
                LIMIT 500
                """
                    .formatted(TraceSql.CHOSEN_SERVICE)))
        .withSize(14, 9);
  }

  private static Panel leases() {
    return Panel.of(
            Drawing.LINES,
            "Leases, per second",
            "By what became of them. Many that expire at once: a cut, or a node that could not hear"
                + " its instances.",
            Query.prometheus(
                "sum by (event) (rate(heliograph_registry_leases_total[$__rate_interval]))",
                "{{event}}"))
        .withSize(8, 7)
        .withUnit("ops");
  }

  private static Panel waiting() {
    return Panel.of(
            Drawing.LINES,
            "Instances, and who waits for news",
            "By node: what it lists, its long polls and its watches.",
            Query.prometheus("heliograph_registry_instances", "{{instance}} instances"),
            Query.prometheus("heliograph_registry_awaits", "{{instance}} polls"),
            Query.prometheus("heliograph_registry_watches", "{{instance}} watches"))
        .withSize(8, 7);
  }

  private static Panel pushes() {
    return Panel.of(
            Drawing.LINES,
            "How long a change takes to who waits for it",
            "From a node's taking it in, or learning it from another node, to its being handed to"
                + " the stream or the poll of a client, by transport. What changes within 100 ms"
                + " of an answer comes together, so up to 0.1 s is usual. A client that does not"
                + " read raises the 99th percentile, and nobody else's time.",
            Query.prometheus(quantile("0.5"), "{{transport}} median"),
            Query.prometheus(quantile("0.99"), "{{transport}} p99"))
        .withSize(24, 7)
        .withUnit("s");
  }

  private static String quantile(String quantile) {
    return "histogram_quantile(%s, sum by (transport, le)".formatted(quantile)
        + " (rate(heliograph_registry_push_seconds_bucket[$__rate_interval])))";
  }

  private static Panel nodes() {
    return Panel.of(
            Drawing.LINES,
            "Other nodes that do not answer, or differ",
            "By node. Both are 0 when all nodes know the same; a difference that stays is a cut"
                + " that has not healed.",
            Query.prometheus(
                "heliograph_registry_peers - heliograph_registry_peers_reached",
                "{{instance}} silent"),
            Query.prometheus(
                "heliograph_registry_peers - heliograph_registry_peers_equal",
                "{{instance}} different"))
        .withSize(8, 7)
        .withThresholds(new Threshold(0, "green"), new Threshold(1, "orange"));
  }
}
