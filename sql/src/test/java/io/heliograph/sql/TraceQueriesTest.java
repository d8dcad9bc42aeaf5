/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The questions about traces, asked of the shop's day. */
class TraceQueriesTest {
  private static final String PLACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PLACE_BEFORE = "11111111111111111111111111111111";
  private static final String REUSED = "44444444444444444444444444444444";
  private static final String ROOTLESS = "22222222222222222222222222222222";

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static SqlClient client;

  @BeforeAll
  static void fillShop() throws Exception {
    client = SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", "");
    new Migrator(client, MigrationSettings.singleServer(CLICKHOUSE.database()), line -> {})
        .migrate();
    Script.statements(Files.readString(Path.of("src/test/resources/shop.sql")))
        .forEach(client::execute);
  }

  @Test
  void searchTraces_withoutWishes_listsAllNewestFirstWithTheirFindings() {
    QueryResult result = thatDay("search_traces");

    assertThat(result.column("trace_id")).containsExactly(ROOTLESS, PLACE, PLACE_BEFORE);
    assertThat(result.column("spans")).containsExactly("1", "5", "3");
    assertThat(result.column("findings"))
        .containsExactly(
            "[]", "['clock_skew','error_origin','lane_violation','repeated_call']", "[]");
  }

  @ParameterizedTest
  @CsvSource({
    "service, payments, 0af 111",
    "service, stock, 222 0af 111",
    "operation, place, 0af 111",
    "operation, charge, 0af 111",
    "at_least_ms, 40, 0af 111",
    "at_least_ms, 40.5, 0af",
    "status, complete, 0af 111",
    "status, incomplete, 222",
    "status, failed, 0af",
    "culprit, payments, 0af",
    "lane, blue, 0af",
    "lane, '', 222 111",
    "finding, repeated_call, 0af",
    "finding, serial_calls, ''",
    "limit, 1, 222",
    "from, 2026-11-01 09:30:00, 222 0af",
    "to, 2026-11-01 10:02:00, 0af 111",
  })
  void searchTraces_withOneWish_listsThoseThatMeetIt(String wish, String value, String expected) {
    List<String> found =
        thatDay("search_traces", wish, value).column("trace_id").stream()
            .map(id -> id.substring(0, 3))
            .toList();

    assertThat(String.join(" ", found)).isEqualTo(expected);
  }

  @Test
  void spansOfTrace_areInOrderFromTheRootWithWhatTheTraceWaitedFor() {
    QueryResult result = run("spans_of_trace", Map.of("trace_id", PLACE));

    assertThat(result.column("operation"))
        .containsExactly("place", "get stock", "get stock", "get stock", "charge");
    assertThat(result.column("after_ms").get(4)).isEqualTo("40");
    assertThat(result.column("critical_ms")).containsExactly("30", "5", "5", "5", "45");
  }

  @Test
  void logsOfTrace_areInOrderAndNameTheSpanTheyBelongTo() {
    QueryResult result = run("logs_of_trace", Map.of("trace_id", PLACE));

    assertThat(result.column("line")).containsExactly("order 4711 placed", "card declined");
    assertThat(result.column("operation")).containsExactly("place", "charge");
    assertThat(result.column("span_service")).containsExactly("orders", "payments");
    assertThat(result.column("after_span_start_ms")).containsExactly("5", "20");
  }

  @Test
  void logsOfTrace_spansThatShareAnId_meansTheOneOfTheLinesService() {
    String trace = "33333333333333333333333333333333";
    client.execute(
        "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, SpanName, ServiceName) VALUES"
            + " ('2026-11-03 10:00:00', '%1$s', 'f1', 'POST', 'web'),".formatted(trace)
            + " ('2026-11-03 10:00:01', '%1$s', 'f1', 'place', 'orders')".formatted(trace));
    client.execute(
        "INSERT INTO otel_logs (Timestamp, TraceId, SpanId, ServiceName, Body) VALUES"
            + " ('2026-11-03 10:00:02', '%1$s', 'f1', 'orders', 'a'),".formatted(trace)
            + " ('2026-11-03 10:00:03', '%1$s', 'f1', 'web', 'b'),".formatted(trace)
            + " ('2026-11-03 10:00:04', '%1$s', '', 'web', 'c')".formatted(trace));

    QueryResult result = run("logs_of_trace", Map.of("trace_id", trace));

    assertThat(result.column("operation")).containsExactly("place", "POST", "");
    assertThat(result.column("after_span_start_ms")).containsExactly("1000", "3000", "0");
  }

