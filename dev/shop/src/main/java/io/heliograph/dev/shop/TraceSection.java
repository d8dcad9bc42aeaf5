/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One slow trace, the errors, and the lines around one of them. */
final class TraceSection {
  private TraceSection() {}

  static void print(Page page) throws IOException, InterruptedException {
    slowest(page);
    errors(page);
  }

  private static void slowest(Page page) throws IOException, InterruptedException {
    page.title("The slowest trace");
    for (JsonNode row : page.rows(ReportQueries.SLOWEST)) {
      String id = row.path("id").asText();
      List<TraceTree.Node> spans = new ArrayList<>();
      for (JsonNode s : page.rows(ReportQueries.TRACE, id)) {
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
      page.line(page.ink.faint(id));
      TraceTree.draw(spans, page.ink).forEach(page::line);
    }
  }

  private static void errors(Page page) throws IOException, InterruptedException {
    page.title("Errors, and the lines around one of them");
    List<JsonNode> groups = page.rows(ReportQueries.ERRORS);
    Table table = new Table("events", "service", "line");
    for (JsonNode row : groups) {
      table.row(
          Page.number(row.path("events").asLong()),
          row.path("service").asText(),
          row.path("line").asText());
    }
    page.table(table);
    for (JsonNode group : groups) {
      String trace = group.path("trace").asText();
      List<JsonNode> lines = page.rows(ReportQueries.LINES, trace);
      if (lines.size() > 1) {
        page.line(page.ink.faint("trace " + trace));
        lines.forEach(line -> page.line(logLine(page.ink, line)));
        return;
      }
    }
  }

  private static String logLine(Ink ink, JsonNode line) {
    String severity = line.path("severity").asText();
    String text =
        String.format(
            "%.12s %-5s %-14s %.110s",
            line.path("time").asText(),
            severity,
            line.path("service").asText(),
            line.path("line").asText());
    return switch (severity) {
      case "ERROR" -> ink.red(text);
      case "WARN" -> ink.yellow(text);
      default -> text;
    };
  }
}
