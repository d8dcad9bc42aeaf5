/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.sql.MigrationSettings;
import io.heliograph.sql.Migrator;
import io.heliograph.sql.SqlClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs every query of the report on the real tables, with a small shop's day in them. */
class ReportTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static final long FROM = 1_790_000_000_000L; // some day in 2026
  private static final FaultSchedule.Fault SLOW = Faults.named("slow shelves");
  private static final FaultSchedule.Fault FAILING = Faults.named("card network down");
  private static final FaultSchedule.Fault DEATH = Faults.named("instance dies");
  private static final List<Window> WINDOWS =
      List.of(
          new Window(SLOW, FROM + 10_000, FROM + 20_000),
          new Window(FAILING, FROM + 30_000, FROM + 40_000),
          new Window(DEATH, FROM + 50_000, FROM + 60_000));

  @BeforeAll
  static void fill() {
    new Migrator(
            SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", ""),
            MigrationSettings.singleServer(CLICKHOUSE.database()),
            line -> {})
        .migrate();
    // one trace every 100 ms: frontend -> orders -> inventory, payments
    spans("frontend", "Server", "f", "", "if(slow, 300, 20)", "bad");
    spans("frontend", "Client", "g", "f", "if(slow, 298, 18)", "bad");
    spans("orders", "Server", "o", "g", "if(slow, 296, 16)", "bad");
    spans("orders", "Client", "p", "o", "if(slow, 285, 5)", "false");
    spans("inventory", "Server", "i", "p", "if(slow, 284, 4)", "false");
    spans("orders", "Client", "q", "o", "8", "bad");
    spans("payments", "Server", "y", "q", "7", "bad");
    insert(
        "otel_logs (Timestamp, TraceId, SeverityText, ServiceName, Body, ResourceAttributes)",
        "at, trace, 'ERROR', 'payments',"
            + " 'charge for order 0f8fad5b-d9cb-469f-a165-70867728950e failed',"
            + " map('service.namespace', 'shop')",
        "bad");
    insert(
        "otel_logs (Timestamp, TraceId, SeverityText, ServiceName, Body, ResourceAttributes)",
        "at + 0.001, trace, 'WARN', 'orders', 'order given up', map('service.namespace', 'shop')",
        "bad");
    run(
        "INSERT INTO instances_versions (namespace, service, instance_id, state, last_seen) VALUES"
            + " ('shop', 'orders', 'orders-1', 'UP', fromUnixTimestamp64Milli("
            + (FROM + 60_000)
            + ")),"
            + " ('shop', 'orders', 'orders-2', 'DOWN', fromUnixTimestamp64Milli("
            + (FROM + 50_000)
            + "))");
    run(
        "INSERT INTO health_events (time, namespace, service, instance_id, from_state, to_state,"
            + " reason) VALUES (fromUnixTimestamp64Milli("
            + (FROM + 53_500)
            + "), 'shop', 'orders', 'orders-2',"
            + " 'SUSPECT', 'DOWN', 'missed 3 beats')");
    run(
        "INSERT INTO config_releases_versions (release_id, namespace, app, item, version,"
            + " published_at) VALUES ('demo-1-1', 'shop', 'frontend', 'limit_per_user', 1,"
            + " fromUnixTimestamp64Milli("
            + FROM
            + "))");
    run(
        "INSERT INTO config_arrivals_versions (release_id, app, instance_id, applied_at, status,"
            + " error) VALUES ('demo-1-1', 'frontend', 'frontend-1', fromUnixTimestamp64Milli("
            + (FROM + 12)
            + "), 'applied', ''), ('demo-1-1', 'frontend', 'frontend-2', 0, 'rejected', 'out of"
            + " range')");
    run(
        "INSERT INTO message_traces_versions (message_id, topic, produced_at, consumer_group,"
            + " consumed_at, attempts, outcome) VALUES ('m-1', 'shop.order-events',"
            + " fromUnixTimestamp64Milli("
            + FROM
            + "), 'mailer', fromUnixTimestamp64Milli("
            + (FROM + 7)
            + "), 2, 'consumed')");
    run(
        "INSERT INTO rate_limit_windows_versions (window_start, namespace, rule, key, limit,"
            + " admitted, denied) VALUES (toDateTime("
            + FROM / 1_000
            + "), 'shop', 'calls-per-user',"
            + " 'crawler-7', 5, 5, 11)");
    run(
        "INSERT INTO pipeline_ledger_deltas VALUES (toDateTime("
            + FROM / 1_000
            + "), 'spans', 'accepted', 10), (toDateTime("
            + FROM / 1_000
            + "), 'spans', 'stored', 9),"
            + " (toDateTime("
            + FROM / 1_000
            + "), 'spans', 'dead', 1)");
  }

  @Test
  void print_fullRun_findsWhoWasAtFault() throws Exception {
    ClickHouse clickHouse = new ClickHouse(options());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DemoRun run = run("demo-1", new LoadGenerator.Counts(600, 500, 60, 40), clickHouse);

    boolean holds;
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      holds = Report.print(clickHouse, run, Ledger.read(clickHouse), out, false);
    }

    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(holds).as(text).isTrue();
    assertThat(text)
        .contains("inventory ✓", "payments ✓", "errors 100 % vs. 0.0 %")
        .contains("orders-2 ✓", "DOWN 3.5 s after it died")
        .contains("charge for order … failed", "order given up")
        .contains("1 of 2", "12 ms", "out of range")
        .contains("mailer", "7 ms")
        .contains("crawler-7", "11")
        .contains("✓ the ledger balances")
        .doesNotContain("✗");
  }

  @Test
  void print_signalMissing_doesNotHold() throws Exception {
    ClickHouse clickHouse = new ClickHouse(options());
    DemoRun run = run("demo-2", new LoadGenerator.Counts(0, 0, 0, 0), clickHouse);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    boolean holds;
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      holds = Report.print(clickHouse, run, Ledger.read(clickHouse), out, false);
    }

    assertThat(holds).isFalse();
    assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("✗ config events arrived");
  }

  private static DemoRun run(String id, LoadGenerator.Counts load, ClickHouse clickHouse)
      throws Exception {
    return new DemoRun(
        id,
        FROM,
        FROM,
        FROM + 60_000,
        WINDOWS,
        load,
        clickHouse.rows(ReportQueries.INSTANCES, Map.of("from", FROM)));
  }

  private static DemoOptions options() {
    return new DemoOptions(
        "127.0.0.1:4317",
        "127.0.0.1:9092",
        URI.create(CLICKHOUSE.url()),
        "default",
        "",
        CLICKHOUSE.database(),
        60,
        true,
        Path.of("target"),
        false);
  }

  private static void spans(
      String service, String kind, String id, String parent, String millis, String error) {
    insert(
        "otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, SpanName, SpanKind, ServiceName,"
            + " ResourceAttributes, Duration, StatusCode)",
        "at, trace, '%s', '%s', 'shop.v1.Any/Call', '%s', '%s', map('service.namespace', 'shop',"
                .formatted(id, parent, kind, service)
            + "'service.instance.id', '"
            + service
            + "-1'), toUInt64("
            + millis
            + ") * 1000000, if("
            + error
            + ", 'Error', 'Unset')",
        "true");
  }

  private static void insert(String into, String select, String where) {
    run(
        "INSERT INTO "
            + into
            + " WITH number * 100 AS ms, ms BETWEEN 10000 AND 19999 AS slow,"
            + " ms BETWEEN 30000 AND 39999 AS bad,"
            + " toDateTime64("
            + FROM / 1_000
            + ", 9) + toIntervalMillisecond(ms) AS at, hex(number) AS trace SELECT "
            + select
            + " FROM numbers(600) WHERE "
            + where);
  }

  private static void run(String sql) {
    CLICKHOUSE.query(sql);
  }
}