  @Test
  void traceOfAnIdUsedOnTwoDays_isTheOneOfTheTimeAsked() {
    use(REUSED, "2026-11-05", "early", 5_000_000);
    use(REUSED, "2026-11-06", "late", 6_000_000);
    Map<String, String> asked =
        Map.of("trace_id", REUSED, "from", "2026-11-06 00:00:00", "to", "2026-11-07 00:00:00");

    QueryResult spans = run("spans_of_trace", asked);

    assertThat(spans.column("operation")).containsExactly("late");
    assertThat(spans.column("critical_ms")).containsExactly("6");
    assertThat(run("logs_of_trace", asked).column("line")).containsExactly("late line");
    assertThat(run("findings_of_trace", asked).column("operation")).containsExactly("late");
    Map<String, String> any = Map.of("trace_id", REUSED);
    assertThat(run("spans_of_trace", any).column("operation")).containsExactly("early", "late");
    assertThat(run("logs_of_trace", any).column("operation")).hasSize(2);
    assertThat(run("findings_of_trace", any).column("operation")).hasSize(2);
  }

  /** A trace of one span, with a log line and a finding, at 10 o'clock. */
  private static void use(String id, String day, String operation, long selfNanos) {
    client.execute(
        "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, SpanName, ServiceName) VALUES"
            + " ('%s 10:00:00', '%s', 'f1', '%s', 'web')".formatted(day, id, operation));
    client.execute(
        "INSERT INTO otel_logs (Timestamp, TraceId, SpanId, ServiceName, Body) VALUES"
            + " ('%s 10:00:00', '%s', 'f1', 'web', '%s line')".formatted(day, id, operation));
    client.execute(
        "INSERT INTO trace_rows (trace_id, start_day, start_time, path_span_ids, path_services,"
            + " path_operations, path_self_ns, version)"
            + " VALUES ('%s', '%2$s', '%2$s 10:00:00', ['f1'], ['web'], ['%3$s'], [%4$s], 1)"
                .formatted(id, day, operation, selfNanos));
    client.execute(
        "INSERT INTO trace_finding_rows (trace_id, start_day, trace_start, kind, service,"
            + " operation, place, evidence, version)"
            + " VALUES ('%s', '%2$s', '%2$s 10:00:00', 'error_origin', 'web', '%3$s', 'f1', '{}', 1)"
                .formatted(id, day, operation));
  }

  @Test
  void findingsOfTrace_leaveOutTheDeletedAndTheViolationThatIsNone() {
    QueryResult result = run("findings_of_trace", Map.of("trace_id", PLACE));

    assertThat(result.column("kind"))
        .containsExactly("repeated_call", "clock_skew", "error_origin", "lane_violation");
    assertThat(result.column("service")).containsExactly("orders", "stock", "payments", "stock");
  }

  @Test
  void findingsBySaving_areWorstFirstWithAnExample() {
    QueryResult result = thatDay("findings_by_saving");

    assertThat(result.rows()).hasSize(4);
    assertThat(result.column("kind").get(0)).isEqualTo("repeated_call");
    assertThat(result.column("saving_ms").get(0)).isEqualTo("10");
    assertThat(result.column("occurrences").get(0)).isEqualTo("3");
    assertThat(result.column("example_trace_id").get(0)).isEqualTo(PLACE);
    assertThat(thatDay("findings_by_saving", "service", "stock").column("kind"))
        .containsExactly("clock_skew", "lane_violation");
    assertThat(thatDay("findings_by_saving", "kind", "error_origin").column("operation"))
        .containsExactly("charge");
  }

  @Test
  void findingsByService_countEachKind() {
    assertThat(
            thatDay("findings_by_service").rows().stream().map(row -> row.subList(0, 3)).toList())
        .containsExactly(
            List.of("orders", "repeated_call", "1"),
            List.of("payments", "error_origin", "1"),
            List.of("stock", "clock_skew", "1"),
            List.of("stock", "lane_violation", "1"));
  }

  @Test
  void repeatedCalls_areCountedByTheCallerAndTheCall() {
    QueryResult result = thatDay("repeated_calls", "at_least", "3");

    assertThat(result.column("call")).containsExactly("get stock");
    assertThat(result.column("most_calls")).containsExactly("3");
    assertThat(thatDay("repeated_calls").rows()).isEmpty();
  }

