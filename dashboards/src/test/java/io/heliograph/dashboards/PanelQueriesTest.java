/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.sql.MigrationSettings;
import io.heliograph.sql.Migrator;
import io.heliograph.sql.QueryResult;
import io.heliograph.sql.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every panel's SQL, as Grafana would send it, on a real ClickHouse with our tables. */
class PanelQueriesTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:30Z");
  private static SqlClient client;

  @BeforeAll
  static void migrate() {
    String database = CLICKHOUSE.database();
    client = SqlClient.to(CLICKHOUSE.url(), database, "default", "");
    new Migrator(client, MigrationSettings.singleServer(database), step -> {}).migrate();
    PipelineFixture.statements().forEach(client::execute);
    TraceFixture.statements().forEach(client::execute);
  }

  static Stream<Arguments> queries() {
    return Dashboard.all().stream()
        .flatMap(
            dashboard ->
                dashboard.panels().stream()
                    .flatMap(
                        panel ->
                            panel.queries().stream()
                                .filter(query -> query.source() == DataSource.CLICKHOUSE)
                                .map(query -> Arguments.of(panel.title(), query, dashboard))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queries")
  void query_allServices_answersRows(String title, Query query, Dashboard dashboard) {
    QueryResult result = client.query(expander(dashboard, List.of()).expand(query.text()));

    if (!title.equals("Merges in progress")) { // none runs, or one does: both are right
      assertThat(result.rows()).as("the fixture holds rows for every panel").isNotEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queries")
  void query_oneService_isValid(String title, Query query, Dashboard dashboard) {
    client.query(expander(dashboard, List.of("orders", "o'brien")).expand(query.text()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("queries")
  void query_asSeries_timeThenAtMostOneNameThenNumbers(
      String title, Query query, Dashboard dashboard) {
    if (query.shape() != Query.Shape.SERIES) {
      return;
    }
    List<String> types = client.query(expander(dashboard, List.of()).expand(query.text())).types();

    assertThat(types.get(0)).startsWith("DateTime");
    long names = types.stream().filter(type -> type.contains("String")).count();
    long numbers = types.stream().filter(type -> type.matches("U?Int\\d+|Float\\d+")).count();
    assertThat(names).isLessThanOrEqualTo(1);
    assertThat(numbers).isEqualTo(types.size() - 1 - names).isPositive();
  }

  @Test
  void variables_eachQuery_listsOneColumn() {
    for (Dashboard dashboard : Dashboard.all()) {
      for (Variable variable : dashboard.variables()) {
        if (variable instanceof Variable.Choices choices) {
          assertThat(values(dashboard, choices.sql())).contains("orders");
        } else if (variable instanceof Variable.Choice choice) {
          assertThat(values(dashboard, choice.sql())).contains(value(variable, List.of()).get(0));
        }
      }
    }
  }

  private static List<String> values(Dashboard dashboard, String sql) {
    QueryResult result = client.query(expander(dashboard, List.of()).expand(sql));

    assertThat(result.columns()).hasSize(1);
    return result.column(result.columns().get(0));
  }

  @Test
  void unaccounted_fixture_acceptedLessStoredLessDead() {
    Dashboard dashboard = PipelineDashboard.define();
    Query query = dashboard.panels().get(0).queries().get(0);

    assertThat(client.query(expander(dashboard, List.of()).expand(query.text())).rows())
        .containsExactly(List.of("logs", "-2"), List.of("spans", "5"));
  }

  @Test
  void fleet_fixture_byStatePlaceAndWeight() {
    Dashboard dashboard = FleetDashboard.define();

    assertThat(rows(dashboard, "Instances by state"))
        .containsExactly(List.of("SUSPECT", "2"), List.of("DOWN", "1"), List.of("UP", "1"));
    assertThat(rows(dashboard, "Instances by place"))
        .containsExactly(List.of("sh/a", "3"), List.of("(none)", "1"));
    assertThat(rows(dashboard, "Instances by version"))
        .containsExactly(List.of("1.5.0", "2"), List.of("(none)", "1"), List.of("1.4.2", "1"));
    assertThat(rows(dashboard, "Weight against score"))
        .containsExactly(
            List.of("orders-2", "100", "0"),
            List.of("orders-4", "50", "5"),
            List.of("orders-3", "80", "40"),
            List.of("orders-1", "100", "100"));
  }

  private static List<List<String>> rows(Dashboard dashboard, String title) {
    Panel panel =
        dashboard.panels().stream().filter(p -> p.title().equals(title)).findFirst().orElseThrow();
    return client
        .query(expander(dashboard, List.of()).expand(panel.queries().get(0).text()))
        .rows();
  }

  /** With the values that a person chooses where several can be chosen; none is "All". */
  private static MacroExpander expander(Dashboard dashboard, List<String> chosen) {
    Map<String, List<String>> variables = new HashMap<>();
    dashboard
        .variables()
        .forEach(variable -> variables.put(variable.name(), value(variable, chosen)));
    return new MacroExpander(
        NOW.minus(Duration.ofHours(1)), NOW, Duration.ofSeconds(15), variables);
  }

  private static List<String> value(Variable variable, List<String> chosen) {
    if (variable instanceof Variable.Choice) {
      return List.of(variable.name().equals("service") ? "orders" : "place");
    }
    if (variable instanceof Variable.Distance distance) {
      return List.of(distance.distances().get(0).replaceFirst(".* : ", ""));
    }
    if (variable instanceof Variable.Text text) {
      return List.of(text.name().equals("trace_id") ? TraceFixture.ORDER : text.standard());
    }
    return chosen;
  }
}
