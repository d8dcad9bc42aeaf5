/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.Arrays;
import java.util.Comparator;
import javax.annotation.Nullable;

/** A span that {@link CriticalPath} walks through, from its end to its start. */
final class PathFrame {
  /** What calls made one after the other may seem to overlap, as a share of their parent. */
  private static final double JITTER = 0.01;

  private static final int FEW = 24;

  final int span;
  final long start;
  final long end;

  /** What lies behind it is told. */
  long cursor;

  private final TraceTree tree;
  private final int[] children;
  private int next;

  /** Walks through the part of a span that begins and ends within its parent. */
  PathFrame(TraceTree tree, int span, long start, long end) {
    this.tree = tree;
    this.span = span;
    this.start = start;
    this.end = end;
    cursor = end;
    children = byEnd(tree, tree.children(span));
  }

  /**
   * The child that finished last of those that had finished at the cursor; null if none is left.
   */
  @Nullable PathFrame lastBefore() {
    while (next < children.length) {
      int child = children[next++];
      long childEnd = endOf(child);
      long childStart = Math.max(tree.start(child), start);
      if (childEnd > childStart
          && isAwaited(tree, child)
          && (childEnd <= cursor || isJitter(childStart, childEnd))) {
        return new PathFrame(tree, child, childStart, Math.min(childEnd, cursor));
      }
    }
    return null;
  }

  private long endOf(int child) {
    return Math.min(tree.end(child), end);
  }

  /** Whether anybody waits for a child: not for who takes a message, unless within a service. */
  static boolean isAwaited(TraceTree tree, int child) {
    return tree.span(child).kind() != SpanKind.CONSUMER || !Calls.isEntry(tree, child);
  }

  /** Whether a child ran into the one at the cursor so little, and no other, that it came first. */
  private boolean isJitter(long childStart, long childEnd) {
    if (childStart >= cursor || childEnd - cursor >= JITTER * (end - start)) {
      return false;
    }
    boolean onlyEnd =
        (next == children.length || endOf(children[next]) < cursor)
            && endOf(children[next - 2]) > childEnd;
    return onlyEnd && startsOnce(tree.children(span), cursor, childEnd);
  }

  /** Whether just one of some spans, which are sorted by it, starts in a time. */
  private boolean startsOnce(int[] byStart, long from, long to) {
    int low = 0;
    int high = byStart.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tree.start(byStart[middle]) < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low + 1 >= byStart.length || tree.start(byStart[low + 1]) > to;
  }

  /** Children by their end, the last first; of equal ends the first to begin. */
  private static int[] byEnd(TraceTree tree, int[] children) {
    if (children.length < 2) {
      return children;
    }
    int[] sorted = children.clone();
    if (sorted.length > FEW) {
      Integer[] boxed = new Integer[sorted.length];
      Arrays.setAll(boxed, i -> sorted[i]);
      Arrays.sort(boxed, Comparator.<Integer>comparingLong(tree::end).reversed()); // is stable
      Arrays.setAll(sorted, i -> boxed[i]);
      return sorted;
    }
    for (int i = 1; i < sorted.length; i++) {
      int child = sorted[i];
      long end = tree.end(child);
      int at = i;
      while (at > 0 && tree.end(sorted[at - 1]) < end) {
        sorted[at] = sorted[at - 1];
        at--;
      }
      sorted[at] = child;
    }
    return sorted;
  }
}
