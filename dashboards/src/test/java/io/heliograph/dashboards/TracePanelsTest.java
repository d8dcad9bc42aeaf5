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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the panels about traces show of {@link TraceFixture}, and in the shape Grafana reads. */
class TracePanelsTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:30Z");
  private static SqlClient client;

  @BeforeAll
  static void migrate() {
    client = SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", "");
    new Migrator(client, MigrationSettings.singleServer(CLICKHOUSE.database()), step -> {})
        .migrate();
    TraceFixture.statements().forEach(client::execute);
  }

  @Test
  void waterfall_columnsAndTypes_thoseOfTheTracePanel() {
    QueryResult spans = run(TraceDashboard.define(), "Waterfall", 0, Map.of());

    assertThat(spans.columns())
        .startsWith(
            "traceID",
            "spanID",
            "parentSpanID",
            "serviceName",
            "operationName",
            "startTime",
            "duration",
            "tags",
            "serviceTags",
            "logs",
            "references",
            "kind",
            "statusCode");
    assertThat(type(spans, "startTime")).isEqualTo("Float64");
    assertThat(type(spans, "duration")).isEqualTo("Float64");
    assertThat(type(spans, "tags")).isEqualTo("Array(Map(String, String))");
    assertThat(type(spans, "serviceTags")).isEqualTo("Array(Map(String, String))");
    assertThat(type(spans, "logs"))
        .isEqualTo(
            "Array(Tuple(name String, timestamp String, fields Array(Map(String, String))))");
  }

  @Test
  void waterfall_spanStoredTwice_isShownOnceWithWhatTheTraceWaitedForIt() {
    QueryResult spans = run(TraceDashboard.define(), "Waterfall", 0, Map.of());

    assertThat(spans.column("spanID")).containsExactly("a1", "b1", "c1");
    assertThat(spans.column("duration")).containsExactly("90", "1", "45");
    assertThat(spans.column("statusCode")).as("Ok, Unset, Error").containsExactly("1", "0", "2");
    assertThat(spans.column("tags").get(0))
        .isEqualTo(
            "[{'key':'critical_path.self_ms','value':'45'},{'key':'order.id','value':'4711'}]");
    assertThat(spans.column("references").get(0)).contains(TraceFixture.ORDER_BEFORE, "retry");
    assertThat(Double.parseDouble(spans.column("startTime").get(0)))
        .isEqualTo(Instant.parse("2026-11-23T11:58:10Z").toEpochMilli());
  }

  @Test
  void map_nodes_areServicesWithTheirOwnSpansAndPeersWithTheCallsToThem() {
    QueryResult nodes = run(MapDashboard.define(), "Service map", 0, Map.of());

    assertThat(nodes.columns())
        .containsExactly(
            "id",
            "title",
            "subtitle",
            "detail__calls",
            "mainstat",
            "secondarystat",
            "arc__failed",
            "arc__ok");
    assertThat(nodes.column("id"))
        .containsExactly("browser", "kafka/placed", "mailer", "orders", "payment", "redis");
    assertThat(nodes.column("subtitle"))
        .containsExactly("caller", "called", "called", "service", "service", "called");
    assertThat(nodes.column("arc__failed")).containsExactly("0", "0", "0", "0", "0.25", "0.5");
    assertThat(nodes.column("arc__ok")).containsExactly("1", "1", "1", "1", "0.75", "0.5");
    assertThat(Double.parseDouble(nodes.column("mainstat").get(4))).isEqualTo(4 / 3600.0);
    assertThat(nodes.column("secondarystat").get(0)).as("nobody calls the browser").isEqualTo("0");
    assertThat(Double.parseDouble(nodes.column("secondarystat").get(4))).isBetween(44.5e6, 45.5e6);
  }

  @Test
  void map_edges_leadFromNodeToNode() {
    List<String> nodes = run(MapDashboard.define(), "Service map", 0, Map.of()).column("id");
    QueryResult edges = run(MapDashboard.define(), "Service map", 1, Map.of());

    assertThat(edges.columns()).startsWith("id", "source", "target", "mainstat", "secondarystat");
    assertThat(edges.column("id"))
        .containsExactly(
            "browser -> orders",
            "kafka/placed -> mailer",
            "orders -> kafka/placed",
            "orders -> payment",
            "orders -> redis");
    assertThat(nodes).containsAll(edges.column("source")).containsAll(edges.column("target"));
  }

  @ParameterizedTest
  @CsvSource({
    "operation, charge, 2",
    "operation, place, 1",
    "at_least_ms, 50, 1",
    "status, failed, 1",
    "status, incomplete, 1",
    "culprit, payment, 1",
    "culprit, orders, 0",
    "lane, blue, 0",
    "lane, '', 2",
    "kind, repeated_call, 1",
    "kind, serial_calls, 0",
    "service, orders, 1",
    "service, payment, 2",
  })
  void search_oneWish_listsThoseThatMeetIt(String variable, String value, int traces) {
    assertThat(run(SearchDashboard.define(), "Newest of them", 0, Map.of(variable, value)).rows())
        .hasSize(traces);
  }

  @Test
  void compare_twoWindows_showsTheSpanThatGrewFirst() {
    QueryResult spans =
        run(
            CompareDashboard.define(),
            "Self time on the critical path, per trace",
            0,
            Map.of("service", "orders", "operation", "place"));

    assertThat(spans.column("operation")).containsExactly("charge", "place");
    assertThat(spans.column("earlier")).containsExactly("5000000", "45000000");
    assertThat(spans.column("now")).containsExactly("45000000", "45000000");
    assertThat(spans.column("difference")).containsExactly("40000000", "0");
    assertThat(spans.column("example")).containsOnly(TraceFixture.ORDER);
  }

  @Test
  void compare_twoWindows_showsWhatGrewBesideTheCriticalPath() {
    QueryResult spans =
        run(
            CompareDashboard.define(),
            "Duration of all spans, on the critical path or off it",
            0,
            Map.of("service", "orders", "operation", "place"));

    assertThat(spans.column("operation")).containsExactly("audit", "place", "GET", "charge");
    assertThat(spans.column("earlier")).containsExactly("1000000", "80000000", "0", "0");
    assertThat(spans.column("now")).containsExactly("30000000", "90000000", "1000000", "45000000");
    assertThat(spans.column("difference")).containsExactly("29000000", "10000000", "0", "0");
    assertThat(spans.column("calls_earlier")).containsExactly("2", "2", "0", "0");
    assertThat(spans.column("calls_now")).containsExactly("3", "4", "2", "4");
    assertThat(Double.parseDouble(spans.column("p95_earlier").get(0))).isBetween(0.99e6, 1.01e6);
    assertThat(Double.parseDouble(spans.column("p95_now").get(0))).isBetween(29.7e6, 30.3e6);
  }

  @Test
  void logs_ofTrace_areInOrderWithTheirSpans() {
    QueryResult logs = run(TraceDashboard.define(), "Logs", 0, Map.of());

    assertThat(logs.column("line")).containsExactly("order 4711", "card declined");
    assertThat(logs.column("operation")).containsExactly("place", "charge");
  }

  @Test
  void leftOut_smallTrace_nothing() {
    assertThat(run(TraceDashboard.define(), "Not shown below", 0, Map.of()).rows())
        .containsExactly(List.of("0", "0"));
  }

  @Test
  void leftOut_greatTrace_saysHowManyTheOthersLeaveOut() {
    String great = "44444444444444444444444444444444";
    client.execute(
        "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ServiceName, SpanName) SELECT"
            + " toDateTime64('2026-11-19 10:00:00', 9, 'UTC'), '%s', toString(number), 'orders', 'x'"
                .formatted(great)
            + " FROM numbers(10020)");
    client.execute(
        "INSERT INTO otel_logs (Timestamp, TraceId, ServiceName, Body) SELECT"
            + " toDateTime64('2026-11-19 10:00:00', 9, 'UTC'), '%s', 'orders', toString(number)"
                .formatted(great)
            + " FROM numbers(5003)");
    Map<String, String> of = Map.of("trace_id", great);

    assertThat(run(TraceDashboard.define(), "Waterfall", 0, of).rows()).hasSize(10_000);
    assertThat(run(TraceDashboard.define(), "Logs", 0, of).rows()).hasSize(5_000);
    assertThat(run(TraceDashboard.define(), "Not shown below", 0, of).rows())
        .containsExactly(List.of("20", "3"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2026-11-23T12:00:30Z, n1, new", // the newest
    "'', 2026-11-20T10:30:00Z, o1, old", // the newest in the chosen time
    "2026-11-20, 2026-11-23T12:00:30Z, o1, old",
    "2026-11-21, 2026-11-20T10:30:00Z, n1, new",
  })
  void trace_whoseIdWasUsedTwice_showsOneOfThem(
      String day, Instant until, String span, String operation) {
    Map<String, String> given = Map.of("trace_id", TraceFixture.REUSED, "day", day);
    Dashboard trace = TraceDashboard.define();

    assertThat(run(trace, "Waterfall", 0, given, until).column("spanID")).containsExactly(span);
    assertThat(run(trace, "Logs", 0, given, until).column("line"))
        .containsExactly(operation + " line");
    assertThat(run(trace, "Logs", 0, given, until).column("operation")).containsExactly(operation);
    assertThat(run(trace, "Findings", 0, given, until).column("operation"))
        .containsExactly(operation);
    assertThat(run(trace, "Critical path", 0, given, until).column("span_id"))
        .containsExactly(span);
    assertThat(run(trace, "The trace", 0, given, until).column("day"))
        .containsExactly("2026-11-20", "2026-11-21");
  }

  @Test
  void trace_onADayWithoutIt_showsNothing() {
    Map<String, String> given = Map.of("trace_id", TraceFixture.REUSED, "day", "2026-11-22");

    assertThat(run(TraceDashboard.define(), "Waterfall", 0, given).rows()).isEmpty();
    assertThat(run(TraceDashboard.define(), "Logs", 0, given).rows()).isEmpty();
    assertThat(run(TraceDashboard.define(), "Findings", 0, given).rows()).isEmpty();
  }

  @Test
  void trace_notJudgedYet_showsItsSpansAndLogs() {
    String young = "55555555555555555555555555555555";
    client.execute(
        "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ServiceName, SpanName) VALUES"
            + " (toDateTime64('2026-11-19 10:00:00', 9, 'UTC'), '%s', 'y1', 'orders', 'x')"
                .formatted(young));
    client.execute(
        "INSERT INTO otel_logs (Timestamp, TraceId, SpanId, ServiceName, Body) VALUES"
            + " (toDateTime64('2026-11-19 10:00:00', 9, 'UTC'), '%s', 'y1', 'orders', 'young')"
                .formatted(young));
    Map<String, String> given = Map.of("trace_id", young);

    assertThat(run(TraceDashboard.define(), "Waterfall", 0, given).column("spanID"))
        .containsExactly("y1");
    assertThat(run(TraceDashboard.define(), "Logs", 0, given).column("line"))
        .containsExactly("young");
  }

  @Test
  void findings_bySaving_areWorstFirst() {
    QueryResult findings = run(FindingsDashboard.define(), "Findings by saving", 0, Map.of());

    assertThat(findings.column("kind").get(0)).isEqualTo("repeated_call");
    assertThat(findings.column("saving").get(0)).isEqualTo("12000000");
    assertThat(findings.rows()).hasSize(4);
  }

  private static String type(QueryResult result, String column) {
    return result.types().get(result.columns().indexOf(column));
  }

  private static QueryResult run(
      Dashboard dashboard, String title, int query, Map<String, String> given) {
    return run(dashboard, title, query, given, NOW);
  }

  /** Of the hour before a time. */
  private static QueryResult run(
      Dashboard dashboard, String title, int query, Map<String, String> given, Instant until) {
    Map<String, List<String>> variables = new HashMap<>();
    for (Variable variable : dashboard.variables()) {
      variables.put(variable.name(), List.of());
      if (variable instanceof Variable.Text text) {
        variables.put(variable.name(), List.of(text.standard()));
      }
    }
    variables.replace("trace_id", List.of(TraceFixture.ORDER));
    variables.replace("distance", List.of("3600"));
    given.forEach((name, value) -> variables.put(name, List.of(value)));
    Panel panel =
        dashboard.panels().stream().filter(p -> p.title().equals(title)).findFirst().orElseThrow();
    return client.query(
        new MacroExpander(
                until.minus(Duration.ofHours(1)), until, Duration.ofSeconds(15), variables)
            .expand(panel.queries().get(query).text()));
  }
}
