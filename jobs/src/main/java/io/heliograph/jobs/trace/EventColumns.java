/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace;

import io.heliograph.jobs.otlp.Attributes;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Slice;
import io.heliograph.jobs.otlp.Slices;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.MapColumn;
import io.heliograph.sinks.Rows;
import io.heliograph.sinks.StringColumn;

/** The nested columns {@code Events} of {@code otel_traces}. */
final class EventColumns {
  private static final int TIME = 1 << 3 | Wire.I64;
  private static final int NAME = 2 << 3 | Wire.LEN;
  private static final int ATTRIBUTES = 3 << 3 | Wire.LEN;

  private final OtlpRequest request;
  private final Wire wire;
  private final IntegerColumn times;
  private final StringColumn names;
  private final MapColumn maps;
  private final Slice name = new Slice();
  private final Attributes attributes;

  EventColumns(Rows rows, OtlpRequest request) {
    this.request = request;
    wire = request.wire();
    times = rows.array("Events.Timestamp").integers();
    names = rows.array("Events.Name").strings();
    maps = rows.array("Events.Attributes").maps();
    attributes = new Attributes(wire);
  }

  void append(Slices events) throws MalformedOtlpException {
    for (int i = 0; i < events.size(); i++) {
      long mark = wire.enter(events, i);
      appendOne();
      wire.leave(mark);
    }
  }

  private void appendOne() throws MalformedOtlpException {
    long time = 0;
    name.clear();
    attributes.clear();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case TIME -> time = wire.fixed64();
        case NAME -> wire.slice(name);
        case ATTRIBUTES -> attributes.read();
        default -> wire.skip(tag);
      }
    }
    times.add(OtlpRequest.ticks(time));
    request.appendText(name, names);
    attributes.appendTo(maps);
    maps.end();
  }
}
