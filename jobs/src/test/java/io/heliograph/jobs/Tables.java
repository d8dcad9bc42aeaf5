/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.sinks.TableSchema;
import io.heliograph.sql.MigrationSettings;
import io.heliograph.sql.Migrator;
import io.heliograph.sql.SqlClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The project's tables in a real ClickHouse, and the contract that encoders have with them. */
public final class Tables {
  /** What an encoder may leave to the table's default: one has none, one is that of older rows. */
  private static final Set<String> LEFT_OUT =
      Set.of("otel_logs.PatternId", "trace_rows.path_span_ids");

  /** Tables that keep plain strings, which are sent as dictionaries: half the bytes. */
  private static final Set<String> SENT_AS_DICTIONARIES = Set.of("trace_rows");

  private Tables() {}

  /** Creates all tables in the test's database. */
  public static void migrate(ClickHouseExtension clickHouse) {
    migrate(clickHouse.url(), clickHouse.database());
  }

  /** Creates all tables. */
  public static void migrate(String url, String database) {
    new Migrator(
            SqlClient.to(url, "default", "default", ""),
            MigrationSettings.singleServer(database),
            step -> {})
        .migrate();
  }

  /** Settings of a job on that ClickHouse, with quick checkpoints. */
  public static JobSettings settings(ClickHouseExtension clickHouse, String kafka) {
    return new JobSettings(
        kafka,
        clickHouse.url(),
        clickHouse.database(),
        "default",
        "",
        2,
        Duration.ofMillis(250),
        100_000,
        32 << 20);
  }

  /**
   * Every column an encoder writes is one of the table, of the same type but for {@link
   * #SENT_AS_DICTIONARIES}; every column of the table is written, or has a default of its own.
   */
  public static void assertMatches(RowEncoder<?> encoder, ClickHouseExtension clickHouse) {
    for (TableSchema schema : encoder.tables()) {
      Map<String, String> table = new LinkedHashMap<>();
      Map<String, String> optional = new LinkedHashMap<>();
      clickHouse
          .rows("DESCRIBE TABLE " + schema.table())
          .forEach(
              row -> {
                table.put(row.get(0), plain(row.get(1)));
                if (!row.get(2).isEmpty() || LEFT_OUT.contains(schema.table() + "." + row.get(0))) {
                  optional.put(row.get(0), row.get(1));
                }
              });
      Map<String, String> written = new LinkedHashMap<>();
      boolean keepsStrings = SENT_AS_DICTIONARIES.contains(schema.table());
      schema
          .columns()
          .forEach(
              column ->
                  written.put(
                      column.name(),
                      keepsStrings
                          ? column.type().replace("LowCardinality(String)", "String")
                          : column.type()));
      assertThat(table).as(schema.table()).containsAllEntriesOf(written);
      table.keySet().removeAll(optional.keySet());
      assertThat(written.keySet()).as(schema.table()).containsAll(table.keySet());
    }
  }

  /** A sum is written as what it sums. */
  private static String plain(String type) {
    return type.replaceFirst("^SimpleAggregateFunction\\(\\w+, (.*)\\)$", "$1");
  }
}
