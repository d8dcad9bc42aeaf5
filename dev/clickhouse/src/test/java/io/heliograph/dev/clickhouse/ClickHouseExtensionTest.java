/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClickHouseExtensionTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  @Test
  void query_inTestsDatabase_seesItsTables() {
    CLICKHOUSE.query("CREATE TABLE logs (line String) ENGINE = MergeTree ORDER BY line");
    CLICKHOUSE.query("INSERT INTO logs VALUES ('a\\tb'), ('c\\nd')");

    assertThat(CLICKHOUSE.rows("SELECT line, length(line) FROM logs ORDER BY line"))
        .containsExactly(java.util.List.of("a\tb", "3"), java.util.List.of("c\nd", "3"));
    assertThat(CLICKHOUSE.client().value("SELECT currentDatabase()"))
        .isEqualTo(CLICKHOUSE.database());
  }
}
