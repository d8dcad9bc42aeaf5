/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliograph.dev.clickhouse.ClickHouseExtension;
import io.heliograph.sql.MigrationSettings;
import io.heliograph.sql.Migrator;
import io.heliograph.sql.SqlClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./heliograph trace} on the real tables. */
class TraceCommandTest {
  private static final String JUDGED = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String JUDGED_LIKE_IT = "4bf92f3577b34da6ffffffffffffffff";
  private static final String UNJUDGED = "0000000000000000a3ce929d0e0e4736";
  private static final String REUSED = "77777777777777777777777777777777";
  private static final String HUGE = "99999999999999999999999999999999";
  private static final String FORGOTTEN = "ffffffffffffffffffffffffffffffff";
  private static final String EXPIRED = "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
  private static final String KEPT = "dddddddddddddddddddddddddddddddd";

  @RegisterExtension static final ClickHouseExtension CLICKHOUSE = new ClickHouseExtension();

  @TempDir Path directory;
  private final Map<String, String> env = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StringWriter usage = new StringWriter();

  @BeforeAll
  static void load() {
    SqlClient client = SqlClient.to(CLICKHOUSE.url(), CLICKHOUSE.database(), "default", "");
    new Migrator(client, MigrationSettings.singleServer(CLICKHOUSE.database()), line -> {})
        .migrate();
    span(JUDGED, "00000000000000a1", "", "frontend", "POST /cart", "Server", "12:00:00.5", 200, "");
    span(
        JUDGED,
        "00000000000000b1",
        "00000000000000a1",
        "cart",
        "GET",
        "Client",
        "12:00:00.6",
        80,
        "no\tkey");
    span(UNJUDGED, "c1", "", "frontend", "GET /", "Server", "12:00:00.5", 1, "");
    span(JUDGED_LIKE_IT, "d1", "", "frontend", "GET /", "Server", "12:00:00.5", 1, "");
    span(REUSED, "e1", "", "old", "first", "Server", "12:00:00.5", 1, "");
    CLICKHOUSE.query(
        "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ServiceName, SpanName, Duration)"
            + " VALUES ('2026-03-30 12:00:00', '"
            + REUSED
            + "', 'e0', 'older', 'zeroth', 5)");
    CLICKHOUSE.query(
        "INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, ServiceName, SpanName)"
            + " SELECT toDateTime64('2026-03-31 12:00:00', 9) + number / 1e6, '"
            + HUGE
            + "', leftPad(hex(number), 16, '0'), 'a0', 'cart', 'step' FROM numbers(30000)");
    span(HUGE, "00000000000000a1", "", "frontend", "POST /cart", "Server", "12:00:01", 200, "");
    span(HUGE, "00000000000000b1", "00000000000000a1", "cart", "GET", "Client", "12:00:01", 80, "");
    verdict(HUGE, "2026-03-31 12:00:00", 200, "", 1);
    CLICKHOUSE.query(
        "INSERT INTO otel_traces_trace_id_ts VALUES ('"
            + FORGOTTEN
            + "', '2026-03-31 12:00:00', '2026-03-31 12:00:00')");
    verdict(JUDGED, "2026-03-31 12:00:00.5", 200, "cart", 1);
    verdict(REUSED, "2026-03-30 12:00:00", 1, "", 1);
    verdict(REUSED, "2026-03-31 12:00:00.5", 1, "", 1);
    verdict(EXPIRED, "2026-03-01 12:00:00", 1, "", 1);
    keepAlone(KEPT);
    CLICKHOUSE.query(
        "INSERT INTO trace_finding_rows (trace_id, start_day, trace_start, kind, service,"
            + " operation, place, span_ids, count, saving_ns, evidence, version) VALUES ('"
            + JUDGED
            + "', '2026-03-31', '2026-03-31 12:00:00.5', 'error_origin', 'cart', 'GET',"
            + " '00000000000000b1', ['00000000000000b1'], 1, 0, '{\"cause\":\"error\"}', 1)");
    CLICKHOUSE.query(
        "INSERT INTO otel_logs (Timestamp, TraceId, SpanId, SeverityText, ServiceName, Body)"
            + " SELECT toDateTime64('2026-03-31 12:00:00.65', 9) + number, '"
            + JUDGED
            + "', '00000000000000b1', 'ERROR', 'cart', 'line ' || toString(number) FROM"
            + " numbers(3)");
  }

  @BeforeEach
  void prepare() {
    env.put("HELIOGRAPH_HOME", directory.toString());
    env.put("HELIOGRAPH_CLICKHOUSE_URL", CLICKHOUSE.url());
    env.put("HELIOGRAPH_CLICKHOUSE_DATABASE", CLICKHOUSE.database());
    env.put("HELIOGRAPH_COLUMNS", "90");
  }

