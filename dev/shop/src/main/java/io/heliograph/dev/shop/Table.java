/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.util.ArrayList;
import java.util.List;

/** A table with a frame. Cells may hold colours; columns that hold numbers are set to the right. */
final class Table {
  private static final int MAX_CELL = 70;

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    this.header = List.of(header);
  }

  Table row(Object... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          "a row must have " + header.size() + " cells, has " + cells.length);
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cut(String.valueOf(cell)));
    }
    rows.add(row);
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  @Override
  public String toString() {
    int[] widths = new int[header.size()];
    boolean[] right = new boolean[header.size()];
    for (int c = 0; c < widths.length; c++) {
      widths[c] = width(header.get(c));
      right[c] = !rows.isEmpty();
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], width(row.get(c)));
        right[c] &= plain(row.get(c)).matches("[-+\\d].*|");
      }
    }
    StringBuilder text = new StringBuilder();
    rule(text, widths, "┌", "┬", "┐");
    line(text, widths, right, header);
    rule(text, widths, "├", "┼", "┤");
    rows.forEach(row -> line(text, widths, right, row));
    rule(text, widths, "└", "┴", "┘");
    return text.toString();
  }

  private static void rule(StringBuilder text, int[] widths, String left, String mid, String end) {
    for (int c = 0; c < widths.length; c++) {
      text.append(c == 0 ? left : mid).append("─".repeat(widths[c] + 2));
    }
    text.append(end).append('\n');
  }

  private static void line(StringBuilder text, int[] widths, boolean[] right, List<String> cells) {
    for (int c = 0; c < widths.length; c++) {
      String pad = " ".repeat(widths[c] - width(cells.get(c)));
      text.append("│ ").append(right[c] ? pad + cells.get(c) : cells.get(c) + pad).append(' ');
    }
    text.append("│\n");
  }

  private static String cut(String cell) {
    String line = cell.replace('\n', ' ').replace('\t', ' ');
    return plain(line).length() <= MAX_CELL ? line : plain(line).substring(0, MAX_CELL - 1) + "…";
  }

  private static int width(String cell) {
    return plain(cell).length();
  }

  private static String plain(String cell) {
    return cell.replaceAll("\u001b\\[[0-9;]*m", "");
  }
}
