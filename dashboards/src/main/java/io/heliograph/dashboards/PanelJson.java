/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;

/** One panel as Grafana's JSON, but for its place on the grid. */
final class PanelJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PanelJson() {}

  static ObjectNode panel(int id, Panel panel) {
    ObjectNode node = JSON.objectNode();
    node.put("id", id);
    node.put("type", type(panel.drawing()));
    node.put("title", panel.title());
    node.put("description", panel.description());
    node.set("datasource", source(panel.queries().get(0).source()));
    ArrayNode targets = node.putArray("targets");
    for (int i = 0; i < panel.queries().size(); i++) {
      targets.add(target(refId(panel.drawing(), i), panel.queries().get(i)));
    }
    node.set("fieldConfig", fieldConfig(panel));
    node.set("options", options(panel.drawing()));
    return node;
  }

  static ObjectNode source(DataSource source) {
    return JSON.objectNode().put("type", source.type()).put("uid", source.uid());
  }

  private static String type(Panel.Drawing drawing) {
    return switch (drawing) {
      case LINES, STACKED_BARS -> "timeseries";
      case BARS -> "bargauge";
      case STAT -> "stat";
      case TABLE -> "table";
      case NODE_GRAPH -> "nodeGraph";
      case WATERFALL -> "traces";
    };
  }

  /** The node graph takes the frames of queries with these names for its nodes and edges. */
  private static String refId(Panel.Drawing drawing, int index) {
    if (drawing == Panel.Drawing.NODE_GRAPH) {
      return index == 0 ? "nodes" : "edges";
    }
    return String.valueOf((char) ('A' + index));
  }

  private static ObjectNode target(String refId, Query query) {
    ObjectNode node = JSON.objectNode();
    node.put("refId", refId);
    node.set("datasource", source(query.source()));
    if (query.source() == DataSource.PROMETHEUS) {
      node.put("expr", query.text());
      node.put("legendFormat", query.legend());
      node.put("range", true);
      return node;
    }
    node.put("editorType", "sql");
    switch (query.shape()) {
      case SERIES -> node.put("queryType", "timeseries").put("format", 0);
      case TABLE -> node.put("queryType", "table").put("format", 1);
      case TRACE -> node.put("queryType", "traces").put("format", 3);
    }
    node.put("rawSql", query.text());
    return node;
  }

  private static ObjectNode fieldConfig(Panel panel) {
    ObjectNode node = JSON.objectNode();
    ObjectNode defaults = node.putObject("defaults");
    defaults.put("unit", panel.unit());
    if (!panel.thresholds().isEmpty()) {
      defaults.putObject("color").put("mode", "thresholds");
      defaults.set("thresholds", thresholds(panel.thresholds()));
    }
    ObjectNode custom = defaults.putObject("custom");
    switch (panel.drawing()) {
      case LINES -> custom.put("drawStyle", "line").put("lineWidth", 1).put("showPoints", "auto");
      case STACKED_BARS -> {
        custom.put("drawStyle", "bars").put("fillOpacity", 70).put("lineWidth", 0);
        custom.putObject("stacking").put("mode", "normal").put("group", "A");
      }
      case BARS, STAT, TABLE, NODE_GRAPH, WATERFALL -> {}
    }
    ArrayNode overrides = node.putArray("overrides");
    new TreeMap<>(panel.columnUnits())
        .forEach((column, unit) -> override(overrides, column, "unit").put("value", unit));
    new TreeMap<>(panel.links())
        .forEach(
            (column, links) -> {
              ArrayNode targets = override(overrides, column, "links").putArray("value");
              for (Link link : links) {
                targets.addObject().put("title", link.title()).put("url", link.url());
              }
            });
    return node;
  }

  private static ObjectNode thresholds(List<Panel.Threshold> thresholds) {
    ObjectNode node = JSON.objectNode();
    node.put("mode", "absolute");
    ArrayNode steps = node.putArray("steps");
    for (int i = 0; i < thresholds.size(); i++) {
      ObjectNode step = steps.addObject().put("color", thresholds.get(i).color());
      if (i == 0) {
        step.putNull("value"); // Grafana's way to write "from minus infinity on"
      } else {
        step.put("value", thresholds.get(i).from());
      }
    }
    return node;
  }

  private static ObjectNode override(ArrayNode overrides, String column, String property) {
    ObjectNode node = overrides.addObject();
    node.putObject("matcher").put("id", "byName").put("options", column);
    return node.putArray("properties").addObject().put("id", property);
  }

  private static ObjectNode options(Panel.Drawing drawing) {
    ObjectNode node = JSON.objectNode();
    switch (drawing) {
      case LINES, STACKED_BARS -> {
        node.putObject("legend").put("displayMode", "list").put("placement", "bottom");
        node.putObject("tooltip").put("mode", "multi").put("sort", "desc");
      }
      case STAT -> {
        node.put("colorMode", "background")
            .put("graphMode", "none")
            .put("textMode", "value_and_name");
        node.putObject("reduceOptions").put("values", true).putArray("calcs").add("lastNotNull");
      }
      case TABLE -> node.put("showHeader", true).put("cellHeight", "sm");
      case BARS -> {
        node.put("orientation", "horizontal").put("displayMode", "basic").put("showUnfilled", true);
        node.putObject("reduceOptions").put("values", true).putArray("calcs").add("lastNotNull");
      }
      case NODE_GRAPH -> {
        ObjectNode nodes = node.putObject("nodes");
        nodes.put("mainStatUnit", "reqps").put("secondaryStatUnit", "ns");
        ArrayNode arcs = nodes.putArray("arcs");
        arcs.addObject().put("field", "arc__ok").put("color", "green");
        arcs.addObject().put("field", "arc__failed").put("color", "red");
        node.putObject("edges").put("mainStatUnit", "reqps").put("secondaryStatUnit", "ns");
      }
      case WATERFALL -> {}
    }
    return node;
  }
}
