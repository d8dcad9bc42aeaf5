/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Where the time of a trace went: the spans, and their parts, that would have to be faster for the
 * root to end earlier. As CRISP defines it (Zhang et al., CRISP: Critical Path Analysis of
 * Large-Scale Microservice Architectures, USENIX ATC 2022) and Jaeger's UI draws it: from the end
 * of the root walk back to the child that finished last, through that child to its start, and from
 * there to the child that finished last before. What lies between is the span's own time.
 *
 * <ul>
 *   <li>A child counts for the part of it that lies within its parent: one that outlives the parent
 *       is cut at its end, one that lies outside is no part of the path, and neither is what it
 *       called.
 *   <li>Producers and consumers below another span are no part of it: nobody waits for them.
 *   <li>Of children that end together the one that began first counts. A child that ends when the
 *       next one begins is on the path (Jaeger wants it to end before; with clocks of microseconds
 *       that loses calls made back to back).
 * </ul>
 *
 * The segments of the path cover the root from start to end without a gap.
 */
public final class CriticalPath {
  private static final int FEW = 24;

  private final List<Segment> segments;
  private final long[] self;
  private final long[] path;
  private final boolean[] on;

  /**
   * A piece of the path.
   *
   * @param span its index in the tree
   * @param startNanos Unix time, corrected
   * @param endNanos Unix time, corrected; after the start
   */
  public record Segment(int span, long startNanos, long endNanos) {}

  /** A span being walked through, from its end to its start. */
  private static final class Frame {
    final int span;
    final long start;
    final int[] children;
    int next;
    long cursor;

    Frame(int span, long start, long end, int[] children) {
      this.span = span;
      this.start = start;
      this.children = children;
      this.cursor = end;
    }
  }

  private CriticalPath(int size) {
    segments = new ArrayList<>();
    self = new long[size];
    path = new long[size];
    on = new boolean[size];
  }

  /** The path of the span that stands for the trace: the tree's first root. */
  public static CriticalPath of(TraceTree tree) {
    CriticalPath path = new CriticalPath(tree.size());
    int root = tree.roots()[0];
    path.walk(tree, root);
    Collections.reverse(path.segments);
    return path;
  }

  private void walk(TraceTree tree, int root) {
    Deque<Frame> stack = new ArrayDeque<>();
    stack.push(enter(tree, root, tree.start(root), tree.end(root)));
    while (!stack.isEmpty()) {
      Frame frame = stack.peek();
      Frame child = lastBefore(tree, frame);
      if (child != null) {
        add(frame.span, child.cursor, frame.cursor);
        frame.cursor = child.start;
        stack.push(child);
      } else {
        add(frame.span, frame.start, frame.cursor);
        stack.pop();
      }
    }
  }

  private Frame enter(TraceTree tree, int span, long start, long end) {
    on[span] = true;
    path[span] = end - start;
    return new Frame(span, start, end, byEnd(tree, tree.children(span)));
  }

  /** The child that finished last of those that had finished at the cursor. */
  private Frame lastBefore(TraceTree tree, Frame frame) {
    while (frame.next < frame.children.length) {
      int child = frame.children[frame.next++];
      // what outlives the span was cut there, which can only be before the first step
      long end = Math.min(tree.end(child), frame.start + path[frame.span]);
      long start = Math.max(tree.start(child), frame.start);
      if (end <= frame.cursor && end > start && isAwaited(tree.span(child))) {
        return enter(tree, child, start, end);
      }
    }
    return null;
  }

  private static boolean isAwaited(Span span) {
    return span.kind() != SpanKind.CONSUMER && span.kind() != SpanKind.PRODUCER;
  }

  /** Children by their end, the last first; of equal ends the first to begin. */
  private static int[] byEnd(TraceTree tree, int[] children) {
    if (children.length < 2) {
      return children;
    }
    int[] sorted = children.clone();
    if (sorted.length > FEW) {
      Integer[] boxed = new Integer[sorted.length];
      for (int i = 0; i < boxed.length; i++) {
        boxed[i] = sorted[i];
      }
      Arrays.sort(
          boxed, Comparator.<Integer>comparingLong(tree::end).reversed().thenComparingInt(i -> i));
      for (int i = 0; i < boxed.length; i++) {
        sorted[i] = boxed[i];
      }
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

  private void add(int span, long start, long end) {
    if (end > start) {
      segments.add(new Segment(span, start, end));
      self[span] += end - start;
    }
  }

  /** The path in order of time. */
  public List<Segment> segments() {
    return segments;
  }

  /** Whether the path leads through a span, or into what it called. */
  public boolean contains(int span) {
    return on[span];
  }

  /** The path's time in the span itself, callees taken out. */
  public long selfNanos(int span) {
    return self[span];
  }

  /** The path's time in the span and in what it called: what the span costs its parent. */
  public long pathNanos(int span) {
    return path[span];
  }
}
