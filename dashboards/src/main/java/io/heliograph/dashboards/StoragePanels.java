/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;
import java.util.List;
import java.util.Map;

/** What ClickHouse holds, by its own system tables. */
final class StoragePanels {
  private StoragePanels() {}

  static List<Panel> define() {
    return List.of(tables(), merges());
  }

  private static Panel tables() {
    return Panel.of(
            Drawing.TABLE,
            "Tables",
            "Rows and bytes on disk of active parts. Parts that grow into the thousands mean that"
                + " inserts are too small or merges too slow.",
            Query.table(
                """
                SELECT p.table AS table, sum(p.rows) AS rows, count() AS parts,
                  sum(p.bytes_on_disk) AS bytes,
                  sum(p.bytes_on_disk) / sum(p.rows) AS bytes_per_row,
                  max(p.modification_time) AS last_part
                FROM system.parts AS p
                WHERE p.active AND p.database = currentDatabase() AND p.rows > 0
                GROUP BY p.table
                ORDER BY bytes DESC
                """))
        .withSize(14, 9)
        .withColumnUnits(Map.of("bytes", "bytes", "bytes_per_row", "decbytes"));
  }

  private static Panel merges() {
    return Panel.of(
            Drawing.TABLE,
            "Merges in progress",
            "What ClickHouse is merging now, with its memory.",
            Query.table(
                """
                SELECT table, elapsed, progress, num_parts, rows_read, memory_usage
                FROM system.merges
                WHERE database = currentDatabase()
                ORDER BY elapsed DESC
                """))
        .withSize(10, 9)
        .withColumnUnits(
            Map.of("elapsed", "s", "progress", "percentunit", "memory_usage", "bytes"));
  }
}
