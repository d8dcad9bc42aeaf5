/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.sql.Retention.DataClass;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateTest {
  private static final MigrationSettings CLUSTER =
      new MigrationSettings(
          "telemetry",
          true,
          "main",
          new Retention(Map.of(DataClass.TRACES, 14, DataClass.LOGS, 0)));

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  static Stream<Migration> migrations() {
    return Migration.all().stream();
  }

  @Test
  void fill_forOneServer_leavesClusterPlacesEmpty() {
    Template template = new Template(MigrationSettings.singleServer("heliograph"));

    assertThat(
            template.fill(
                "${database}.t ${on_cluster}|${replicated}MergeTree|${ttl traces"
                    + " Start}|${deduplication}"))
        .isEqualTo("`heliograph`.t |MergeTree||non_replicated_deduplication_window = 100000");
  }

  @Test
  void fill_forCluster_namesItAndItsEngines() {
    Template template = new Template(CLUSTER);

    assertThat(template.fill("${on_cluster} ${replicated}MergeTree"))
        .isEqualTo("ON CLUSTER 'main' ReplicatedMergeTree");
    assertThat(template.fill("${ttl traces greatest(a, b)}${ttl logs c}"))
        .isEqualTo("TTL toDateTime(greatest(a, b)) + toIntervalDay(14)");
    assertThat(template.fill("${deduplication}")).startsWith("replicated_deduplication_window = ");
  }

  @Test
  void fill_unknownPlace_isRefused() {
    Template template = new Template(CLUSTER);

    assertThatThrownBy(() -> template.fill("${databse}.t")).hasMessageContaining("${databse}");
    assertThatThrownBy(() -> template.fill("${ttl spans Start}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("migrations")
  void statements_forCluster_areSqlThatClickHouseParses(Migration migration) {
    Template template = new Template(CLUSTER);
    SqlClient client = SqlClient.to(CLICKHOUSE.url(), "default", "default", "");

    List<String> statements =
        Script.statements(migration.text()).stream().map(template::fill).toList();

    assertThat(statements).isNotEmpty();
    for (String statement : statements) {
      QueryResult formatted =
          client.query("SELECT formatQuery({sql:String}) AS sql", Map.of("sql", statement));
      assertThat(formatted.column("sql").get(0)).contains("ON CLUSTER main");
      assertThat(formatted.column("sql").get(0)).doesNotContainPattern("ENGINE = (?!Replicated)");
    }
  }

  @Test
  void rules_ofMigrations_findTheTimeOfEveryExpiringTable() {
    assertThat(Expiry.rules(Migration.all()))
        .contains(
            new Expiry.Rule("otel_traces", DataClass.TRACES, "Timestamp"),
            new Expiry.Rule("otel_traces_trace_id_ts", DataClass.TRACES, "Start"),
            new Expiry.Rule("dead_letters", DataClass.PIPELINE, "time"))
        .hasSize(
            (int)
                Migration.all().stream()
                    .flatMap(migration -> migration.text().lines())
                    .filter(line -> line.startsWith("CREATE TABLE"))
                    .count());
  }

  @Test
  void settings_outOfRange_nameTheVariable() {
    assertThatThrownBy(() -> new Retention(Map.of(DataClass.LOGS, -1)))
        .hasMessageContaining("HELIOGRAPH_TTL_LOGS_DAYS is -1");
    assertThatThrownBy(
            () -> MigrationSettings.fromEnvironment(Map.of("HELIOGRAPH_TTL_LOGS_DAYS", "a week")))
        .hasMessageContaining("HELIOGRAPH_TTL_LOGS_DAYS is \"a week\"");
    assertThatThrownBy(() -> MigrationSettings.singleServer("a;b"))
        .hasMessageContaining("HELIOGRAPH_CLICKHOUSE_DATABASE is \"a;b\"");
    assertThatThrownBy(
            () ->
                MigrationSettings.fromEnvironment(
                    Map.of("HELIOGRAPH_CLICKHOUSE_REPLICATED", "yes")))
        .hasMessageContaining("must be true or false");
  }
}
