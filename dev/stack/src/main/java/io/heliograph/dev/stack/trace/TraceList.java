/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliograph.dev.stack.query.ClickHouseHttp;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Traces worth a look, as the view {@code traces} has them. */
public final class TraceList {
  /** Which. */
  public enum Order {
    /** The longest. */
    SLOWEST("1", "duration_ns DESC"),
    /** The newest with an error. */
    FAILED("error_count > 0", "start_time DESC");

    private final String condition;
    private final String order;

    Order(String condition, String order) {
      this.condition = condition;
      this.order = order;
    }
  }

  private static final String SELECT =
      """
      SELECT trace_id, toUnixTimestamp64Nano(start_time) AS start, duration_ns, span_count, error_count, findings,
          culprit_service, root_service, root_operation
      FROM traces
      WHERE start_time > now64(9) - INTERVAL {hours:UInt32} HOUR AND %s
          AND ({service:String} = '' OR has(services, {service:String}))
      ORDER BY %s, trace_id
      LIMIT 20
      """;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);

  private final ClickHouseHttp server;
  private final View view;

  public TraceList(ClickHouseHttp server, View view) {
    this.server = server;
    this.view = view;
  }

  /**
   * At most 20 lines with a title; none if there is no such trace.
   *
   * @param service that takes part; empty for any
   * @param hours how far to look back
   */
  public List<String> lines(Order order, String service, int hours) throws IOException {
    Ink ink = new Ink(view.colours());
    List<String> lines = new ArrayList<>();
    server.rows(
        SELECT.formatted(order.condition, order.order),
        Map.of("hours", hours, "service", service),
        row -> lines.add(line(row, ink)));
    if (!lines.isEmpty()) {
      String title = "%-32s  %-14s %11s %6s %6s %6s  root".formatted(TITLES);
      lines.add(0, ink.bold(title));
    }
    return lines;
  }

  private static final Object[] TITLES = {"trace", "start", "took", "spans", "errors", "found"};

  private String line(JsonNode row, Ink ink) {
    Instant start = Instant.ofEpochSecond(0, row.path("start").asLong());
    String root =
        Cells.oneLine(
            row.path("root_service").asText() + " " + row.path("root_operation").asText());
    String culprit = Cells.oneLine(row.path("culprit_service").asText());
    String numbers =
        "%-32s  %-14s %s %6d "
            .formatted(
                row.path("trace_id").asText(),
                TIME.format(start.atZone(view.zone())),
                Cells.right(Amounts.duration(row.path("duration_ns").asLong()), 11),
                row.path("span_count").asLong());
    String errors = "%6d".formatted(row.path("error_count").asLong());
    String rest =
        " %6d  %s%s"
            .formatted(
                row.path("findings").asLong(),
                root,
                culprit.isEmpty() ? "" : ", culprit " + culprit);
    return numbers + (row.path("error_count").asLong() > 0 ? ink.red(errors) : errors) + rest;
  }
}
