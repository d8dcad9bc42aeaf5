/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.TraceTree;
import java.util.List;

/** Ids of the first spans of a list of indices. */
final class SpanIds {
  private SpanIds() {}

  static long[] of(TraceTree tree, List<Integer> spans) {
    long[] ids = new long[Math.min(spans.size(), Finding.MAX_SPANS)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tree.span(spans.get(i)).id();
    }
    return ids;
  }
}
