/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import io.heliograph.dev.clickhouse.ClickHouseClient;
import java.util.List;

/**
 * What a raw table holds, such that two runs can be compared: a lost row, a doubled row or a
 * changed byte changes it; the order of arrival does not.
 *
 * @param rows how many
 * @param checksum of the sorted hashes of all rows, every column counted
 */
record Fingerprint(long rows, String checksum) {
  /**
   * That of a table.
   *
   * @param prefix of the column TraceId, left out
   */
  static Fingerprint of(ClickHouseClient clickHouse, String table, String prefix) {
    List<String> row =
        clickHouse
            .rows(
                "SELECT count(), hex(MD5(arrayStringConcat(groupArray(hex(h))))) FROM ("
                    + "SELECT sipHash128(formatRowNoNewline('TSV', * REPLACE ("
                    + TraceViews.without(prefix, "TraceId")
                    + "))) AS h FROM "
                    + table
                    + " ORDER BY h)")
            .get(0);
    return new Fingerprint(Long.parseLong(row.get(0)), row.get(1));
  }
}
