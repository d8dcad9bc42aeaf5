/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.sql.Retention.DataClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MigratorTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private final List<String> progress = new ArrayList<>();

  @Test
  void migrate_twice_appliesOnceAndChangesNothing() {
    String database = CLICKHOUSE.database() + "_twice";

    assertThat(migrator(database, Migration.all()).migrate()).hasSize(Migration.all().size());
    List<List<String>> tables = tables(database);
    assertThat(migrator(database, Migration.all()).migrate()).isEmpty();

    assertThat(tables(database)).isEqualTo(tables);
    drop(database);
  }

  @Test
  void migrate_everyStatementTwice_isHarmless() {
    String database = CLICKHOUSE.database() + "_again";
    migrator(database, Migration.all()).migrate();
    List<List<String>> tables = tables(database);

    // what a migrator does that finds one that died before it recorded anything
    client().execute("TRUNCATE TABLE " + database + ".schema_migrations");
    assertThat(migrator(database, Migration.all()).migrate()).hasSize(Migration.all().size());

    assertThat(tables(database)).isEqualTo(tables);
    drop(database);
  }

  @Test
  void migrate_editedHistory_isRefusedAndNamesFileAndChecksums() {
    String database = CLICKHOUSE.database() + "_edited";
    Migration original = orders("id UInt64");
    Migration edited = orders("id UInt64, total UInt64");
    migrator(database, List.of(original)).migrate();

    assertThatThrownBy(() -> migrator(database, List.of(edited)).migrate())
        .isInstanceOf(EditedHistoryException.class)
        .hasMessageContaining("V001__orders.sql")
        .hasMessageContaining(original.checksum())
        .hasMessageContaining(edited.checksum());

    assertThat(
            client()
                .query(
                    "SELECT name FROM system.columns WHERE table = 'orders' AND database = '"
                        + database
                        + "'")
                .column("name"))
        .containsExactly("id");
    drop(database);
  }

  @Test
  void migrate_databaseOfNewerBuild_isRefused() {
    String database = CLICKHOUSE.database() + "_newer";
    migrator(database, List.of(orders("id UInt64"))).migrate();

    assertThatThrownBy(() -> migrator(database, List.of()).migrate())
        .isInstanceOf(EditedHistoryException.class)
        .hasMessageContaining("V001__orders.sql")
        .hasMessageContaining("newer version");
    drop(database);
  }

  @Test
  void migrate_fourAtOnce_endsLikeOne() throws Exception {
    String database = CLICKHOUSE.database() + "_race";
    ExecutorService pool = Executors.newFixedThreadPool(4);
    Callable<List<String>> run =
        () ->
            new Migrator(client(), MigrationSettings.singleServer(database), line -> {}).migrate();

    List<String> applied = new ArrayList<>();
    for (Future<List<String>> result : pool.invokeAll(List.of(run, run, run, run))) {
      applied.addAll(result.get());
    }
    pool.shutdown();

    assertThat(applied)
        .containsExactlyElementsOf(Migration.all().stream().map(Migration::file).toList());
    drop(database);
  }

  @Test
  void migrate_afterHolderOfLockDied_breaksItsLock() {
    String database = CLICKHOUSE.database() + "_lock";
    client().execute("CREATE DATABASE " + database);
    client()
        .execute(
            "CREATE TABLE "
                + database
                + ".schema_migrations_lock (unused UInt8) ENGINE = Memory COMMENT 'process 1'");

    // a real wait of STALE_SECONDS would be a slow test of a clock we do not own
    MigrationLock broken = MigrationLock.acquire(client(), database, progress::add, -1);
    broken.close();

    assertThat(progress).containsExactly("breaking the lock of process 1, which has gone quiet");
    drop(database);
  }

  @Test
  void migrate_withOtherRetention_changesTimeToLiveOfExistingTables() {
    String database = CLICKHOUSE.database() + "_ttl";
    migrator(database, Migration.all()).migrate();
    assertThat(ttl(database, "otel_traces")).doesNotContain("TTL");

    migrator(database, Map.of(DataClass.TRACES, 30, DataClass.CONFIG, 7)).migrate();
    assertThat(ttl(database, "otel_traces"))
        .contains("TTL toDateTime(Timestamp) + toIntervalDay(30)");
    assertThat(ttl(database, "otel_traces_trace_id_ts")).contains("toIntervalDay(30)");
    assertThat(ttl(database, "config_arrivals_versions"))
        .contains("toDateTime(greatest(received_at, applied_at)) + toIntervalDay(7)");
    assertThat(ttl(database, "otel_logs")).doesNotContain("TTL");

    migrator(database, Map.of()).migrate();
    assertThat(ttl(database, "otel_traces")).doesNotContain("TTL");
    drop(database);
  }

  @Test
  void migrate_withRetentionFromTheStart_createsTablesWithIt() {
    String database = CLICKHOUSE.database() + "_ttl0";
    Map<DataClass, Integer> days = new java.util.EnumMap<>(DataClass.class);
    for (DataClass type : DataClass.values()) {
      days.put(type, 3);
    }
    migrator(database, days).migrate();

    assertThat(progress).noneMatch(line -> line.contains("keeps its rows"));
    assertThat(ttl(database, "dead_letters")).contains("toIntervalDay(3)");
    drop(database);
  }

  private Migrator migrator(String database, List<Migration> migrations) {
    return new Migrator(
        client(), MigrationSettings.singleServer(database), migrations, progress::add);
  }

  private Migrator migrator(String database, Map<DataClass, Integer> days) {
    return new Migrator(
        client(), new MigrationSettings(database, false, "", new Retention(days)), progress::add);
  }

  private static Migration orders(String columns) {
    return Migration.of(
        "V001__orders.sql",
        "CREATE TABLE IF NOT EXISTS ${database}.orders ("
            + columns
            + ") ENGINE = MergeTree ORDER BY id");
  }

  private static List<List<String>> tables(String database) {
    return client()
        .query(
            "SELECT name, engine_full, create_table_query FROM system.tables WHERE database = '"
                + database
                + "' ORDER BY name")
        .rows();
  }

  private static String ttl(String database, String table) {
    return client()
        .query(
            "SELECT engine_full FROM system.tables WHERE database = '"
                + database
                + "' AND name = '"
                + table
                + "'")
        .rows()
        .get(0)
        .get(0);
  }

  private static void drop(String database) {
    client().execute("DROP DATABASE " + database + " SYNC");
  }

  private static SqlClient client() {
    return SqlClient.to(CLICKHOUSE.url(), "default", "default", "");
  }
}
