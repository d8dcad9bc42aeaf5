/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import java.util.List;

/**
 * A dashboard as rows of panels.
 *
 * @param uid stable, part of its URL and its file name
 * @param refresh how often it asks anew, such as {@code 10s}; empty where somebody reads on
 */
record Dashboard(
    String uid,
    String title,
    String description,
    String refresh,
    List<Variable> variables,
    List<Row> rows) {
  record Row(String title, List<Panel> panels) {
    Row {
      panels = List.copyOf(panels);
    }
  }

  Dashboard {
    variables = List.copyOf(variables);
    rows = List.copyOf(rows);
  }

  /** Every dashboard there is. */
  static List<Dashboard> all() {
    return List.of(
        PipelineDashboard.define(),
        FleetDashboard.define(),
        MapDashboard.define(),
        ServiceDashboard.define(),
        SearchDashboard.define(),
        TraceDashboard.define(),
        FindingsDashboard.define(),
        CompareDashboard.define());
  }

  List<Panel> panels() {
    return rows.stream().flatMap(row -> row.panels().stream()).toList();
  }

  String fileName() {
    return uid + ".json";
  }
}
