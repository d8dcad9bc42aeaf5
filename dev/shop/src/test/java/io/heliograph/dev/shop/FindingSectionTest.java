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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The section on the real tables, with rows as the trace job would write them. */
class FindingSectionTest {
  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  private static final long FROM = 1_790_000_000_000L; // some day in 2026
  private static final List<Window> WINDOWS = windows();
  private static final String BROWSE = "shop.v1.Frontend/Browse";
  private static final String PLACE = "shop.v1.Orders/Place";
  private static final String CHARGE = "shop.v1.Payments/Charge";
  private static final String SCHEDULE = "shop.v1.Shipping/Schedule";
  private static final String GET = "GET stock:?";

  @BeforeAll
  static void migrate() {
    new Migrator(
            SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", ""),
            MigrationSettings.singleServer(CLICKHOUSE.database()),
            line -> {})
        .migrate();
    CLICKHOUSE.query(
        "INSERT INTO service_lanes (hour, service, lane) VALUES (toStartOfHour(toDateTime("
            + FROM / 1_000
            + ")), 'orders', 'gray')");
  }

  @BeforeEach
  void forget() {
    CLICKHOUSE.query("TRUNCATE TABLE otel_traces");
    CLICKHOUSE.query("TRUNCATE TABLE trace_finding_rows");
  }

