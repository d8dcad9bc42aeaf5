/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliograph.dev.shop.FaultSchedule.Symptom;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Asks ClickHouse what the demo left there, and tells a person. */
final class Report {
  /** What is known of the run without asking. */
  record Run(
      String id,
      long fromMillis,
      long loadFromMillis,
      long toMillis,
      List<Window> windows,
      LoadGenerator.Counts load,
      List<JsonNode> instances) {}

  private record Check(boolean holds, boolean required, String text) {}

  private final ClickHouse clickHouse;
  private final Run run;
  private final PrintStream out;
  private final Ink ink;
  private final List<Check> checks = new ArrayList<>();

  Report(ClickHouse clickHouse, Run run, PrintStream out, boolean terminal) {
    this.clickHouse = clickHouse;
    this.run = run;
    this.out = out;
    this.ink = new Ink(terminal);
  }

  /** Prints all; whether the required checks hold. */
  boolean print(Ledger ledger) throws IOException, InterruptedException {
    volume();
    services();
    faults();
    slowest();
    errors();
    instances();
    config();
    messages();
    limits();
    books(ledger);
    return verdict();
  }

  private void volume() throws IOException, InterruptedException {
    title("What came through");
    JsonNode v = rows(ReportQueries.VOLUME).get(0);
    double seconds = Math.max(1, (run.toMillis() - run.loadFromMillis()) / 1e3);
    out.printf(
        Locale.ROOT,
        "  %,d calls by customers in %.0f s: %,d served, %,d turned away by the limiter, %,d"
            + " failed%n",
        run.load().calls(),
        seconds,
        run.load().ok(),
        run.load().limited(),
        run.load().failed());
    out.printf(
        Locale.ROOT,
        "  %,d spans in %,d traces, %,d log lines, %,d metric points: %,.0f rows a second%n",
        v.path("spans").asLong(),
        v.path("traces").asLong(),
        v.path("logs").asLong(),
        v.path("points").asLong(),
        (v.path("spans").asLong() + v.path("logs").asLong() + v.path("points").asLong()) / seconds);
    present("spans", v.path("spans").asLong());
    present("logs", v.path("logs").asLong());
    present("heartbeats", v.path("instances").asLong());
    present("config events", v.path("arrivals").asLong());
    present("messages", v.path("messages").asLong());
  }

  private void present(String signal, long rows) {
    checks.add(new Check(rows > 0, true, signal + " arrived"));
  }

  private void services() throws IOException, InterruptedException {
    title("Services");
    Table table = new Table("service", "instances", "calls", "errors", "error %", "p50", "p99");
    for (JsonNode row : rows(ReportQueries.SERVICES)) {
      long calls = row.path("calls").asLong();
      long errors = row.path("errors").asLong();
      String share = String.format(Locale.ROOT, "%.1f", 100.0 * errors / Math.max(1, calls));
      table.row(
          row.path("service").asText(),
          row.path("instances").asLong(),
          number(calls),
          errors > 0 ? ink.red(number(errors)) : "0",
          share,
          millis(row.path("p50").asDouble()),
          millis(row.path("p99").asDouble()));
    }
    print(table);
  }

  private void faults() throws IOException, InterruptedException {
    title("Faults, and who was found to be at fault");
    List<Window> windows = run.windows();
    List<OwnWork> work = new ArrayList<>();
    for (JsonNode row : rows(ReportQueries.ownWork(run.loadFromMillis(), windows))) {
      work.add(
          new OwnWork(
              row.path("service").asText(),
              row.path("window").asInt(),
              row.path("calls").asLong(),
              row.path("p95").asDouble(),
              row.path("errors").asLong()));
    }
    Table table =
        new Table("fault", "at", "for", "found", "evidence: its own work, inside vs. outside");
    for (int i = 0; i < windows.size(); i++) {
      Window window = windows.get(i);
      Symptom symptom = window.fault().symptom();
      if (symptom == Symptom.DEATH) {
        death(table, window);
        continue;
      }
      Optional<OwnWork.Finding> found = OwnWork.culprit(work, i + 1, symptom);
      boolean right = found.filter(f -> f.service().equals(window.fault().service())).isPresent();
      String name = found.map(OwnWork.Finding::service).orElse("nobody");
      table.row(
          window.fault().name(),
          clock(window.fromMillis()),
          String.format(Locale.ROOT, "%.0f s", (window.toMillis() - window.fromMillis()) / 1e3),
          right ? ink.green(name + " ✓") : ink.red(name + " ✗"),
          found.map(f -> evidence(f, symptom)).orElse("-"));
      checks.add(new Check(right, false, "'" + window.fault().name() + "' is put down to " + name));
    }
    print(table);
  }

