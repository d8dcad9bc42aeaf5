/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Spans of the Train Ticket recording. It holds no span kind: a span whose parent ran in another
 * pod, or whose parent is outside the recording and whose name is a route, served a call; {@code
 * HTTP GET} and the like are how the OpenTelemetry agent names the client's side.
 */
final class TrainTicketSpans extends TrainTicketFile<TrainTicketSpans.Row> {
  static final String HEADER =
      "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration";

  private static final String ROOT = "root";
  private static final int REMEMBERED_SPANS = 100_000;

  /** A row of the file. */
  record Row(
      String trace,
      String span,
      String parent,
      String pod,
      String operation,
      long start,
      long end) {}

  private final Map<String, String> podBySpan =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED_SPANS;
        }
      };

  TrainTicketSpans(RecordingFile file) throws IOException {
    super(file, HEADER);
  }

  @Override
  Row read(List<String> f) {
    Row row =
        new Row(
            f.get(0),
            f.get(1),
            f.get(2),
            f.get(3).intern(), // a few dozen pods, operations by the hundred
            f.get(4).intern(),
            Long.parseLong(f.get(5)),
            Long.parseLong(f.get(6)));
    if (row.trace.isEmpty() || row.span.isEmpty() || row.pod.isEmpty() || row.start <= 0) {
      return null;
    }
    podBySpan.put(row.span, row.pod);
    return row;
  }

  @Override
  long timeOf(Row row) {
    return row.start;
  }

  @Override
  Recorded convert(Row row) {
    boolean root = row.parent.isEmpty() || row.parent.equals(ROOT);
    String parentPod = root ? null : podBySpan.get(row.parent);
    Span span =
        Span.newBuilder()
            .setTraceId(Ids.traceId(row.trace))
            .setSpanId(Ids.spanId(row.span))
            .setParentSpanId(root ? ByteString.EMPTY : Ids.spanId(row.parent))
            .setName(row.operation)
            .setKind(kind(row.operation, row.pod, parentPod))
            .setStartTimeUnixNano(row.start)
            .setEndTimeUnixNano(row.end)
            .build();
    return new Recorded.OfSpan(
        row.start, new Origin(Origin.serviceOf(row.pod), row.pod, "", ""), span);
  }

  static Span.SpanKind kind(String operation, String pod, String parentPod) {
    boolean crossed = parentPod == null ? operation.startsWith("/") : !parentPod.equals(pod);
    if (crossed) {
      return Span.SpanKind.SPAN_KIND_SERVER;
    }
    return operation.startsWith("HTTP ")
        ? Span.SpanKind.SPAN_KIND_CLIENT
        : Span.SpanKind.SPAN_KIND_INTERNAL;
  }
}
