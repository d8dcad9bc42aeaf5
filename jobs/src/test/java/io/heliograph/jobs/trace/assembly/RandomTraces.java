/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import com.google.protobuf.ByteString;
import io.heliograph.jobs.Otlp;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Made-up traces of a few services, the same ones for the same seed. Whatever a rule speaks of is
 * among them: errors, time limits and calls given up, retries within retries, repeated and serial
 * calls, clocks that are off, lanes; messages taken in the same trace, in batches of another one,
 * or by links; client and server that share an id.
 */
final class RandomTraces {
  private static final long MILLI = 1_000_000;
  private static final long START = 1_700_000_040_000L * MILLI;
  private static final int MAX_DEPTH = 4;
  private static final String GRAY = "gray";

  private final Random random;
  private final List<Placed> spans = new ArrayList<>();

  /** Sent in one trace, to be taken in one that follows. */
  private final List<Span.Link> unread = new ArrayList<>();

  private final Map<String, Long> clocks = new HashMap<>();
  private ByteString trace = ByteString.EMPTY;
  private boolean grayInstance;

  /** A span and who recorded it. */
  record Placed(String service, String lane, Span span) {
    /** Alone in a request. */
    byte[] request() {
      return ExportTraceServiceRequest.newBuilder()
          .addResourceSpans(
              ResourceSpans.newBuilder()
                  .setResource(resource())
                  .addScopeSpans(ScopeSpans.newBuilder().addSpans(span)))
          .build()
          .toByteArray();
    }

    private Resource resource() {
      return Resource.newBuilder()
          .addAttributes(Otlp.attribute("service.name", service))
          .addAttributes(Otlp.attribute("service.instance.id", service + "-1" + lane))
          .addAttributes(Otlp.attribute("lane", lane))
          .build();
    }
  }

  private RandomTraces(long seed) {
    random = new Random(seed);
  }

  /** The spans of so many traces, trace by trace. */
  static List<Placed> of(int traces, long seed) {
    RandomTraces made = new RandomTraces(seed);
    for (int i = 0; i < traces; i++) {
      made.begin(i);
      long start = START + i * 400L * MILLI;
      if (i % 10 == 9) {
        made.receive(start);
      } else {
        made.serve(ByteString.EMPTY, made.id(), 0, "service-0", start, start + 200 * MILLI, 0);
      }
    }
    return made.spans;
  }

  private void begin(int number) {
    trace =
        ByteString.copyFrom(
            ByteBuffer.allocate(16).putLong(number / 2).putLong(random.nextLong()).array());
    grayInstance = random.nextBoolean();
    clocks.clear();
    if (random.nextInt(4) == 0) {
      clocks.put("service-" + (1 + random.nextInt(5)), (random.nextInt(200) - 100) * MILLI);
    }
  }

  private ByteString id() {
    return ByteString.copyFrom(ByteBuffer.allocate(8).putLong(random.nextLong() | 1).array());
  }

  /** A batch of messages that other traces sent. */
  private void receive(long start) {
    Span.Builder batch =
        toQueue(span(ByteString.EMPTY, id(), SpanKind.SPAN_KIND_CONSUMER, "receive", start, 30));
    batch.addAllLinks(unread);
    unread.clear();
    add("service-1", batch);
    serve(batch.getSpanId(), id(), 1, "service-1", start + MILLI, start + 29 * MILLI, 2);
  }

