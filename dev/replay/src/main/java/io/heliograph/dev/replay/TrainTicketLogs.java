/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** Logs of the Train Ticket recording; the line is in a JSON field of the row. */
final class TrainTicketLogs extends TrainTicketFile<TrainTicketLogs.Row> {
  static final String HEADER = "Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A row of the file. */
  record Row(
      long time,
      String node,
      String pod,
      String container,
      String trace,
      String span,
      String line,
      String stream) {}

  TrainTicketLogs(RecordingFile file) throws IOException {
    super(file, HEADER);
  }

  @Override
  Row read(List<String> f) {
    try {
      JsonNode log = JSON.readTree(f.get(7));
      JsonNode line = log.get("log");
      if (line == null || f.get(3).isEmpty()) {
        return null;
      }
      return new Row(
          time(f.get(0), f.get(1)),
          f.get(2).intern(),
          f.get(3).intern(),
          f.get(4).intern(),
          f.get(5),
          f.get(6),
          line.asText().stripTrailing(),
          log.path("stream").asText().intern());
    } catch (JsonProcessingException | DateTimeException e) {
      return null;
    }
  }

  // Some rows have the nanoseconds of the year 1, wrapped around, beside a good timestamp.
  private static long time(String timestamp, String nanos) {
    long time = Long.parseLong(nanos);
    if (time > 0) {
      return time;
    }
    Instant at = Instant.parse(timestamp.endsWith("Z") ? timestamp : timestamp + "Z");
    return at.getEpochSecond() * 1_000_000_000L + at.getNano();
  }

  @Override
  long timeOf(Row row) {
    return row.time;
  }

  @Override
  Recorded convert(Row row) {
    LogRecord.Builder log =
        LogRecord.newBuilder()
            .setTimeUnixNano(row.time)
            .setObservedTimeUnixNano(row.time)
            .setBody(AnyValue.newBuilder().setStringValue(row.line));
    if (!row.trace.isEmpty()) {
      log.setTraceId(Ids.traceId(row.trace));
    }
    if (!row.span.isEmpty()) {
      log.setSpanId(Ids.spanId(row.span));
    }
    if (!row.stream.isEmpty()) {
      log.addAttributes(Origin.attribute("log.iostream", row.stream));
    }
    Severity.inLine(row.line)
        .ifPresent(s -> log.setSeverityText(s.text()).setSeverityNumber(s.number()));
    Origin origin = new Origin(Origin.serviceOf(row.pod), row.pod, row.node, row.container);
    return new Recorded.OfLog(row.time, origin, log.build());
  }
}
