/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;

/** The messages, and the rate limits. */
final class FlowSection {
  private FlowSection() {}

  static void print(Page page) throws IOException, InterruptedException {
    messages(page);
    limits(page);
  }

  private static void messages(Page page) throws IOException, InterruptedException {
    page.title("Messages on " + ShopSettings.ORDER_EVENTS);
    Table table =
        new Table(
            "consumers", "outcome", "messages", "retried", "attempts, at most", "p99 to done");
    for (JsonNode row : page.rows(ReportQueries.MESSAGES)) {
      String outcome = row.path("outcome").asText();
      double p99 = row.path("p99").asDouble();
      table.row(
          row.path("consumers").asText(),
          outcome.equals("dead_lettered") ? page.ink.red(outcome) : outcome,
          Page.number(row.path("messages").asLong()),
          Page.number(row.path("retried").asLong()),
          row.path("most").asLong(),
          p99 > 0 ? String.format(Locale.ROOT, "%.0f ms", p99) : "");
    }
    page.table(table);
  }

  private static void limits(Page page) throws IOException, InterruptedException {
    page.title("Rate limits: who came too often");
    Table table = new Table("rule", "key", "limit", "let in", "turned away", "seconds over");
    for (JsonNode row : page.rows(ReportQueries.LIMITS)) {
      long denied = row.path("turned_away").asLong();
      table.row(
          row.path("rule").asText(),
          row.path("key").asText(),
          row.path("most").asLong() + "/s",
          Page.number(row.path("let_in").asLong()),
          denied > 0 ? page.ink.yellow(Page.number(denied)) : "0",
          row.path("seconds").asLong());
    }
    page.table(table);
    page.check(!table.isEmpty(), false, "rate-limit usage arrived");
  }
}
