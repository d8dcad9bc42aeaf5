/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import io.heliograph.dashboards.Panel.Threshold;
import java.util.List;

/** What the registry does not believe, and what its nodes see for themselves. */
final class ProtectionPanels {
  private ProtectionPanels() {}

  static Dashboard.Row row() {
    return new Dashboard.Row(
        "What is protected, and what do probes find?", List.of(frozen(), events(), probes()));
  }

  private static Panel frozen() {
    return Panel.of(
            Drawing.LINES,
            "Protection",
            "By node: services and rooms of which none is taken out since too many are silent, and"
                + " the instances that would have been.",
            Query.prometheus("heliograph_registry_freezes", "{{instance}} services and rooms"),
            Query.prometheus("heliograph_registry_protected", "{{instance}} instances"))
        .withSize(8, 8)
        .withThresholds(new Threshold(0, "green"), new Threshold(1, "orange"));
  }

  private static Panel events() {
    return Panel.of(
            Drawing.TABLE,
            "Protection, when and why",
            "As the nodes told it: one line when a node begins to protect, one when it ends.",
            Query.table(
                """
                SELECT time, to_state AS state, namespace, service, score AS percent_heard, reason
                FROM health_events
                WHERE $__timeFilter_ms(time) AND instance_id = '' AND (service = '' OR %s)
                ORDER BY time DESC
                LIMIT 200
                """
                    .formatted(TraceSql.CHOSEN_SERVICE)))
        .withSize(8, 8);
  }

  private static Panel probes() {
    return Panel.of(
            Drawing.LINES,
            "Probes, per second",
            "By outcome, and how late the nodes are with them.",
            Query.prometheus(
                "sum by (outcome) (rate(heliograph_registry_probes_total[$__rate_interval]))",
                "{{outcome}}"),
            Query.prometheus("heliograph_registry_probe_lag_seconds", "{{instance}} late, s"))
        .withSize(8, 8);
  }
}