  private void serve(
      ByteString parent,
      ByteString id,
      int number,
      String service,
      long start,
      long end,
      int depth) {
    Span.Builder served =
        span(parent, id, SpanKind.SPAN_KIND_SERVER, "GET /" + number, start, 0)
            .setEndTimeUnixNano(end);
    add(service, random.nextInt(15) == 0 ? failed(served, "") : served);
    int calls = depth == MAX_DEPTH ? 0 : random.nextInt(4);
    long slice = (end - start) / (calls + 1);
    for (int i = 0; i < calls; i++) {
      long from = random.nextBoolean() ? start + i * slice : start;
      call(id, service, i, from, slice, depth);
    }
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3 -> repeat(id, service, start);
      case 4, 5 -> send(id, service, start);
      case 6 -> retry(id, service, start, depth);
      default -> {} // nothing of the kind
    }
  }

  private void call(
      ByteString parent, String service, int number, long from, long took, int depth) {
    String callee = "service-" + random.nextInt(6);
    Span.Builder call =
        span(parent, id(), SpanKind.SPAN_KIND_CLIENT, "call " + callee, from, 0)
            .setEndTimeUnixNano(from + took);
    if (random.nextInt(3) == 0) {
      call.addAttributes(
          Otlp.attribute("rpc.timeout_ms", Integer.toString(10 + random.nextInt(200))));
    }
    boolean gaveUp = random.nextInt(15) == 0;
    if (gaveUp || random.nextInt(15) == 0) {
      failed(call, gaveUp ? "timeout" : "");
    }
    add(service, call);
    if (random.nextInt(4) > 0) {
      long end = from + took - took / 10 + (gaveUp ? took : 0);
      boolean shared = random.nextInt(8) == 0;
      ByteString above = shared ? parent : call.getSpanId();
      ByteString id = shared ? call.getSpanId() : id();
      serve(above, id, number, callee, from + took / 10, end, depth + 1);
    }
  }

  private void repeat(ByteString parent, String service, long start) {
    for (int i = 0; i < 6; i++) {
      String get = "GET stock:" + i;
      add(service, span(parent, id(), SpanKind.SPAN_KIND_CLIENT, get, start + i * MILLI, 1));
    }
  }

  /** Tries twice what tries twice. */
  private void retry(ByteString parent, String service, long start, int depth) {
    for (int i = 0; i < 2; i++) {
      long at = start + i * 10 * MILLI;
      Span.Builder attempt = span(parent, id(), SpanKind.SPAN_KIND_CLIENT, "reserve", at, 9);
      add(service, failed(attempt, ""));
      if (depth < MAX_DEPTH) {
        Span.Builder served =
            span(attempt.getSpanId(), id(), SpanKind.SPAN_KIND_SERVER, "reserve", at, 9);
        add("service-5", failed(served, ""));
        retry(served.getSpanId(), "service-5", at, MAX_DEPTH);
      }
    }
  }

  /** A message that is taken as a child, by a link within the trace, or in another trace. */
  private void send(ByteString parent, String service, long start) {
    Span.Builder sent =
        toQueue(span(parent, id(), SpanKind.SPAN_KIND_PRODUCER, "send", start + MILLI, 1));
    add(service, sent);
    Span.Link link = Span.Link.newBuilder().setTraceId(trace).setSpanId(sent.getSpanId()).build();
    int how = random.nextInt(3);
    if (how == 0) {
      unread.add(link);
      return;
    }
    ByteString above = how == 1 ? sent.getSpanId() : ByteString.EMPTY;
    Span.Builder taken =
        span(above, id(), SpanKind.SPAN_KIND_CONSUMER, "process", start + 5 * MILLI, 3);
    add("service-2", toQueue(how == 1 ? taken : taken.addLinks(link)));
  }

  private static Span.Builder toQueue(Span.Builder span) {
    return span.addAttributes(Otlp.attribute("messaging.system", "kafka"))
        .addAttributes(Otlp.attribute("messaging.destination.name", "placed"));
  }

  private static Span.Builder failed(Span.Builder span, String type) {
    if (!type.isEmpty()) {
      span.addAttributes(Otlp.attribute("error.type", type));
    }
    return span.setStatus(
        Status.newBuilder().setCode(StatusCode.STATUS_CODE_ERROR).setMessage("no"));
  }

  private Span.Builder span(
      ByteString parent, ByteString id, SpanKind kind, String name, long start, int millis) {
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(trace)
            .setSpanId(id)
            .setParentSpanId(parent)
            .setKind(kind)
            .setName(name)
            .setStartTimeUnixNano(start)
            .setEndTimeUnixNano(start + millis * MILLI);
    if (kind == SpanKind.SPAN_KIND_CLIENT) {
      span.addAttributes(Otlp.attribute("db.system", "redis"));
      span.addAttributes(Otlp.attribute("lane", GRAY));
    }
    return span;
  }

  /** Adds a span as the clock of its service has it. */
  private void add(String service, Span.Builder span) {
    long off = clocks.getOrDefault(service, 0L);
    boolean gray = service.endsWith("3") || (service.endsWith("4") && grayInstance);
    spans.add(
        new Placed(
            service,
            gray ? GRAY : "",
            span.clone()
                .setStartTimeUnixNano(span.getStartTimeUnixNano() + off)
                .setEndTimeUnixNano(span.getEndTimeUnixNano() + off)
                .build()));
  }
}
