/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import io.heliograph.jobs.otlp.Attributes;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.Slice;
import io.heliograph.jobs.otlp.Wire;

/** The fields of the log record at the wire, reused from record to record. */
final class LogReader {
  private static final int TIME = 1 << 3 | Wire.I64;
  private static final int SEVERITY_NUMBER = 2 << 3 | Wire.VARINT;
  private static final int SEVERITY_TEXT = 3 << 3 | Wire.LEN;
  private static final int BODY = 5 << 3 | Wire.LEN;
  private static final int ATTRIBUTES = 6 << 3 | Wire.LEN;
  private static final int FLAGS = 8 << 3 | Wire.I32;
  private static final int TRACE_ID = 9 << 3 | Wire.LEN;
  private static final int SPAN_ID = 10 << 3 | Wire.LEN;
  private static final int OBSERVED_TIME = 11 << 3 | Wire.I64;
  private static final int EVENT_NAME = 12 << 3 | Wire.LEN;

  private final Wire wire;
  final Slice severityText = new Slice();
  final Slice body = new Slice();
  final Slice traceId = new Slice();
  final Slice spanId = new Slice();
  final Slice eventName = new Slice();
  final Attributes attributes;
  long severityNumber;
  int flags;
  private long time;
  private long observedTime;

  LogReader(Wire wire) {
    this.wire = wire;
    attributes = new Attributes(wire);
  }

  void read() throws MalformedOtlpException {
    clear();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case TIME -> time = wire.fixed64();
        case SEVERITY_NUMBER -> severityNumber = wire.varint();
        case SEVERITY_TEXT -> wire.slice(severityText);
        case BODY -> wire.slice(body);
        case ATTRIBUTES -> attributes.read();
        case FLAGS -> flags = wire.fixed32();
        case TRACE_ID -> wire.slice(traceId);
        case SPAN_ID -> wire.slice(spanId);
        case OBSERVED_TIME -> observedTime = wire.fixed64();
        case EVENT_NAME -> wire.slice(eventName);
        default -> wire.skip(tag);
      }
    }
  }

  /** When it happened; when it was seen, if nobody knows when it happened. */
  long unixNanos() {
    return time == 0 ? observedTime : time;
  }

  private void clear() {
    severityText.clear();
    body.clear();
    traceId.clear();
    spanId.clear();
    eventName.clear();
    attributes.clear();
    severityNumber = 0;
    flags = 0;
    time = 0;
    observedTime = 0;
  }
}
