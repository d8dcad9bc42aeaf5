/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Slice;
import io.heliograph.jobs.otlp.Slices;
import io.heliograph.jobs.otlp.SpanReader;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.jobs.trace.model.SpanKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads the span at the wire: the one place that says which field comes from where. */
final class FieldReader {
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final Key[] LANE = {Key.LANE};
  private static final int LINK_TRACE_ID = 1 << 3 | Wire.LEN;
  private static final int LINK_SPAN_ID = 2 << 3 | Wire.LEN;
  private static final int TRACE_ID_BYTES = 16;

  private final Wire wire;
  private final Names names;
  private final Instance instance;
  private final SpanReader span;
  private final KnownValues values;
  private final PeerNames peers;
  private final CallNames calls;
  private final TimeLimit limit = new TimeLimit();
  private final ErrorReader errors;
  private final Slice message = new Slice();
  private final Slice traceId = new Slice();
  private final Slice spanId = new Slice();

  FieldReader(OtlpRequest request, Names names, CallNames calls, Instance instance) {
    wire = request.wire();
    this.names = names;
    this.calls = calls;
    this.instance = instance;
    span = new SpanReader(wire);
    values = new KnownValues(wire);
    peers = new PeerNames(names);
    errors = new ErrorReader(wire);
  }

  /** Moves on to the next span; says whether it has ids by which it can be put into a trace. */
  boolean read() throws MalformedOtlpException {
    wire.rest(message);
    span.read();
    instance.served(span);
    values.read(span.attributes());
    return hasTrace(span.traceId()) && idOf(span.spanId()) != 0;
  }

  /** First half of the trace's id. */
  long traceHigh() {
    return half(span.traceId(), 0);
  }

  /** Second half of the trace's id. */
  long traceLow() {
    return half(span.traceId(), Long.BYTES);
  }

  /** Fills in all fields but {@link SpanFields#next}. */
  void copyTo(SpanFields out) throws MalformedOtlpException {
    SpanKind kind = SpanKind.of(span.kind());
    instance.copyTo(out);
    out.id = idOf(span.spanId());
    out.parentId = idOf(span.parentSpanId());
    out.kind = kind.ordinal();
    out.startNanos = OtlpRequest.ticks(span.start());
    out.endNanos = Math.max(out.startNanos, OtlpRequest.ticks(span.end()));
    out.error = errors.read(span, values).ordinal();
    out.operation = names.of(wire.bytes(), span.name().from(), span.name().length());
    out.peer = peers.of(values, kind);
    out.call = calls.of(values, out.operation);
    out.requestLane = values.find(LANE) ? values.name(names) : Names.EMPTY;
    boolean limited = limit.read(values, kind);
    out.timeoutNanos = limit.nanos();
    out.timeoutSetting = limited ? names.of(limit.setting().text) : Names.EMPTY;
    out.fingerprint = Fingerprint.of(wire, message, instance.hash());
    readLinks(span.links(), out);
  }

  private void readLinks(Slices links, SpanFields out) throws MalformedOtlpException {
    out.clearLinks();
    for (int i = 0; i < links.size(); i++) {
      long mark = wire.enter(links, i);
      traceId.clear();
      spanId.clear();
      while (wire.more()) {
        int tag = wire.tag();
        switch (tag) {
          case LINK_TRACE_ID -> wire.slice(traceId);
          case LINK_SPAN_ID -> wire.slice(spanId);
          default -> wire.skip(tag);
        }
      }
      wire.leave(mark);
      if (hasTrace(traceId) && idOf(spanId) != 0) {
        out.addLink(half(traceId, 0), half(traceId, Long.BYTES), idOf(spanId));
      }
    }
  }

  private boolean hasTrace(Slice id) {
    return id.length() == TRACE_ID_BYTES && (half(id, 0) | half(id, Long.BYTES)) != 0;
  }

  /** The id of a span; 0, which none has, if it is not one. */
  private long idOf(Slice id) {
    return id.length() == Long.BYTES ? half(id, 0) : 0;
  }

  private long half(Slice id, int offset) {
    return (long) BIG.get(wire.bytes(), id.from() + offset);
  }
}