  private static String evidence(OwnWork.Finding found, Symptom symptom) {
    return symptom == Symptom.SLOW
        ? "p95 " + millis(found.inside().p95Nanos()) + " vs. " + millis(found.outside().p95Nanos())
        : String.format(
            Locale.ROOT,
            "errors %.0f %% vs. %.1f %%",
            100 * found.inside().errorShare(),
            100 * found.outside().errorShare());
  }

  private void death(Table table, Window window) throws IOException, InterruptedException {
    Optional<JsonNode> down =
        rows(ReportQueries.DEATHS).stream()
            .filter(r -> r.path("instance_id").asText().equals(FaultSchedule.VICTIM))
            .filter(r -> r.path("at").asLong() >= window.fromMillis())
            .findFirst();
    String after =
        down.map(r -> (r.path("at").asLong() - window.fromMillis()) / 1e3)
            .map(s -> String.format(Locale.ROOT, "DOWN %.1f s after it died", s))
            .orElse("-");
    table.row(
        window.fault().name(),
        clock(window.fromMillis()),
        "",
        down.isPresent() ? ink.green(FaultSchedule.VICTIM + " ✓") : ink.red("nobody ✗"),
        after);
    checks.add(new Check(down.isPresent(), false, "the death of an instance is noticed"));
  }

  private void slowest() throws IOException, InterruptedException {
    title("The slowest trace");
    for (JsonNode row : rows(ReportQueries.SLOWEST)) {
      String id = row.path("id").asText();
      List<TraceTree.Node> spans = new ArrayList<>();
      for (JsonNode s : rows(ReportQueries.TRACE, id)) {
        spans.add(
            new TraceTree.Node(
                s.path("id").asText(),
                s.path("parent").asText(),
                s.path("service").asText(),
                s.path("name").asText(),
                s.path("kind").asText(),
                s.path("start").asLong(),
                s.path("duration").asLong(),
                s.path("error").asInt() != 0));
      }
      out.println("  " + ink.faint(id));
      TraceTree.draw(spans, ink).forEach(line -> out.println("  " + line));
    }
  }

  private void errors() throws IOException, InterruptedException {
    title("Errors, and the lines around one of them");
    List<JsonNode> groups = rows(ReportQueries.ERRORS);
    Table table = new Table("events", "service", "line");
    for (JsonNode row : groups) {
      table.row(
          number(row.path("events").asLong()),
          row.path("service").asText(),
          row.path("line").asText());
    }
    print(table);
    for (JsonNode group : groups) {
      List<JsonNode> lines = rows(ReportQueries.LINES, group.path("trace").asText());
      if (lines.size() > 1) {
        out.println("  " + ink.faint("trace " + group.path("trace").asText()));
        lines.forEach(this::logLine);
        return;
      }
    }
  }

  private void logLine(JsonNode line) {
    String severity = line.path("severity").asText();
    String text =
        String.format(
            "  %.12s %-5s %-14s %.110s",
            line.path("time").asText(),
            severity,
            line.path("service").asText(),
            line.path("line").asText());
    out.println(
        severity.equals("ERROR")
            ? ink.red(text)
            : severity.equals("WARN") ? ink.yellow(text) : text);
  }

  private void instances() throws IOException, InterruptedException {
    title("Instances, and how their health changed");
    Table table = new Table("instance", "version", "room", "state", "score", "last seen", "reason");
    for (JsonNode row : run.instances()) {
      String state = row.path("state").asText();
      table.row(
          row.path("instance_id").asText(),
          row.path("version").asText(),
          row.path("room").asText(),
          state.equals("DOWN") ? ink.red(state) : state,
          row.path("score").asInt(),
          clock(row.path("seen").asLong()),
          row.path("reason").asText());
    }
    print(table);
    for (JsonNode row : rows(ReportQueries.HEALTH)) {
      out.printf(
          "  %s %-16s %s → %s  %s%n",
          row.path("at").asText(),
          row.path("instance_id").asText(),
          row.path("from_state").asText().isEmpty() ? "(new)" : row.path("from_state").asText(),
          row.path("to_state").asText(),
          ink.faint(row.path("reason").asText()));
    }
  }