  /** One shape after the other, 10 s each. */
  private static List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    for (FaultSchedule.Fault fault : FaultSchedule.FAULTS) {
      if (fault.symptom() == FaultSchedule.Symptom.SHAPE) {
        long from = FROM + 10_000 + 20_000L * windows.size();
        windows.add(new Window(fault, from, from + 10_000));
      }
    }
    return windows;
  }

  @Test
  void print_allPlantedFound_saysSoAndWhatItCosts() throws Exception {
    plant("lane leak", "lane_violation", "orders", PLACE, 1, 0, "");
    plant("bank is closed", "error_origin", "payments", "bank.v1.Acquirer/Authorize", 1, 0, "");
    String wasted = "{\"wasted_ns\":201000000}";
    String timeout = "orders does not wait for payments";
    plant(timeout, "timeout_inversion", "payments", CHARGE, 1, 0, wasted);
    plant(timeout, "error_origin", "orders", CHARGE, 1, 0, "");
    plant("everybody tries again", "retry_storm", "frontend", PLACE, 9, 0, "");
    plant("everybody tries again", "error_origin", "shipping", SCHEDULE, 1, 0, "");
    plant("a GET per article", "repeated_call", "inventory", GET, 8, 9_800_000, "");
    plant("a GET per article", "repeated_call", "inventory", GET, 8, 11_000_000, "");
    plant("one question after the other", "serial_calls", "frontend", BROWSE, 3, 61_000_000, "");

    Page page = print();

    assertThat(page.checks()).hasSize(7).allMatch(Page.Check::holds);
    assertThat(text)
        .contains("│ lane leak ", "lane_violation by orders at " + PLACE, "in the wrong lane")
        .contains("error_origin by payments at bank.v1.Acquirer/Authorize", "where it failed")
        .contains("201 ms of work for nobody a trace")
        .contains("one call instead of 9")
        .contains(" 2 ✓ ", "one call instead of 8 saves 11 ms a trace, 21 ms in all")
        .contains("asking at once saves 61 ms a trace")
        .contains("Nothing else");
  }

  @Test
  void print_oneNeverFound_failsTheDemoWithItsName() throws Exception {
    plant("lane leak", "lane_violation", "orders", PLACE, 1, 0, "");

    Page page = print();

    assertThat(page.checks()).filteredOn(Page.Check::required).hasSize(6);
    assertThat(page.checks())
        .filteredOn(check -> check.required() && !check.holds())
        .hasSize(5)
        .extracting(Page.Check::text)
        .anyMatch(
            line ->
                line.startsWith(
                    "'bank is closed' was never found: no error_origin by payments at"
                        + " bank.v1.Acquirer/Authorize in a trace"));
  }

  @Test
  void print_rightServiceAtAnotherOperation_isNotTheFault() throws Exception {
    plant("bank is closed", "error_origin", "payments", CHARGE, 1, 0, "");

    Page page = print();

    assertThat(text).contains("1 findings that no fault explains");
    assertThat(page.checks())
        .filteredOn(check -> !check.holds())
        .extracting(Page.Check::text)
        .anyMatch(line -> line.startsWith("'bank is closed' was never found"));
  }

  @Test
  void print_otherFindings_areListedAndDoNotFailTheDemo() throws Exception {
    at(FROM + 2_000, "serial_calls", "orders", PLACE, 2, 12_000_000, "");
    // the right kind at the wrong time
    at(FROM + 190_000, "repeated_call", "inventory", GET, 8, 9_000_000, "");

    Page page = print();

    assertThat(text)
        .contains("2 findings that no fault explains")
        .contains("serial_calls by orders at " + PLACE, "repeated_call by inventory at " + GET);
    assertThat(page.checks())
        .filteredOn(check -> check.text().contains("nothing that was not planted"))
        .singleElement()
        .matches(check -> !check.required() && !check.holds());
  }

  @Test
  void print_nothingPlanted_aFindingFailsTheDemo() throws Exception {
    assertThat(print(List.of()).checks()).singleElement().matches(Page.Check::holds);
    assertThat(text).contains("Nothing else");

    at(FROM + 2_000, "serial_calls", "orders", PLACE, 2, 12_000_000, "");

    assertThat(print(List.of()).checks())
        .singleElement()
        .matches(check -> check.required() && !check.holds());
    assertThat(text).contains("serial_calls by orders");
  }

  @Test
  void print_findingsOfOthers_areNoneOfTheShops() throws Exception {
    finding("stranger", FROM + 2_000, "serial_calls", "orders", PLACE, 2, 12_000_000, "");

    print();

    assertThat(text).contains("Nothing else");
  }

  private String text = "";

  private Page print() throws Exception {
    return print(WINDOWS);
  }

  private Page print(List<Window> windows) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      DemoRun run =
          new DemoRun(
              "demo-1",
              FROM,
              FROM + 1_000,
              FROM + 200_000,
              windows,
              new LoadGenerator.Counts(1, 1, 0, 0),
              List.of());
      Page page = new Page(new ClickHouse(options()), run, out, false);
      FindingSection.print(page);
      return page;
    } finally {
      text = bytes.toString(StandardCharsets.UTF_8);
    }
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

  private static void plant(
      String fault,
      String kind,
      String service,
      String operation,
      int count,
      long saving,
      String evidence) {
    Window window =
        WINDOWS.stream().filter(w -> w.fault().name().equals(fault)).findFirst().orElseThrow();
    at(window.fromMillis() + 5_000, kind, service, operation, count, saving, evidence);
  }

  private static int traces;

  private static void at(
      long millis,
      String kind,
      String service,
      String operation,
      int count,
      long saving,
      String evidence) {
    String trace = "trace-" + ++traces;
    CLICKHOUSE.query(
        "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ServiceName, ResourceAttributes)"
            + " VALUES (fromUnixTimestamp64Milli(%d), '%s', 'a', 'frontend',"
                .formatted(millis, trace)
            + " map('service.namespace', 'shop'))");
    finding(trace, millis, kind, service, operation, count, saving, evidence);
  }

  private static void finding(
      String trace,
      long millis,
      String kind,
      String service,
      String operation,
      int count,
      long saving,
      String evidence) {
    CLICKHOUSE.query(
        "INSERT INTO trace_finding_rows (trace_id, start_day, trace_start, kind, service,"
            + " operation, place, count, saving_ns, lane, evidence, detected_at, version) SELECT"
            + " '%s', toDate(at), at, '%s', '%s', '%s', 'b', %d, %d, '%s', '%s', at, 1"
                .formatted(
                    trace,
                    kind,
                    service,
                    operation,
                    count,
                    saving,
                    kind.equals("lane_violation") ? "gray" : "",
                    evidence)
            + " FROM (SELECT fromUnixTimestamp64Milli(%d) AS at)".formatted(millis));
  }
}
