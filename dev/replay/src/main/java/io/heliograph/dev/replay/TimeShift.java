/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Moves items in time by so many ns. */
record TimeShift(long nanos) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final TimeShift NONE = new TimeShift(0);

  /**
   * The shift that makes the last item of a recording happen when it is sent, so that nothing ever
   * lies in the future. Reads the whole recording once.
   */
  static TimeShift toNow(Recordings recordings, double speed, long limit, long nowUnixNano)
      throws IOException {
    Pace pace = new Pace(speed);
    long last = 0;
    long duration = 0;
    long items = 0;
    for (Recorded item = recordings.next();
        item != null && items < limit;
        item = recordings.next()) {
      last = Math.max(last, item.timeUnixNano());
      duration = pace.dueNanos(item.timeUnixNano());
      items++;
    }
    return new TimeShift(nowUnixNano + duration - last);
  }

  Recorded apply(Recorded item) {
    if (nanos == 0) {
      return item;
    }
    if (item instanceof Recorded.OfSpan span) {
      return new Recorded.OfSpan(span.timeUnixNano(), span.origin(), apply(span.span()));
    }
    if (item instanceof Recorded.OfLog log) {
      return new Recorded.OfLog(log.timeUnixNano(), log.origin(), apply(log.log()));
    }
    Recorded.OfZipkin zipkin = (Recorded.OfZipkin) item;
    return new Recorded.OfZipkin(zipkin.timeUnixNano(), apply(zipkin.json()));
  }

  private Span apply(Span span) {
    return span.toBuilder()
        .setStartTimeUnixNano(span.getStartTimeUnixNano() + nanos)
        .setEndTimeUnixNano(span.getEndTimeUnixNano() + nanos)
        .build();
  }

  private LogRecord apply(LogRecord log) {
    return log.toBuilder()
        .setTimeUnixNano(log.getTimeUnixNano() + nanos)
        .setObservedTimeUnixNano(log.getObservedTimeUnixNano() + nanos)
        .build();
  }

  private String apply(String zipkin) {
    try {
      ObjectNode span = (ObjectNode) JSON.readTree(zipkin);
      move(span);
      for (JsonNode annotation : span.path("annotations")) {
        move((ObjectNode) annotation);
      }
      return JSON.writeValueAsString(span);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was written by the same library
    }
  }

  private void move(ObjectNode timed) {
    long micros = timed.path("timestamp").asLong();
    if (micros > 0) {
      timed.put("timestamp", micros + nanos / 1_000);
    }
  }
}
