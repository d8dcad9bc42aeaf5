/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import java.util.List;
import java.util.Map;

/**
 * One panel: what it asks and how it is drawn. Immutable; the {@code with...} methods return a
 * changed copy.
 *
 * @param description the question it answers and what to do about a bad answer
 * @param width in Grafana's columns, 1 to 24
 * @param height in Grafana's rows of 30 pixels
 * @param unit Grafana's unit id, such as {@code ns} or {@code short}
 * @param columnUnits units of single columns of a table, by column name
 * @param links of single columns of a table, or fields of a graph, by name
 * @param thresholds colours from a value on, ascending, the first for everything below the second
 */
record Panel(
    String title,
    String description,
    Drawing drawing,
    int width,
    int height,
    String unit,
    Map<String, String> columnUnits,
    Map<String, List<Link>> links,
    List<Threshold> thresholds,
    List<Query> queries) {
  /** The visualizations in use. */
  enum Drawing {
    LINES,
    STACKED_BARS,
    BARS,
    STAT,
    TABLE,
    /** Two queries: nodes, then edges. */
    NODE_GRAPH,
    /** One query of shape TRACE. */
    WATERFALL
  }

  /** From this value on, this colour. */
  record Threshold(double from, String color) {}

  Panel {
    if (width < 1 || width > 24) {
      throw new IllegalArgumentException(title + ": width is " + width + ", allowed is 1 to 24");
    }
    if (description.isBlank()) {
      throw new IllegalArgumentException(title + ": say what question the panel answers");
    }
    columnUnits = Map.copyOf(columnUnits);
    links = Map.copyOf(links);
    thresholds = List.copyOf(thresholds);
    queries = List.copyOf(queries);
  }

  static Panel of(Drawing drawing, String title, String description, Query... queries) {
    return new Panel(
        title,
        description,
        drawing,
        12,
        8,
        "short",
        Map.of(),
        Map.of(),
        List.of(),
        List.of(queries));
  }

  Panel withSize(int newWidth, int newHeight) {
    return new Panel(
        title,
        description,
        drawing,
        newWidth,
        newHeight,
        unit,
        columnUnits,
        links,
        thresholds,
        queries);
  }

  Panel withUnit(String newUnit) {
    return new Panel(
        title,
        description,
        drawing,
        width,
        height,
        newUnit,
        columnUnits,
        links,
        thresholds,
        queries);
  }

  Panel withColumnUnits(Map<String, String> newUnits) {
    return new Panel(
        title, description, drawing, width, height, unit, newUnits, links, thresholds, queries);
  }

  Panel withLinks(Map<String, List<Link>> newLinks) {
    return new Panel(
        title,
        description,
        drawing,
        width,
        height,
        unit,
        columnUnits,
        newLinks,
        thresholds,
        queries);
  }

  Panel withThresholds(Threshold... newThresholds) {
    return new Panel(
        title,
        description,
        drawing,
        width,
        height,
        unit,
        columnUnits,
        links,
        List.of(newThresholds),
        queries);
  }
}
