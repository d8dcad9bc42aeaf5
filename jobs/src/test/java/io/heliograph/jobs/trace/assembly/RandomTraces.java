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
import java.util.List;
import java.util.Random;

/** Made-up traces of a few services, a fault here and there; the same ones for the same seed. */
final class RandomTraces {
  private static final long MILLI = 1_000_000;
  private static final long START = 1_700_000_040_000L * MILLI;
  private static final int MAX_DEPTH = 4;

  private final Random random;
  private final List<Placed> spans = new ArrayList<>();

  /** A span and who recorded it. */
  record Placed(String service, Span span) {
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
          .addAttributes(Otlp.attribute("service.instance.id", service + "-1"))
          .addAttributes(Otlp.attribute("lane", service.endsWith("3") ? "gray" : ""))
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
      ByteString trace =
          ByteString.copyFrom(
              ByteBuffer.allocate(16).putLong(i / 2).putLong(made.random.nextLong()).array());
      long start = START + i * 400L * MILLI;
      made.serve(trace, ByteString.EMPTY, 0, "service-0", start, start + 200 * MILLI, 0);
    }
    return made.spans;
  }

  private void serve(
      ByteString trace,
      ByteString parent,
      int number,
      String service,
      long start,
      long end,
      int depth) {
    boolean failed = random.nextInt(15) == 0;
    ByteString id =
        add(
            trace,
            parent,
            SpanKind.SPAN_KIND_SERVER,
            service,
            "GET /" + number,
            start,
            end,
            failed);
    int calls = depth == MAX_DEPTH ? 0 : random.nextInt(4);
    long slice = (end - start) / (calls + 1);
    for (int i = 0; i < calls; i++) {
      String callee = "service-" + random.nextInt(6);
      long from = random.nextBoolean() ? start + i * slice : start;
      boolean callFailed = random.nextInt(15) == 0;
      ByteString call =
          add(
              trace,
              id,
              SpanKind.SPAN_KIND_CLIENT,
              service,
              "call " + callee,
              from,
              from + slice,
              callFailed);
      if (random.nextInt(4) > 0) {
        serve(trace, call, i, callee, from + slice / 10, from + slice - slice / 10, depth + 1);
      }
    }
    if (random.nextInt(6) == 0) {
      for (int i = 0; i < 6; i++) {
        add(
            trace,
            id,
            SpanKind.SPAN_KIND_CLIENT,
            service,
            "GET stock:" + i,
            start + i * MILLI,
            start + (i + 1) * MILLI,
            false);
      }
    }
  }

  private ByteString add(
      ByteString trace,
      ByteString parent,
      SpanKind kind,
      String service,
      String name,
      long start,
      long end,
      boolean failed) {
    ByteString id =
        ByteString.copyFrom(ByteBuffer.allocate(8).putLong(random.nextLong() | 1).array());
    Span.Builder span =
        Span.newBuilder()
            .setTraceId(trace)
            .setSpanId(id)
            .setParentSpanId(parent)
            .setKind(kind)
            .setName(name)
            .setStartTimeUnixNano(start)
            .setEndTimeUnixNano(end);
    if (kind == SpanKind.SPAN_KIND_CLIENT) {
      span.addAttributes(Otlp.attribute("db.system", "redis"));
      span.addAttributes(Otlp.attribute("lane", "gray"));
    }
    if (failed) {
      span.setStatus(Status.newBuilder().setCode(StatusCode.STATUS_CODE_ERROR).setMessage("no"));
    }
    spans.add(new Placed(service, span.build()));
    return id;
  }
}
