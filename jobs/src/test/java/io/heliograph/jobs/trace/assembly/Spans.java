/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import io.heliograph.jobs.trace.intake.SpanBlock;
import io.heliograph.jobs.trace.intake.SpanPart;
import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import java.util.List;

/** Spans of a small trace: FRONTEND asks ORDERS, which asks a database. */
final class Spans {
  static final long MILLI = 1_000_000;
  static final long START = 1_700_000_000_000L * MILLI;
  static final String FRONTEND = "frontend";
  static final String ORDERS = "orders";

  static final Span ROOT = span(1, 0, SpanKind.SERVER, FRONTEND, 0, 100);
  static final Span CALL = span(2, 1, SpanKind.CLIENT, FRONTEND, 10, 90);
  static final Span SERVED = span(3, 2, SpanKind.SERVER, ORDERS, 20, 80);
  static final Span QUERY = span(4, 3, SpanKind.CLIENT, ORDERS, 30, 70);
  static final List<Span> ALL = List.of(ROOT, CALL, SERVED, QUERY);

  private static final SpanBlock BLOCKS = new SpanBlock();

  private Spans() {}

  static Span span(
      long id, long parent, SpanKind kind, String service, int startMillis, int endMillis) {
    return new Span(
        id,
        parent,
        kind,
        START + startMillis * MILLI,
        START + endMillis * MILLI,
        ErrorKind.NONE,
        service,
        service + "-1",
        kind == SpanKind.SERVER ? "GET /" + service : "call",
        kind == SpanKind.CLIENT ? "peer" : "",
        "call",
        "",
        null,
        0,
        "",
        List.of(),
        id * 0x9E3779B97F4A7C15L);
  }

  static SpanPart part(long trace, long logMillis, Span... spans) {
    return part(trace, logMillis, List.of(spans));
  }

  static SpanPart part(long trace, long logMillis, List<Span> spans) {
    return new SpanPart(7, trace, logMillis, spans.size(), BLOCKS.encode(spans));
  }
}
