/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace;

import io.heliograph.jobs.otlp.Attributes;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Slice;
import io.heliograph.jobs.otlp.Slices;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.sinks.MapColumn;
import io.heliograph.sinks.Rows;
import io.heliograph.sinks.StringColumn;

/** The nested columns {@code Links} of {@code otel_traces}. */
final class LinkColumns {
  private static final int TRACE_ID = 1 << 3 | Wire.LEN;
  private static final int SPAN_ID = 2 << 3 | Wire.LEN;
  private static final int TRACE_STATE = 3 << 3 | Wire.LEN;
  private static final int ATTRIBUTES = 4 << 3 | Wire.LEN;

  private final OtlpRequest request;
  private final Wire wire;
  private final StringColumn traceIds;
  private final StringColumn spanIds;
  private final StringColumn traceStates;
  private final MapColumn maps;
  private final Slice traceId = new Slice();
  private final Slice spanId = new Slice();
  private final Slice traceState = new Slice();
  private final Attributes attributes;

  LinkColumns(Rows rows, OtlpRequest request) {
    this.request = request;
    wire = request.wire();
    traceIds = rows.array("Links.TraceId").strings();
    spanIds = rows.array("Links.SpanId").strings();
    traceStates = rows.array("Links.TraceState").strings();
    maps = rows.array("Links.Attributes").maps();
    attributes = new Attributes(wire);
  }

  void append(Slices links) throws MalformedOtlpException {
    for (int i = 0; i < links.size(); i++) {
      long mark = wire.enter(links, i);
      appendOne();
      wire.leave(mark);
    }
  }

  private void appendOne() throws MalformedOtlpException {
    traceId.clear();
    spanId.clear();
    traceState.clear();
    attributes.clear();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case TRACE_ID -> wire.slice(traceId);
        case SPAN_ID -> wire.slice(spanId);
        case TRACE_STATE -> wire.slice(traceState);
        case ATTRIBUTES -> attributes.read();
        default -> wire.skip(tag);
      }
    }
    request.appendId(traceId, traceIds);
    request.appendId(spanId, spanIds);
    request.appendText(traceState, traceStates);
    attributes.appendTo(maps);
    maps.end();
  }
}
