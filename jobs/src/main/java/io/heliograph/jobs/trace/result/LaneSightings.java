/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * In which lanes services have instances. An instance stands where its resource says, be it the
 * baseline; one whose resource says nothing, where the spans by which it serves requests say. A
 * sighting is told about once an hour; more often, which is harmless, if there are more than
 * {@value #MAX_REMEMBERED}.
 */
final class LaneSightings {
  static final int MAX_REMEMBERED = 10_000;

  private final Set<LaneRow> told = new HashSet<>();
  private final List<LaneRow> fresh = new ArrayList<>();

  void add(Span span) {
    String lane = span.instanceLane();
    if (lane == null && isServing(span) && !span.requestLane().isEmpty()) {
      lane = span.requestLane();
    }
    if (lane == null) {
      return;
    }
    LaneRow row = new LaneRow(Windows.hour(span.startNanos()), span.service(), lane);
    if (told.contains(row)) {
      return;
    }
    if (told.size() >= MAX_REMEMBERED) {
      told.clear();
    }
    told.add(row);
    fresh.add(row);
  }

  private static boolean isServing(Span span) {
    return span.kind() == SpanKind.SERVER || span.kind() == SpanKind.CONSUMER;
  }

  int size() {
    return fresh.size();
  }

  void flush(Consumer<TraceOutput> out) {
    fresh.forEach(row -> out.accept(TraceOutput.of(row)));
    fresh.clear();
  }
}