  @Test
  void trace_judged_treeFindingsAndLogs() {
    assertThat(run(JUDGED.toUpperCase(Locale.ROOT), "--utc", "--logs", "2")).isZero();

    assertThat(text(out))
        .isEqualTo(
            """
            frontend POST /cart
            trace 4bf92f3577b34da6a3ce929d0e0e4736
            2026-03-31 12:00:00.500 UTC · 200 ms · 2 spans · 2 services: frontend, cart
            complete · 1 error · culprit cart · 1 duplicate
            critical path: frontend 120 ms (60%), cart 80.0 ms (40%)

                                                   0                  200 ms        took ◆ own time
            frontend POST /cart           server   █████████████████████████      200 ms ◆ 120 ms
            └ cart GET                    client                ██████████       80.0 ms ✗ ◆ 80.0 ms ×2
                ✗ no key
                ▲ the error began here: cart GET; cause error

            LOGS (the first 2 of 3: --logs N)
            12:00:00.650    +150 ms ERROR cart GET                       line 0
            12:00:01.650    +1.15 s ERROR cart GET                       line 1
            """);
  }

  @Test
  void trace_prefix_theOnlyOneThatFits() {
    assertThat(run("4bf92f3577b34da6a", "--no-logs")).isZero();
    assertThat(text(out)).contains("trace " + JUDGED).doesNotContain("LOGS");
  }

  @Test
  void trace_prefixOfSeveral_listsThem() {
    assertThat(run("4bf92f35")).isEqualTo(1);
    assertThat(text(err)).contains("2 traces begin with 4bf92f35", JUDGED, JUDGED_LIKE_IT);
  }

  @Test
  void trace_sixtyFourBitId_asItIsStored() {
    assertThat(run("A3CE929D0E0E4736")).isZero();
    assertThat(text(out)).contains("trace " + UNJUDGED, "not judged yet");
  }

  @Test
  void trace_unknownId_saysWhatToDo() {
    assertThat(run("12345678")).isEqualTo(1);
    assertThat(text(err)).contains("no span of trace 12345678 is stored", "./heliograph status");
  }

  @Test
  void trace_malformedIdOrNone_isWrongUsage() {
    assertThat(run("4bf9")).isEqualTo(2);
    assertThat(usage.toString()).contains("'4bf9' is no trace id");
    assertThat(run()).isEqualTo(2);
    assertThat(run(JUDGED, "--failed")).isEqualTo(2);
    assertThat(run(JUDGED, "--width", "20")).isEqualTo(2);
    assertThat(run(JUDGED, "--logs", "-1")).isEqualTo(2);
  }

  @Test
  void trace_idUsedOnTwoDays_eachHasItsSpans() {
    assertThat(run(REUSED)).isZero();
    assertThat(text(out)).contains("old first", "used on 2026-03-30").doesNotContain("zeroth");

    out.reset();
    assertThat(run(REUSED, "--day", "2026-03-30")).isZero();
    assertThat(text(out)).contains("older zeroth", "used on 2026-03-31").doesNotContain("first");

    assertThat(run(REUSED, "--day", "2026-01-01")).isEqualTo(1);
    assertThat(text(err)).contains("no row of 2026-01-01", "2026-03-30, 2026-03-31");
  }

  @Test
  void trace_spansExpired_whatWasFound() {
    assertThat(run(EXPIRED)).isZero();
    assertThat(text(out)).contains("its spans are not stored any more", "CRITICAL PATH");
  }

  @Test
  void trace_thatSamplingKeptAndNothingElseDid_isShownWhole() {
    assertThat(run(KEPT)).isZero();
    assertThat(text(out))
        .contains("kept longer: error", "frontend POST /cart", "└ cart GET", "◆ 120 ms");
  }

  @Test
  void trace_moreSpansThanAreRead_theCriticalPathIsAmongThoseThatAre() {
    assertThat(run(HUGE, "--spans", "3")).isZero();
    assertThat(text(out))
        .contains("CRITICAL PATH", "└ cart GET", "… and 29,999 more spans")
        .doesNotContain("LOGS");

    out.reset();
    assertThat(run(HUGE, "--all")).isZero();
    assertThat(text(out).lines().count()).isGreaterThan(20_000);
    assertThat(text(out)).contains("… and 10,002 more spans (./heliograph sql reaches them)");
  }

  @Test
  void trace_expiredAndNeverJudged_saysSo() {
    assertThat(run(FORGOTTEN)).isEqualTo(1);
    assertThat(text(err)).contains("have expired");
  }

  @Test
  void trace_json_isOneObject() throws Exception {
    assertThat(run(JUDGED, "--json")).isZero();

    JsonNode page = new ObjectMapper().readTree(text(out));
    assertThat(page.path("spans")).hasSize(2);
    assertThat(page.path("spans").path(1).path("copies").asInt()).isEqualTo(2);
    assertThat(page.path("spans").path(1).path("message").asText()).isEqualTo("no\tkey");
    assertThat(page.path("logs")).hasSize(3);
    assertThat(page.path("trace").path("critical_path")).hasSize(2);
  }

