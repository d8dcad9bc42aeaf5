/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import io.heliograph.sql.Retention.DataClass;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the TTL of existing tables follow the settings: a migration's TTL counts only when the
 * table is created.
 */
final class Expiry {
  /** A table's TTL place in a migration. */
  record Rule(String table, DataClass type, String time) {}

  private static final Pattern RULE =
      Pattern.compile(
          "CREATE TABLE IF NOT EXISTS \\$\\{database}\\.(\\w+).*?\\$\\{ttl (\\w+) ([^}]+)}",
          Pattern.DOTALL);
  private static final Pattern DAYS = Pattern.compile("TTL .*toIntervalDay\\((\\d+)\\)");

  private final SqlClient client;
  private final MigrationSettings settings;
  private final Consumer<String> progress;

  Expiry(SqlClient client, MigrationSettings settings, Consumer<String> progress) {
    this.client = client;
    this.settings = settings;
    this.progress = progress;
  }

  void apply(List<Migration> migrations) {
    Map<String, String> engines = new TreeMap<>();
    client
        .query(
            "SELECT name, engine_full FROM system.tables WHERE database = '"
                + settings.database()
                + "'")
        .rows()
        .forEach(row -> engines.put(row.get(0), row.get(1)));
    for (Rule rule : rules(migrations)) {
      int wanted = settings.retention().days(rule.type());
      if (engines.containsKey(rule.table()) && days(engines.get(rule.table())) != wanted) {
        alter(rule, wanted);
      }
    }
  }

  static List<Rule> rules(List<Migration> migrations) {
    return migrations.stream()
        .flatMap(migration -> Script.statements(migration.text()).stream())
        .flatMap(statement -> RULE.matcher(statement).results())
        .map(m -> new Rule(m.group(1), DataClass.of(m.group(2)), m.group(3)))
        .toList();
  }

  /** Days in an engine clause, 0 when nothing expires. */
  static int days(String engine) {
    Matcher matcher = DAYS.matcher(engine);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  private void alter(Rule rule, int days) {
    progress.accept(
        rule.table()
            + (days == 0 ? " keeps its rows for ever" : " keeps its rows " + days + " days"));
    client.execute(
        new Template(settings)
            .fill(
                "ALTER TABLE ${database}."
                    + rule.table()
                    + " ${on_cluster} "
                    + (days == 0
                        ? "REMOVE TTL"
                        : "MODIFY TTL " + Template.ttlExpression(rule.time(), days))));
  }
}
