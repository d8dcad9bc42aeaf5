/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the sections of the report write on, ask through, and note their checks in. */
final class Page {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Something that ought to be so.
   *
   * @param required whether the demo fails without it
   */
  record Check(boolean holds, boolean required, String text) {}

  final Ink ink;
  private final ClickHouse clickHouse;
  private final DemoRun run;
  private final PrintStream out;
  private final List<Check> checks = new ArrayList<>();

  Page(ClickHouse clickHouse, DemoRun run, PrintStream out, boolean terminal) {
    this.clickHouse = clickHouse;
    this.run = run;
    this.out = out;
    this.ink = new Ink(terminal);
  }

  DemoRun run() {
    return run;
  }

  List<Check> checks() {
    return List.copyOf(checks);
  }

  void check(boolean holds, boolean required, String text) {
    checks.add(new Check(holds, required, text));
  }

  /** The rows of one of {@link ReportQueries}. */
  List<JsonNode> rows(String query) throws IOException, InterruptedException {
    return rows(query, "");
  }

  /** The rows of one of {@link ReportQueries} about a trace. */
  List<JsonNode> rows(String query, String trace) throws IOException, InterruptedException {
    return clickHouse.rows(
        query,
        Map.of(
            "from", run.fromMillis(), "to", run.toMillis(), "run", run.id() + "-", "trace", trace));
  }

  Findings findings() throws IOException, InterruptedException {
    return Findings.read(clickHouse, run);
  }

  void title(String text) {
    out.println();
    out.println(ink.bold(ink.cyan(text)));
  }

  void line(String text) {
    out.println("  " + text);
  }

  void table(Table table) {
    table.toString().lines().forEach(this::line);
  }

  static String clock(long unixMillis) {
    return CLOCK.format(Instant.ofEpochMilli(unixMillis));
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String millis(double nanos) {
    return String.format(Locale.ROOT, nanos < 10e6 ? "%.1f ms" : "%.0f ms", nanos / 1e6);
  }
}
