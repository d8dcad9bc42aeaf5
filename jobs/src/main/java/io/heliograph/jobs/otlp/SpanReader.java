/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

/** The fields of the span at the wire, reused from span to span. */
public final class SpanReader {
  private static final int TRACE_ID = 1 << 3 | Wire.LEN;
  private static final int SPAN_ID = 2 << 3 | Wire.LEN;
  private static final int TRACE_STATE = 3 << 3 | Wire.LEN;
  private static final int PARENT_SPAN_ID = 4 << 3 | Wire.LEN;
  private static final int NAME = 5 << 3 | Wire.LEN;
  private static final int KIND = 6 << 3 | Wire.VARINT;
  private static final int START = 7 << 3 | Wire.I64;
  private static final int END = 8 << 3 | Wire.I64;
  private static final int ATTRIBUTES = 9 << 3 | Wire.LEN;
  private static final int EVENTS = 11 << 3 | Wire.LEN;
  private static final int LINKS = 13 << 3 | Wire.LEN;
  private static final int STATUS = 15 << 3 | Wire.LEN;
  private static final int STATUS_MESSAGE = 2 << 3 | Wire.LEN;
  private static final int STATUS_CODE = 3 << 3 | Wire.VARINT;

  private final Wire wire;
  private final Slice traceId = new Slice();
  private final Slice spanId = new Slice();
  private final Slice traceState = new Slice();
  private final Slice parentSpanId = new Slice();
  private final Slice name = new Slice();
  private final Attributes attributes;
  private final Slices events = new Slices();
  private final Slices links = new Slices();
  private final Slice statusMessage = new Slice();
  private long statusCode;
  private long kind;
  private long start;
  private long end;

  /** A reader of spans from a wire. */
  public SpanReader(Wire wire) {
    this.wire = wire;
    attributes = new Attributes(wire);
  }

  /** Reads the span that the wire has been moved into. */
  public void read() throws MalformedOtlpException {
    clear();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case TRACE_ID -> wire.slice(traceId);
        case SPAN_ID -> wire.slice(spanId);
        case TRACE_STATE -> wire.slice(traceState);
        case PARENT_SPAN_ID -> wire.slice(parentSpanId);
        case NAME -> wire.slice(name);
        case KIND -> kind = wire.varint();
        case START -> start = wire.fixed64();
        case END -> end = wire.fixed64();
        case ATTRIBUTES -> attributes.read();
        case EVENTS -> wire.slice(events);
        case LINKS -> wire.slice(links);
        case STATUS -> readStatus();
        default -> wire.skip(tag);
      }
    }
  }

  private void readStatus() throws MalformedOtlpException {
    long mark = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case STATUS_MESSAGE -> wire.slice(statusMessage);
        case STATUS_CODE -> statusCode = wire.varint();
        default -> wire.skip(tag);
      }
    }
    wire.leave(mark);
  }

  private void clear() {
    traceId.clear();
    spanId.clear();
    traceState.clear();
    parentSpanId.clear();
    name.clear();
    attributes.clear();
    events.clear();
    links.clear();
    statusMessage.clear();
    statusCode = 0;
    kind = 0;
    start = 0;
    end = 0;
  }

  /** 0 for a span that ends before it starts: clocks do that, and a UInt64 cannot say it. */
  public long durationNanos() {
    return Long.compareUnsigned(end, start) < 0 ? 0 : end - start;
  }

  /** Id of the trace. */
  public Slice traceId() {
    return traceId;
  }

  /** Id of the span. */
  public Slice spanId() {
    return spanId;
  }

  /** What vendors pass on with the trace. */
  public Slice traceState() {
    return traceState;
  }

  /** Id of the parent. */
  public Slice parentSpanId() {
    return parentSpanId;
  }

  /** What it does. */
  public Slice name() {
    return name;
  }

  /** A number of OTLP's {@code SpanKind}. */
  public long kind() {
    return kind;
  }

  /** A {@code fixed64} of nanoseconds. */
  public long start() {
    return start;
  }

  /** A {@code fixed64} of nanoseconds. */
  public long end() {
    return end;
  }

  /** The attributes. */
  public Attributes attributes() {
    return attributes;
  }

  /** Where its events are. */
  public Slices events() {
    return events;
  }

  /** Where its links are. */
  public Slices links() {
    return links;
  }

  /** What the status says in words. */
  public Slice statusMessage() {
    return statusMessage;
  }

  /** A number of OTLP's {@code StatusCode}: 2 is an error. */
  public long statusCode() {
    return statusCode;
  }
}
