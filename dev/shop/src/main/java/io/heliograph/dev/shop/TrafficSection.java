/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;

/** How much came through, and what each service did. */
final class TrafficSection {
  private TrafficSection() {}

  static void print(Page page) throws IOException, InterruptedException {
    volume(page);
    services(page);
  }

  private static void volume(Page page) throws IOException, InterruptedException {
    page.title("What came through");
    JsonNode v = page.rows(ReportQueries.VOLUME).get(0);
    DemoRun run = page.run();
    page.line(
        String.format(
            Locale.ROOT,
            "%,d calls by customers in %.0f s: %,d served, %,d turned away by the limiter, %,d"
                + " failed",
            run.load().calls(),
            run.loadSeconds(),
            run.load().ok(),
            run.load().limited(),
            run.load().failed()));
    page.line(
        String.format(
            Locale.ROOT,
            "%,d spans in %,d traces, %,d log lines, %,d metric points",
            v.path("spans").asLong(),
            v.path("traces").asLong(),
            v.path("logs").asLong(),
            v.path("points").asLong()));
    present(page, "spans", v.path("spans").asLong());
    present(page, "logs", v.path("logs").asLong());
    present(page, "heartbeats", v.path("instances").asLong());
    present(page, "config events", v.path("arrivals").asLong());
    present(page, "messages", v.path("messages").asLong());
  }

  private static void present(Page page, String signal, long rows) {
    page.check(rows > 0, true, signal + " arrived");
  }

  private static void services(Page page) throws IOException, InterruptedException {
    page.title("Services");
    Table table = new Table("service", "instances", "calls", "errors", "error %", "p50", "p99");
    for (JsonNode row : page.rows(ReportQueries.SERVICES)) {
      long calls = row.path("calls").asLong();
      long errors = row.path("errors").asLong();
      table.row(
          row.path("service").asText(),
          row.path("instances").asLong(),
          Page.number(calls),
          errors > 0 ? page.ink.red(Page.number(errors)) : "0",
          String.format(Locale.ROOT, "%.1f", 100.0 * errors / Math.max(1, calls)),
          Page.millis(row.path("p50").asDouble()),
          Page.millis(row.path("p99").asDouble()));
    }
    page.table(table);
  }
}