  @Test
  void whereTheTimeWent_ofOneOperation_addsUpSelfTimeOfItsCriticalPaths() {
    QueryResult result = thatDay("where_the_time_went", "service", "orders", "operation", "place");

    assertThat(result.column("waits_for")).containsExactly("orders", "payments", "stock");
    assertThat(result.column("self_ms")).containsExactly("60", "50", "20");
    assertThat(result.column("percent")).containsExactly("46.15", "38.46", "15.38");
    assertThat(result.column("traces")).containsExactly("2", "2", "2");
  }

  @Test
  void compareWindows_showsWhichSpanGrewAndByHowMuchPerTrace() {
    QueryResult result =
        run(
            "compare_windows",
            Map.of(
                "service", "orders",
                "operation", "place",
                "before_from", "2026-11-01 09:00:00",
                "before_to", "2026-11-01 10:00:00",
                "after_from", "2026-11-01 10:00:00",
                "after_to", "2026-11-01 11:00:00"));

    assertThat(result.column("operation")).containsExactly("charge", "get stock", "place");
    assertThat(result.column("before_ms")).containsExactly("5", "5", "30");
    assertThat(result.column("after_ms")).containsExactly("45", "15", "30");
    assertThat(result.column("difference_ms")).containsExactly("40", "10", "0");
    assertThat(result.column("after_spans")).containsExactly("1", "3", "1");
    assertThat(result.column("example_trace_id")).containsOnly(PLACE);
  }

  @Test
  void serviceMap_overMinutes_mergesTheirSketches() {
    QueryResult result = thatDay("service_map");

    assertThat(result.column("callee")).containsExactly("stock", "payments");
    assertThat(result.column("calls")).containsExactly("4", "1");
    assertThat(result.column("errors")).containsExactly("0", "1");
    assertThat(result.column("mean_ms")).containsExactly("5.75", "45");
    assertThat(milliseconds(result, "p50_ms").get(0)).isBetween(4.95, 5.05);
    assertThat(thatDay("service_map", "from", "2026-11-01 10:01:00").column("calls"))
        .containsExactly("1");
  }

  @Test
  void slowestOperations_overMinutes_mergeTheirSketches() {
    QueryResult result = thatDay("slowest_operations");

    assertThat(result.column("operation")).containsExactly("place", "charge", "get stock");
    assertThat(result.column("calls")).containsExactly("1", "1", "4");
    assertThat(result.column("error_percent")).containsExactly("0", "100", "0");
    assertThat(milliseconds(result, "p99_ms").get(0)).isBetween(89.1, 90.9);
    assertThat(milliseconds(result, "p50_ms").get(2)).isBetween(4.95, 5.05);
    assertThat(result.column("slow_trace_id")).containsExactly(PLACE, PLACE, ROOTLESS);
    assertThat(result.column("failed_trace_id")).containsExactly("", PLACE, "");
  }

  @Test
  void incompleteTraces_areCountedByReasonAndService() {
    QueryResult result = thatDay("incomplete_traces");

    assertThat(result.column("reason")).containsExactly("missing_root+missing_parents");
    assertThat(result.column("service")).containsExactly("stock");
    assertThat(result.column("percent_of_all")).containsExactly("33.33");
    assertThat(result.column("missing_parents")).containsExactly("1");
  }

  @Test
  void lanesAndLeaks_listLanesAndOnlyLeaksOfServicesThatStandInTheLane() {
    QueryResult result = thatDay("lanes_and_leaks");

    assertThat(result.column("service")).containsExactly("stock", "orders", "payments");
    assertThat(result.column("lanes"))
        .containsExactly("['(baseline)','blue']", "['(baseline)','blue']", "['(baseline)']");
    assertThat(result.column("left_lane")).containsExactly("blue", "", "");
    assertThat(result.column("violations")).containsExactly("1", "0", "0");
  }

  @Test
  void stateOfClocks_namesHostAndOffset() {
    QueryResult result = thatDay("state_of_clocks");

    assertThat(result.column("host")).containsExactly("stock-1");
    assertThat(result.column("latest_offset_ms")).containsExactly("-25");
  }

  private static List<Double> milliseconds(QueryResult result, String column) {
    return result.column(column).stream().map(Double::valueOf).toList();
  }

  private static QueryResult thatDay(String name, String... more) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("from", "2026-11-01 00:00:00");
    parameters.put("to", "2026-11-02 00:00:00");
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return run(name, parameters);
  }

  private static QueryResult run(String name, Map<String, String> parameters) {
    return SavedQueries.named(name).run(client, parameters);
  }
}
