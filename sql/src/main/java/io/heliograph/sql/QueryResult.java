/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * What a SELECT returned, as text.
 *
 * @param columns names, in order
 * @param types ClickHouse's type names, in the same order
 * @param rows cells as ClickHouse writes them in TabSeparated, unescaped
 */
public record QueryResult(List<String> columns, List<String> types, List<List<String>> rows) {
  private static final String NULL = "\\N";

  public QueryResult {
    columns = List.copyOf(columns);
    types = List.copyOf(types);
    rows = List.copyOf(rows);
  }

  /** The cells of one column, top to bottom. */
  public List<String> column(String name) {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("no column \"" + name + "\" among " + columns);
    }
    return rows.stream().map(row -> row.get(index)).toList();
  }

  /** Reads TabSeparatedWithNamesAndTypes; an empty text has no columns. */
  static QueryResult parse(String text) {
    if (text.isEmpty()) {
      return new QueryResult(List.of(), List.of(), List.of());
    }
    List<List<String>> lines = new ArrayList<>();
    for (String line : text.substring(0, text.length() - 1).split("\n", -1)) {
      List<String> cells = new ArrayList<>();
      for (String cell : line.split("\t", -1)) {
        cells.add(unescape(cell));
      }
      lines.add(cells);
    }
    return new QueryResult(lines.get(0), lines.get(1), lines.subList(2, lines.size()));
  }

  private static String unescape(String cell) {
    if (cell.indexOf('\\') < 0 || cell.equals(NULL)) {
      return cell;
    }
    StringBuilder out = new StringBuilder(cell.length());
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c != '\\' || i + 1 == cell.length()) {
        out.append(c);
        continue;
      }
      char next = cell.charAt(++i);
      switch (next) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case '0' -> out.append('\0');
        default -> out.append(next);
      }
    }
    return out.toString();
  }
}
