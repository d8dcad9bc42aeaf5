/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The instances and their health; the config releases and how far they arrived. */
final class FleetSection {
  private FleetSection() {}

  static void print(Page page) throws IOException, InterruptedException {
    instances(page);
    config(page);
  }

  private static void instances(Page page) throws IOException, InterruptedException {
    page.title("Instances when the load ended, and how their health had changed");
    Table table = new Table("instance", "version", "room", "state", "score", "last seen", "reason");
    for (JsonNode row : page.run().instances()) {
      String state = row.path("state").asText();
      table.row(
          row.path("instance_id").asText(),
          row.path("version").asText(),
          row.path("room").asText(),
          state.equals("DOWN") ? page.ink.red(state) : state,
          row.path("score").asInt(),
          Page.clock(row.path("seen").asLong()),
          row.path("reason").asText());
    }
    page.table(table);
    for (JsonNode row : page.rows(ReportQueries.HEALTH)) {
      page.line(
          String.format(
              "%s %-16s %s → %s  %s",
              row.path("at").asText(),
              row.path("instance_id").asText(),
              row.path("from_state").asText(),
              row.path("to_state").asText(),
              page.ink.faint(row.path("reason").asText())));
    }
  }

  private static void config(Page page) throws IOException, InterruptedException {
    page.title("Config releases, and how far they arrived");
    Table table = new Table("release", "app", "item", "applied", "rejected", "last after", "error");
    for (JsonNode row : page.rows(ReportQueries.RELEASES)) {
      long applied = row.path("applied").asLong();
      long rejected = row.path("rejected").asLong();
      table.row(
          row.path("id").asText(),
          row.path("app").asText(),
          row.path("item").asText(),
          applied + " of " + row.path("arrivals").asLong(),
          rejected > 0 ? page.ink.red(Page.number(rejected)) : "0",
          applied > 0 ? row.path("millis").asLong() + " ms" : "",
          row.path("error").asText());
    }
    page.table(table);
  }
}
