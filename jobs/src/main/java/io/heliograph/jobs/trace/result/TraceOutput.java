/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import javax.annotation.Nullable;

/** What the trace job sends to its sink: one of the five, the others are null. */
public record TraceOutput(
    @Nullable TraceRow trace,
    @Nullable FindingRow finding,
    @Nullable RedDelta red,
    @Nullable EdgeDelta edge,
    @Nullable LaneRow lane) {
  static TraceOutput of(TraceRow trace) {
    return new TraceOutput(trace, null, null, null, null);
  }

  static TraceOutput of(FindingRow finding) {
    return new TraceOutput(null, finding, null, null, null);
  }

  static TraceOutput of(RedDelta red) {
    return new TraceOutput(null, null, red, null, null);
  }

  static TraceOutput of(EdgeDelta edge) {
    return new TraceOutput(null, null, null, edge, null);
  }

  static TraceOutput of(LaneRow lane) {
    return new TraceOutput(null, null, null, null, lane);
  }
}
