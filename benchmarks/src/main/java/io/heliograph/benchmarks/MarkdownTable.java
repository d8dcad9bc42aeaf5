/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import java.util.List;

/** A Markdown table whose columns are padded, so that it can be read as text too. */
public final class MarkdownTable {
  private MarkdownTable() {}

  /**
   * Lays out a table.
   *
   * @param rows all of one length; the first is the heading
   */
  public static String of(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Math.max(3, row.get(i).length()));
      }
    }
    StringBuilder table = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < columns; i++) {
        String cell = rows.get(r).get(i);
        table.append("| ").append(cell).append(" ".repeat(widths[i] - cell.length() + 1));
      }
      table.append("|\n");
      if (r == 0) {
        for (int width : widths) {
          table.append('|').append("-".repeat(width + 2));
        }
        table.append("|\n");
      }
    }
    return table.toString();
  }
}
