/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;

/** Writes a {@link Dashboard} as Grafana's JSON. The same dashboard gives the same bytes. */
final class DashboardJson {
  /** The JSON model of Grafana 10, which later versions migrate on load. */
  private static final int SCHEMA_VERSION = 38;

  private static final int COLUMNS = 24;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private int nextId = 1;
  private int x;
  private int y;
  private int bandHeight;

  private DashboardJson() {}

  static String write(Dashboard dashboard) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(tree(dashboard)) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode tree(Dashboard dashboard) {
    return new DashboardJson().dashboard(dashboard);
  }

  private ObjectNode dashboard(Dashboard dashboard) {
    ObjectNode node = JSON.objectNode();
    node.put("uid", dashboard.uid());
    node.put("title", dashboard.title());
    node.put("description", dashboard.description());
    node.putArray("tags").add("heliograph").add("generated");
    node.put("schemaVersion", SCHEMA_VERSION);
    node.put("editable", true);
    node.put("graphTooltip", 1);
    node.put("refresh", dashboard.refresh());
    node.put("timezone", "browser");
    node.putObject("time").put("from", "now-1h").put("to", "now");
    node.putObject("annotations").putArray("list");
    node.putArray("links").add(toTheOthers());
    ArrayNode variables = node.putObject("templating").putArray("list");
    dashboard.variables().forEach(variable -> variables.add(VariableJson.variable(variable)));
    ArrayNode panels = node.putArray("panels");
    for (Dashboard.Row row : dashboard.rows()) {
      panels.add(row(row));
      row.panels().forEach(panel -> panels.add(place(panel)));
      endBand();
    }
    return node;
  }

  /** A drop-down of all dashboards of ours, which open at the same time. */
  private static ObjectNode toTheOthers() {
    ObjectNode node = JSON.objectNode();
    node.put("type", "dashboards").put("title", "Heliograph").put("icon", "external link");
    node.putArray("tags").add("heliograph");
    node.put("asDropdown", true).put("keepTime", true).put("includeVars", false);
    node.put("targetBlank", false);
    return node;
  }

  private ObjectNode row(Dashboard.Row row) {
    ObjectNode node = JSON.objectNode();
    node.put("id", nextId++);
    node.put("type", "row");
    node.put("title", row.title());
    node.put("collapsed", false);
    node.putObject("gridPos").put("h", 1).put("w", COLUMNS).put("x", 0).put("y", y);
    node.putArray("panels");
    y++;
    return node;
  }

  /** Panels stand side by side until a band of {@value #COLUMNS} columns is full. */
  private ObjectNode place(Panel panel) {
    if (x + panel.width() > COLUMNS) {
      endBand();
    }
    ObjectNode node = PanelJson.panel(nextId++, panel);
    node.putObject("gridPos")
        .put("h", panel.height())
        .put("w", panel.width())
        .put("x", x)
        .put("y", y);
    x += panel.width();
    bandHeight = Math.max(bandHeight, panel.height());
    return node;
  }

  private void endBand() {
    y += bandHeight;
    x = 0;
    bandHeight = 0;
  }
}
