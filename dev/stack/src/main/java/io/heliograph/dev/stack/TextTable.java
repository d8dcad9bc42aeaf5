/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import java.util.List;
import java.util.function.UnaryOperator;

/** Rows of text in columns that line up, for a person. */
final class TextTable {
  private final Console console;

  TextTable(Console console) {
    this.console = console;
  }

  /**
   * Draws a table.
   *
   * @param rows the first is the header; all have as many cells
   * @param colored the column whose cells are given a color; none if negative
   */
  String of(List<List<String>> rows, int colored, UnaryOperator<String> color) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = rows.get(r).get(i);
        String padded = cell + " ".repeat(widths[i] - cell.length());
        line.append(r == 0 ? console.bold(padded) : i == colored ? color.apply(padded) : padded);
        line.append(i + 1 < columns ? "  " : "");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