  private void config() throws IOException, InterruptedException {
    title("Config releases, and how far they arrived");
    Table table = new Table("release", "app", "item", "applied", "rejected", "last after", "error");
    for (JsonNode row : rows(ReportQueries.RELEASES)) {
      long rejected = row.path("rejected").asLong();
      table.row(
          row.path("id").asText(),
          row.path("app").asText(),
          row.path("item").asText(),
          row.path("applied").asLong() + " of " + row.path("arrivals").asLong(),
          rejected > 0 ? ink.red(number(rejected)) : "0",
          row.path("applied").asLong() > 0 ? row.path("millis").asLong() + " ms" : "",
          row.path("error").asText());
    }
    print(table);
  }

  private void messages() throws IOException, InterruptedException {
    title("Messages on " + ShopSettings.ORDER_EVENTS);
    Table table =
        new Table(
            "consumers", "outcome", "messages", "retried", "attempts, at most", "p99 to done");
    for (JsonNode row : rows(ReportQueries.MESSAGES)) {
      String outcome = row.path("outcome").asText();
      table.row(
          row.path("consumers").asText(),
          outcome.equals("dead_lettered") ? ink.red(outcome) : outcome,
          number(row.path("messages").asLong()),
          number(row.path("retried").asLong()),
          row.path("most").asLong(),
          String.format(Locale.ROOT, "%.0f ms", row.path("p99").asDouble()));
    }
    print(table);
  }

  private void limits() throws IOException, InterruptedException {
    title("Rate limits: who came too often");
    Table table = new Table("rule", "key", "limit", "let in", "turned away", "seconds over");
    for (JsonNode row : rows(ReportQueries.LIMITS)) {
      long denied = row.path("turned_away").asLong();
      table.row(
          row.path("rule").asText(),
          row.path("key").asText(),
          row.path("most").asLong() + "/s",
          number(row.path("let_in").asLong()),
          denied > 0 ? ink.yellow(number(denied)) : "0",
          row.path("seconds").asLong());
    }
    print(table);
    checks.add(new Check(!table.isEmpty(), false, "rate-limit usage arrived"));
  }

  private void books(Ledger ledger) {
    title("The pipeline's books");
    Table table =
        new Table(
            "signal", "accepted", "stored", "dead", "balance", "rejected", "late", "duplicate");
    for (Ledger.Line line : ledger.lines()) {
      long off = line.accepted() - line.stored() - line.dead();
      table.row(
          line.signal(),
          number(line.accepted()),
          number(line.stored()),
          number(line.dead()),
          line.balanced() ? ink.green("0") : ink.red(String.format(Locale.ROOT, "%+,d", -off)),
          number(line.rejected()),
          number(line.late()),
          number(line.duplicate()));
    }
    print(table);
    checks.add(new Check(ledger.balanced(), true, "the ledger balances: accepted = stored + dead"));
  }

  private boolean verdict() {
    title("Checks");
    for (Check check : checks) {
      out.println(
          "  "
              + (check.holds()
                  ? ink.green("✓ ")
                  : check.required() ? ink.red("✗ ") : ink.yellow("! "))
              + check.text());
    }
    return checks.stream().allMatch(check -> check.holds() || !check.required());
  }

  private List<JsonNode> rows(String query) throws IOException, InterruptedException {
    return rows(query, "");
  }

  private List<JsonNode> rows(String query, String trace) throws IOException, InterruptedException {
    return clickHouse.rows(
        query,
        Map.of(
            "from", run.fromMillis(), "to", run.toMillis(), "run", run.id() + "-", "trace", trace));
  }

  private void title(String text) {
    out.println();
    out.println(ink.bold(ink.cyan(text)));
  }

  private void print(Table table) {
    table.toString().lines().forEach(line -> out.println("  " + line));
  }

  private static String clock(long unixMillis) {
    return java.time.Instant.ofEpochMilli(unixMillis)
        .atZone(java.time.ZoneOffset.UTC)
        .format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String millis(double nanos) {
    return String.format(Locale.ROOT, nanos < 10e6 ? "%.1f ms" : "%.0f ms", nanos / 1e6);
  }
}