  @Test
  void list_slowestAndFailed_haveIds() {
    assertThat(run("--slowest", "--hours", "1000000", "--utc")).isZero();
    assertThat(text(out).lines().skip(1).findFirst().orElse(""))
        .isEqualTo(
            JUDGED
                + "  03-31 12:00:00      200 ms      2 "
                + "     1      1  frontend POST /cart, culprit cart");

    out.reset();
    assertThat(run("--failed", "cart", "--hours", "1000000")).isZero();
    assertThat(text(out)).contains(JUDGED).doesNotContain(REUSED);

    assertThat(run("--failed", "it's\\unknown", "--hours", "1000000")).isEqualTo(1);
    assertThat(text(err)).contains("no such trace");
  }

  @Test
  void trace_noServer_saysWhere() {
    env.put("HELIOGRAPH_CLICKHOUSE_URL", "http://127.0.0.1:1");

    assertThat(run(JUDGED)).isEqualTo(1);
    assertThat(text(err)).contains("no answer from http://127.0.0.1:1");
  }

  private static void span(
      String trace,
      String id,
      String parent,
      String service,
      String name,
      String kind,
      String time,
      int millis,
      String error) {
    CLICKHOUSE.query(
        ("INSERT INTO otel_traces (Timestamp, TraceId, SpanId, ParentSpanId, ServiceName, SpanName,"
                + " SpanKind, Duration, StatusCode, StatusMessage) SELECT '2026-03-31 %s', '%s',"
                + " '%s', '%s', '%s', '%s', '%s', %d, '%s', '%s' FROM numbers(%d)")
            .formatted(
                time,
                trace,
                id,
                parent,
                service,
                name,
                kind,
                millis * 1_000_000L,
                error.isEmpty() ? "Unset" : "Error",
                error,
                error.isEmpty() ? 1 : 2)); // who fails is sent twice here
  }

  /** A trace whose raw spans and whose row have expired. */
  private static void keepAlone(String trace) {
    span(trace, "00000000000000a1", "", "frontend", "POST /cart", "Server", "12:00:02", 200, "");
    span(
        trace, "00000000000000b1", "00000000000000a1", "cart", "GET", "Client", "12:00:02", 80, "");
    verdict(trace, "2026-03-31 12:00:02", 200, "", 1);
    CLICKHOUSE.query(
        "INSERT INTO otel_traces_kept_rows (Timestamp, TraceId, SpanId, ParentSpanId, SpanName,"
            + " SpanKind, ServiceName, Duration, copied_until) SELECT Timestamp, TraceId, SpanId,"
            + " ParentSpanId, SpanName, SpanKind, ServiceName, Duration, now64(3) FROM otel_traces"
            + " WHERE TraceId = '"
            + trace
            + "'");
    CLICKHOUSE.query(
        "INSERT INTO trace_rows_kept SELECT * REPLACE ('error' AS keep_reason), now64(3)"
            + " FROM trace_rows WHERE trace_id = '"
            + trace
            + "'");
    for (String expired : List.of("otel_traces", "otel_traces_trace_id_ts")) {
      CLICKHOUSE.query("DELETE FROM " + expired + " WHERE TraceId = '" + trace + "'");
    }
    CLICKHOUSE.query("DELETE FROM trace_rows WHERE trace_id = '" + trace + "'");
  }

  private static void verdict(
      String trace, String start, int millis, String culprit, int revision) {
    CLICKHOUSE.query(
        "INSERT INTO trace_rows (trace_id, start_day, start_time, duration_ns, root_service,"
            + " root_operation, span_count, error_count, services, status, duplicate_spans,"
            + " path_span_ids, path_services, path_operations, path_self_ns, culprit_service,"
            + " findings, revision, version) VALUES ('%s', toDate('%s'), '%s', %d, 'frontend', 'POST /cart', 2, %d, ['frontend', 'cart'], 'complete', 1, ['00000000000000a1', '00000000000000b1'], ['frontend', 'cart'], ['POST /cart', 'GET'], [120000000, 80000000], '%s', 1, %d, %d)"
                .formatted(
                    trace,
                    start.substring(0, 10),
                    start,
                    millis * 1_000_000L,
                    culprit.isEmpty() ? 0 : 1,
                    culprit,
                    revision,
                    revision));
  }

  private int run(String... args) {
    Console console = new Console(stream(out), stream(err), false);
    CommandLine commandLine = Heliograph.commandLine(console, env);
    commandLine.setOut(new PrintWriter(usage, true));
    commandLine.setErr(new PrintWriter(usage, true));
    String[] all = new String[args.length + 1];
    all[0] = "trace";
    System.arraycopy(args, 0, all, 1, args.length);
    return commandLine.execute(all);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
