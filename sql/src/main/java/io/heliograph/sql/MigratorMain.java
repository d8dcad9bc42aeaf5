/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import java.util.List;
import java.util.Map;

/**
 * Migrates the database the environment names, then ends: 0 when the schema is up to date, 1 when
 * ClickHouse did not do it, 2 when the settings or the history are wrong.
 */
public final class MigratorMain {
  private MigratorMain() {}

  public static void main(String[] args) {
    System.exit(run(System.getenv()));
  }

  static int run(Map<String, String> env) {
    String url = env.getOrDefault("HELIOGRAPH_CLICKHOUSE_URL", "http://127.0.0.1:8123");
    try {
      MigrationSettings settings = MigrationSettings.fromEnvironment(env);
      System.out.println(url + " " + settings);
      SqlClient client =
          SqlClient.to(
              url,
              "default",
              env.getOrDefault("HELIOGRAPH_CLICKHOUSE_USER", "default"),
              env.getOrDefault("HELIOGRAPH_CLICKHOUSE_PASSWORD", ""));
      List<String> applied = new Migrator(client, settings, System.out::println).migrate();
      System.out.println(
          applied.isEmpty()
              ? "The schema was up to date."
              : "Applied " + applied.size() + " migrations: the schema is up to date.");
      return 0;
    } catch (IllegalArgumentException | EditedHistoryException e) {
      System.err.println("Not migrated: " + e.getMessage());
      return 2;
    } catch (IllegalStateException | RefusedException e) {
      System.err.println("Migration failed: " + e.getMessage());
      return 1;
    }
  }
}
