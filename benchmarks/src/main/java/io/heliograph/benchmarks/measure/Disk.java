/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.measure;

import java.io.IOException;
import java.util.List;

/**
 * How many bytes a span takes on disk: {@code bytes_on_disk} of a table's active parts (data, marks
 * and indices) over their rows.
 *
 * @param asStored right after the run, with the parts that inserts and merges left
 * @param merged after {@code OPTIMIZE TABLE ... FINAL}, as the parts will be in the end
 * @param rows of the table, with those of earlier runs
 */
public record Disk(double asStored, double merged, long rows) {
  /** Measures a table, given as {@code database.table}, and merges it on the way. */
  public static Disk of(ClickHouse clickHouse, String table)
      throws IOException, InterruptedException {
    double asStored = bytesPerRow(clickHouse, table);
    clickHouse.execute("OPTIMIZE TABLE " + table + " FINAL");
    return new Disk(
        asStored,
        bytesPerRow(clickHouse, table),
        clickHouse.number("SELECT count() FROM " + table));
  }

  private static double bytesPerRow(ClickHouse clickHouse, String table)
      throws IOException, InterruptedException {
    String[] name = table.split("\\.", 2);
    List<String> lines =
        clickHouse.lines(
            "SELECT sum(bytes_on_disk) / sum(rows) FROM system.parts WHERE active AND database = '%s' AND table = '%s'"
                .formatted(name[0], name[1]));
    return Double.parseDouble(lines.get(0));
  }
}
