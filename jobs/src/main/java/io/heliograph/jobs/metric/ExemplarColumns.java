/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import io.heliograph.jobs.otlp.Attributes;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Slice;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.sinks.FloatColumn;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.MapColumn;
import io.heliograph.sinks.Rows;
import io.heliograph.sinks.StringColumn;
import java.util.Arrays;

/** The nested columns {@code Exemplars} of a metrics table. */
final class ExemplarColumns {
  private static final int TIME = 2 << 3 | Wire.I64;
  private static final int DOUBLE = 3 << 3 | Wire.I64;
  private static final int SPAN_ID = 4 << 3 | Wire.LEN;
  private static final int TRACE_ID = 5 << 3 | Wire.LEN;
  private static final int INT = 6 << 3 | Wire.I64;
  private static final int ATTRIBUTES = 7 << 3 | Wire.LEN;

  private final OtlpRequest request;
  private final Wire wire;
  private final MapColumn maps;
  private final IntegerColumn times;
  private final FloatColumn values;
  private final StringColumn spanIds;
  private final StringColumn traceIds;
  private final Slice spanId = new Slice();
  private final Slice traceId = new Slice();
  private final Attributes attributes;

  ExemplarColumns(Rows rows, OtlpRequest request) {
    this.request = request;
    wire = request.wire();
    maps = rows.array("Exemplars.FilteredAttributes").maps();
    times = rows.array("Exemplars.TimeUnix").integers();
    values = rows.array("Exemplars.Value").floats();
    spanIds = rows.array("Exemplars.SpanId").strings();
    traceIds = rows.array("Exemplars.TraceId").strings();
    attributes = new Attributes(wire);
  }

  /** Names and types, to be put into a schema. */
  static String[] and(String... before) {
    String[] own = {
      "Exemplars.FilteredAttributes", "Array(" + PointColumns.MAP + ")",
      "Exemplars.TimeUnix", "Array(" + PointColumns.TIME + ")",
      "Exemplars.Value", "Array(Float64)",
      "Exemplars.SpanId", "Array(String)",
      "Exemplars.TraceId", "Array(String)"
    };
    String[] all = Arrays.copyOf(before, before.length + own.length);
    System.arraycopy(own, 0, all, before.length, own.length);
    return all;
  }

  /** Appends the exemplar at the cursor. */
  void append() throws MalformedOtlpException {
    long time = 0;
    double value = 0;
    spanId.clear();
    traceId.clear();
    attributes.clear();
    long mark = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case TIME -> time = wire.fixed64();
        case DOUBLE -> value = wire.fixedDouble();
        case INT -> value = wire.fixed64();
        case SPAN_ID -> wire.slice(spanId);
        case TRACE_ID -> wire.slice(traceId);
        case ATTRIBUTES -> attributes.read();
        default -> wire.skip(tag);
      }
    }
    attributes.appendTo(maps);
    maps.end();
    times.add(OtlpRequest.seconds(time));
    values.add(value);
    request.appendId(spanId, spanIds);
    request.appendId(traceId, traceIds);
    wire.leave(mark);
  }
}
