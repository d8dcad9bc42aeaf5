/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every saved query against a small shop whose day we know: 10:00 on 1 November 2026. */
class SavedQueriesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Map<String, String> THAT_DAY =
      Map.of("from", "2026-11-01 00:00:00", "to", "2026-11-02 00:00:00");

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static SqlClient client;

  @BeforeAll
  static void fillShop() throws Exception {
    client = SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", "");
    new Migrator(client, MigrationSettings.singleServer(CLICKHOUSE.database()), line -> {})
        .migrate();
    String rows = Files.readString(Path.of("src/test/resources/shop.sql"));
    Script.statements(rows).forEach(client::execute);
  }

  static Stream<SavedQuery> all() {
    return SavedQueries.list().stream();
  }

  @ParameterizedTest
  @MethodSource("all")
  void query_onTheShop_answersWithRows(SavedQuery query) {
    Map<String, String> known =
        Map.of(
            "service", "orders",
            "operation", "place",
            "trace_id", TRACE,
            "instance_id", "orders-1",
            "release_id", "r-7",
            "message_id", "m-1",
            "key", query.name().equals("traces_by_attribute") ? "order.id" : "4711",
            "value", "4711",
            "text", "declined");
    Map<String, String> given = new HashMap<>();
    if (query.name().equals("compare_windows")) {
      given.put("after_from", "2026-11-01 09:00:00");
    }
    for (SavedQuery.Parameter parameter : query.parameters()) {
      if (parameter.standard().isEmpty()) {
        given.put(parameter.name(), known.get(parameter.name()));
      } else if (THAT_DAY.containsKey(parameter.name())) {
        given.put(parameter.name(), THAT_DAY.get(parameter.name()));
      }
    }
    if (query.name().equals("repeated_calls")) {
      given.put("at_least", "3");
    }

    assertThat(query.run(client, given).rows()).isNotEmpty();
  }

  @Test
  void errorsWithTheirLogs_ofFailedPayment_holdTheLinesInOrder() {
    QueryResult result = run("errors_with_their_logs", THAT_DAY);

    assertThat(result.column("operation")).containsExactly("charge");
    assertThat(result.column("log_lines").get(0))
        .isEqualTo("['orders INFO order 4711 placed','payments ERROR card declined']");
  }

  @Test
  void callsBetweenServices_leaveOutCallsWithinOne() {
    QueryResult result = run("calls_between_services", THAT_DAY);

    assertThat(result.rows().stream().map(row -> row.subList(0, 4)))
        .containsExactly(
            List.of("orders", "stock", "3", "0"), List.of("orders", "payments", "1", "1"));
  }

  @Test
  void whatAnInstanceDid_tellsItsStoryInOrder() {
    Map<String, String> parameters = new HashMap<>(THAT_DAY);
    parameters.put("instance_id", "orders-1");

    assertThat(run("what_an_instance_did", parameters).column("what"))
        .containsExactly("registered", "release", "error log", "health", "health");
  }

  @Test
  void releaseArrival_countsEachInstanceOnce() {
    QueryResult result = run("release_arrival", Map.of("release_id", "r-7"));

    assertThat(result.column("reached")).containsExactly("3");
    assertThat(result.column("applied")).containsExactly("1");
    assertThat(result.column("rejected")).containsExactly("1");
    assertThat(result.column("slowest_apply_ms")).containsExactly("250");
    assertThat(result.column("rejections")).containsExactly("['orders-2: not a number']");
  }

  @Test
  void ledgerBalance_withLoss_showsWhatIsMissing() {
    QueryResult result = run("ledger_balance", THAT_DAY);

    assertThat(result.column("signal")).containsExactly("logs", "spans");
    assertThat(result.column("missing")).containsExactly("0", "2");
  }

  @Test
  void rateLimitedKeys_leaveOutThoseNeverDenied() {
    assertThat(run("rate_limited_keys", THAT_DAY).column("key")).containsExactly("crawler");
  }

  @Test
  void index_listsEveryFile() throws Exception {
    for (String folder : List.of("queries", "migrations")) {
      try (Stream<Path> files =
          Files.list(Path.of("src/main/resources/io/heliograph/sql", folder))) {
        assertThat(Resources.list(folder))
            .containsExactlyElementsOf(
                files
                    .map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".sql"))
                    .sorted()
                    .toList());
      }
    }
  }

  @Test
  void values_withStandardTimes_countFromNow() {
    Clock clock = Clock.fixed(Instant.ofEpochSecond(100_000), ZoneOffset.UTC);

    assertThat(SavedQueries.named("slowest_operations").values(Map.of("limit", "3"), clock))
        .containsEntry("from", "96400")
        .containsEntry("to", "100000")
        .containsEntry("limit", "3");
  }

  @Test
  void values_missingOrUnknown_areRefusedByName() {
    SavedQuery query = SavedQueries.named("message_by_id");

    assertThatThrownBy(() -> query.run(client, Map.of())).hasMessageContaining("message_id");
    assertThatThrownBy(() -> query.run(client, Map.of("message_id", "m-1", "colour", "red")))
        .hasMessageContaining("colour");
    assertThatThrownBy(() -> SavedQueries.named("nonsense"))
        .hasMessageContaining("nonsense")
        .hasMessageContaining("message_by_id");
  }

  @Test
  void parameters_withQuotesAndLineEnds_arePassedAsTheyAre() {
    assertThat(run("messages_by_key", Map.of("key", "it's\n'; DROP TABLE x; --")).rows()).isEmpty();
  }

  private static QueryResult run(String name, Map<String, String> parameters) {
    return SavedQueries.named(name).run(client, parameters);
  }
}
