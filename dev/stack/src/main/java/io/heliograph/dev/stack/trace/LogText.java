/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A log record as a line: when, how far into the trace, how bad, who, in which span, what. */
final class LogText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final int NAME = 34;

  private final SpanTree tree;
  private final TimeScale scale;
  private final ZoneId zone;
  private final Ink ink;
  private final int width;

  LogText(SpanTree tree, TimeScale scale, View view, Ink ink) {
    this.tree = tree;
    this.scale = scale;
    this.zone = view.zone();
    this.width = view.width();
    this.ink = ink;
  }

  String line(LogLine log) {
    long after = log.timeNanos() - scale.fromNanos();
    String time = TIME.format(Instant.ofEpochSecond(0, log.timeNanos()).atZone(zone));
    String offset = Cells.right((after < 0 ? "" : "+") + Amounts.duration(after), 10);
    String severity = Cells.fit(Cells.oneLine(log.severity()), 5);
    String service = Cells.oneLine(log.service());
    String name = Cells.fit(service + where(log), Math.min(NAME, width / 3));
    int serviceEnd = Math.min(name.length(), service.length());
    int used = time.length() + 1 + offset.length() + 1 + 5 + 1 + Cells.width(name) + 1;
    String body = Cells.cut(Cells.oneLine(log.body()), Math.max(10, width - used));
    String line =
        ink.faint(time + " " + offset)
            + " "
            + severity(severity)
            + " "
            + ink.service(log.service(), name.substring(0, serviceEnd))
            + name.substring(serviceEnd)
            + " "
            + body;
    return line.stripTrailing();
  }

  private String where(LogLine log) {
    int span = log.spanId().isEmpty() ? -1 : tree.find(log.spanId(), log.service());
    if (span >= 0) {
      return " " + Cells.oneLine(tree.span(span).operation());
    }
    return log.spanId().isEmpty() ? "" : " (span " + Cells.oneLine(log.spanId()) + ")";
  }

  private String severity(String severity) {
    return switch (severity.strip().toUpperCase(Locale.ROOT)) {
      case "ERROR", "FATAL" -> ink.red(severity);
      case "WARN" -> ink.yellow(severity);
      default -> severity;
    };
  }
}
