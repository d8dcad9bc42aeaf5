/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import io.heliograph.dev.clickhouse.ClickHouseClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that the trace job says of traces, such that two runs can be compared: every row of its
 * views, with every column but those that tell how the spans arrived.
 *
 * @param rows of each view, sorted
 */
record TraceViews(Map<String, List<String>> rows) {
  private static final int SHOWN = 5;

  /**
   * Reads them.
   *
   * @param prefix of trace ids, left out
   */
  static TraceViews of(ClickHouseClient clickHouse, String prefix) {
    String id = without(prefix, "trace_id");
    String exemplars = without(prefix, "exemplar_trace_id", "error_trace_id");
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("traces", "* EXCEPT (revision, late_spans, duplicate_spans) REPLACE (" + id + ")");
    columns.put("trace_findings", "* EXCEPT (detected_at) REPLACE (" + id + ")");
    columns.put("service_edges", "*");
    columns.put("service_red", "* REPLACE (" + exemplars + ")");
    Map<String, List<String>> rows = new LinkedHashMap<>();
    columns.forEach((view, all) -> rows.put(view, sorted(clickHouse, view, all)));
    return new TraceViews(rows);
  }

  private static List<String> sorted(ClickHouseClient clickHouse, String view, String columns) {
    return clickHouse
        .rows(
            "SELECT formatRowNoNewline('TSV', %s) AS row FROM %s ORDER BY row"
                .formatted(columns, view))
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  /** Columns without a prefix, for {@code REPLACE}; a value that lacks it stays as it is. */
  static String without(String prefix, String... columns) {
    List<String> replacements = new ArrayList<>();
    for (String column : columns) {
      replacements.add(
          "if(startsWith(%1$s, '%2$s'), substring(%1$s, %3$d), %1$s) AS %1$s"
              .formatted(column, prefix, prefix.length() + 1));
    }
    return String.join(", ", replacements);
  }

  /** How many rows each view has. */
  Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    rows.forEach((view, all) -> sizes.put(view, all.size()));
    return sizes;
  }

  /** What this run has less or more than another one, for a person to read; empty if nothing. */
  List<String> differencesFrom(TraceViews other) {
    List<String> differences = new ArrayList<>();
    rows.forEach(
        (view, all) -> {
          List<String> lost = missing(other.rows.get(view), all);
          List<String> added = missing(all, other.rows.get(view));
          for (int i = 0; i < Math.min(SHOWN, Math.max(lost.size(), added.size())); i++) {
            differences.add(
                "%s (%d rows lost, %d added)%n  - %s%n  + %s"
                    .formatted(view, lost.size(), added.size(), at(lost, i), at(added, i)));
          }
        });
    return differences;
  }

  private static String at(List<String> rows, int index) {
    return index < rows.size() ? rows.get(index) : "";
  }

  /** Rows that others have not, or have fewer times. */
  private static List<String> missing(List<String> rows, List<String> others) {
    Map<String, Integer> times = new HashMap<>();
    others.forEach(row -> times.merge(row, 1, Integer::sum));
    return rows.stream().filter(row -> times.merge(row, -1, Integer::sum) < 0).toList();
  }
}
