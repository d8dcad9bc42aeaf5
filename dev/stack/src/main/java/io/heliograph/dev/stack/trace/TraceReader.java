/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.heliograph.dev.stack.query.ClickHouseHttp;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads one trace from ClickHouse: when it was, from {@code otel_traces_trace_id_ts}; then the
 * views {@code traces} and {@code trace_findings}, its spans and its logs in that time only.
 */
public final class TraceReader {
  /** More spans are counted, not read: this program runs in a small heap. */
  static final int MAX_SPANS = 20_000;

  private final ClickHouseHttp server;

  public TraceReader(ClickHouseHttp server) {
    this.server = server;
  }

  /**
   * Reads what is stored.
   *
   * @param day which one, if the id was used on several; the newest if empty
   * @param maxLogs how many log lines; 0 for none, then they are not counted either
   * @throws TraceNotFound if there is no such trace, or several
   */
  public StoredTrace read(TraceId wanted, Optional<LocalDate> day, int maxLogs)
      throws IOException, TraceNotFound {
    Candidate found = Candidate.find(server, wanted);
    List<Verdict> byStart =
        all(TraceQueries.VERDICTS, Map.of("id", found.id()), TraceRows::verdict);
    int chosen = choose(found.id(), byStart, day);
    Period period = chosen < 0 ? found.period() : found.period().nearest(byStart, chosen);
    Map<String, Object> values = new HashMap<>();
    values.put("id", found.id());
    values.put("from", period.fromNanos());
    values.put("to", period.toNanos());
    List<Finding> findings = all(TraceQueries.FINDINGS, values, TraceRows::finding);
    long[] total = new long[1];
    values.put("limit", MAX_SPANS);
    List<SpanRow> spans =
        all(
            TraceQueries.SPANS,
            values,
            row -> {
              total[0] = row.path("total").asLong();
              return TraceRows.span(row);
            });
    if (spans.isEmpty() && chosen < 0) {
      throw new TraceNotFound(
          "the spans of trace %s have expired, and it was never judged".formatted(found.id()));
    }
    values.put("limit", maxLogs);
    return new StoredTrace(
        found.id(),
        spans,
        total[0],
        chosen < 0 ? Optional.empty() : Optional.of(byStart.get(chosen)),
        findings,
        maxLogs == 0 ? List.of() : all(TraceQueries.LOGS, values, TraceRows::log),
        maxLogs == 0 ? 0 : one(TraceQueries.LOG_COUNT, values),
        otherDays(byStart, chosen));
  }

  private <T> List<T> all(String query, Map<String, ?> values, Function<JsonNode, T> record)
      throws IOException {
    List<T> records = new ArrayList<>();
    server.rows(query, values, row -> records.add(record.apply(row)));
    return records;
  }

  private long one(String count, Map<String, ?> values) throws IOException {
    return all(count, values, row -> row.path("total").asLong()).get(0);
  }

  private static List<LocalDate> otherDays(List<Verdict> byStart, int chosen) {
    List<LocalDate> others = new ArrayList<>();
    for (int i = 0; i < byStart.size(); i++) {
      if (i != chosen) {
        others.add(Period.day(byStart.get(i).startNanos()));
      }
    }
    return others;
  }

  /** Index of the row to show, or -1 if there is none yet. */
  private static int choose(String id, List<Verdict> byStart, Optional<LocalDate> day)
      throws TraceNotFound {
    for (int i = byStart.size() - 1; i >= 0; i--) {
      if (day.isEmpty() || Period.day(byStart.get(i).startNanos()).equals(day.get())) {
        return i;
      }
    }
    if (day.isPresent()) {
      throw new TraceNotFound(
          "trace %s has no row of %s in `traces`, only of %s"
              .formatted(
                  id,
                  day.get(),
                  byStart.isEmpty()
                      ? "no day"
                      : byStart.stream().map(v -> Period.day(v.startNanos()).toString()).toList()));
    }
    return -1;
  }
}
