/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One variable as Grafana's JSON. */
final class VariableJson {
  private VariableJson() {}

  static ObjectNode variable(Variable variable) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (variable instanceof Variable.Choices choices) {
      query(node, variable, choices.sql());
      severalOrAll(node);
    } else if (variable instanceof Variable.Choice choice) {
      query(node, variable, choice.sql());
      node.put("multi", false).put("includeAll", false);
      node.putObject("current");
    } else if (variable instanceof Variable.Known known) {
      custom(node, variable, String.join(",", known.values()));
      severalOrAll(node);
    } else if (variable instanceof Variable.Distance distance) {
      custom(node, variable, String.join(",", distance.distances()));
      node.put("multi", false).put("includeAll", false);
      String[] first = distance.distances().get(0).split(" : ");
      node.putObject("current").put("text", first[0]).put("value", first[1]);
    } else if (variable instanceof Variable.Text text) {
      named(node, variable, "textbox");
      node.put("query", text.standard());
      node.putObject("current").put("text", text.standard()).put("value", text.standard());
    }
    return node;
  }

  private static void named(ObjectNode node, Variable variable, String type) {
    node.put("type", type).put("name", variable.name()).put("label", variable.label());
  }

  private static void query(ObjectNode node, Variable variable, String sql) {
    named(node, variable, "query");
    node.set("datasource", PanelJson.source(DataSource.CLICKHOUSE));
    node.put("definition", sql);
    node.put("query", sql);
    node.put("refresh", 2); // when the time range changes
    node.put("sort", 1);
  }

  private static void custom(ObjectNode node, Variable variable, String values) {
    named(node, variable, "custom");
    node.put("query", values);
  }

  private static void severalOrAll(ObjectNode node) {
    node.put("multi", true).put("includeAll", true);
    node.putObject("current").put("text", "All").put("value", "$__all");
  }
}
