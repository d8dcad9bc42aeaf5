/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings a database to this build's schema. Running it again changes nothing; running two at once
 * ends like running one.
 */
public final class Migrator {
  private final SqlClient client;
  private final MigrationSettings settings;
  private final List<Migration> migrations;
  private final Template template;
  private final Consumer<String> progress;

  /**
   * @param client any database of the server; this class names its own everywhere
   * @param progress told about each step, in words
   */
  public Migrator(SqlClient client, MigrationSettings settings, Consumer<String> progress) {
    this(client, settings, Migration.all(), progress);
  }

  Migrator(
      SqlClient client,
      MigrationSettings settings,
      List<Migration> migrations,
      Consumer<String> progress) {
    this.client = client.in("default");
    this.settings = settings;
    this.migrations = migrations;
    this.template = new Template(settings);
    this.progress = progress;
  }

  /**
   * Creates the database when absent, applies what is missing, then applies the retention settings
   * to every table.
   *
   * @return the files applied by this run, none when the schema was up to date
   * @throws EditedHistoryException when an applied migration's text has changed
   * @throws RefusedException when ClickHouse refuses a statement; run it again after mending
   */
  public List<String> migrate() {
    client.execute(template.fill("CREATE DATABASE IF NOT EXISTS ${database} ${on_cluster}"));
    client.execute(
        template.fill(
            "CREATE TABLE IF NOT EXISTS ${database}.schema_migrations ${on_cluster}"
                + " (version UInt32, file String, checksum String,"
                + " applied_at DateTime64(3) DEFAULT now64(3))"
                + " ENGINE = ${replicated}ReplacingMergeTree(applied_at) ORDER BY version"));
    try (MigrationLock lock = MigrationLock.acquire(client, settings.database(), progress)) {
      List<String> applied = new ArrayList<>();
      for (Migration migration : History.pending(migrations, history())) {
        apply(migration);
        applied.add(migration.file());
      }
      new Expiry(client, settings, progress).apply(migrations);
      return applied;
    }
  }

  private List<History.Entry> history() {
    return client
        .query(
            template.fill(
                "SELECT version, file, checksum FROM ${database}.schema_migrations FINAL"
                    + " ORDER BY version"))
        .rows()
        .stream()
        .map(row -> new History.Entry(Integer.parseInt(row.get(0)), row.get(1), row.get(2)))
        .toList();
  }

  private void apply(Migration migration) {
    progress.accept("applying " + migration.file());
    for (String statement : Script.statements(migration.text())) {
      client.execute(template.fill(statement));
    }
    client.execute(
        template.fill("INSERT INTO ${database}.schema_migrations (version, file, checksum) VALUES ")
            + "("
            + migration.version()
            + ", '"
            + migration.file()
            + "', '"
            + migration.checksum()
            + "')");
  }
}
