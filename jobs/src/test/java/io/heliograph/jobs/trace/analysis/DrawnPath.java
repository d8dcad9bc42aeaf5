/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.TraceTree;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A trace's critical path as one would write it down: {@code "op 10-20"}, times in milliseconds.
 */
final class DrawnPath {
  private final TraceTree tree;
  private final CriticalPath path;

  DrawnPath(ATrace trace) {
    this(trace.tree());
  }

  DrawnPath(TraceTree tree) {
    this.tree = tree;
    path = CriticalPath.of(tree);
  }

  List<String> segments() {
    return path.segments().stream()
        .map(
            segment ->
                "%s %d-%d"
                    .formatted(
                        tree.span(segment.span()).operation(),
                        millis(segment.startNanos()),
                        millis(segment.endNanos())))
        .toList();
  }

  /** Milliseconds of the path in each service itself. */
  Map<String, Long> byService() {
    Map<String, Long> sums = new TreeMap<>();
    for (int i = 0; i < tree.size(); i++) {
      if (path.contains(i)) {
        sums.merge(tree.span(i).service(), path.selfNanos(i) / ATrace.MILLI, Long::sum);
      }
    }
    return sums;
  }

  /** Milliseconds of the path in a span and what it called; -1 if it is not on it. */
  long through(ATrace.Node node) {
    for (int i = 0; i < tree.size(); i++) {
      if (tree.span(i).id() == node.id) {
        return path.contains(i) ? path.pathNanos(i) / ATrace.MILLI : -1;
      }
    }
    throw new AssertionError("no such span");
  }

  private static long millis(long nanos) {
    return (nanos - ATrace.START) / ATrace.MILLI;
  }
}
