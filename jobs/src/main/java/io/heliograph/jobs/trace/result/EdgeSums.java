/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.analysis.Edge;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Calls between services. Names are not bounded here as in {@link RedSums}: what is taken back must
 * bear the name under which it was given, also after a restart.
 */
final class EdgeSums {
  private final Map<Key, CallSum> sums = new HashMap<>();

  /**
   * Looked up for every call, so the record's own hash and comparison, which are slow, are not it.
   */
  private record Key(long minute, String caller, String callee) {
    @Override
    public int hashCode() {
      return 31 * (31 * caller.hashCode() + callee.hashCode()) + (int) minute;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key
          && minute == key.minute
          && caller.equals(key.caller)
          && callee.equals(key.callee);
    }
  }

  /** Adds edges, or with -1 takes them back. */
  void add(List<Edge> edges, int times) {
    for (Edge edge : edges) {
      sums.computeIfAbsent(
              new Key(Windows.minute(edge.startNanos()), edge.caller(), edge.callee()),
              key -> new CallSum())
          .add(edge.durationNanos(), edge.error(), times);
    }
  }

  int size() {
    return sums.size();
  }

  void flush(Consumer<TraceOutput> out) {
    sums.forEach(
        (key, sum) -> {
          if (!sum.isNothing()) {
            out.accept(TraceOutput.of(delta(key, sum)));
          }
        });
    sums.clear();
  }

  private static EdgeDelta delta(Key key, CallSum sum) {
    return new EdgeDelta(
        key.minute(),
        key.caller(),
        key.callee(),
        sum.calls,
        sum.errors,
        sum.totalNanos,
        sum.sketch.buckets(),
        sum.sketch.counts());
  }
}
