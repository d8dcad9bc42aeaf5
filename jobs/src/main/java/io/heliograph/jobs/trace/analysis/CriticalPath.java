/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
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
 *       is cut at its end, one that began before is cut at its start, one that lies outside is no
 *       part of the path, and neither is what it called.
 *   <li>A message is sent within the path; who takes it is no part of it, for nobody waits for
 *       that: a consumer whose parent is a producer, or the span of another service (Jaeger waits
 *       for the latter, which is what remains when the producer's span is lost).
 *   <li>Of children that end together the one that began first counts. A child that ends when the
 *       next one begins is on the path (Jaeger wants it to end before; with clocks of microseconds
 *       that loses calls made back to back).
 *   <li>A child that ran into the next one by less than 1% of the parent, while no other began or
 *       ended, is on the path, as CRISP has it: clocks and rounding do that. It is cut where the
 *       next one begins (CRISP counts the overlap twice).
 * </ul>
 *
 * The segments of the path cover the root from start to end without a gap.
 */
public final class CriticalPath {
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
    Deque<PathFrame> stack = new ArrayDeque<>();
    stack.push(enter(new PathFrame(tree, root, tree.start(root), tree.end(root))));
    while (!stack.isEmpty()) {
      PathFrame frame = stack.peek();
      PathFrame child = frame.lastBefore();
      if (child != null) {
        add(frame.span, child.end, frame.cursor);
        frame.cursor = child.start;
        stack.push(enter(child));
      } else {
        add(frame.span, frame.start, frame.cursor);
        stack.pop();
      }
    }
  }

  private PathFrame enter(PathFrame frame) {
    on[frame.span] = true;
    path[frame.span] = frame.end - frame.start;
    return frame;
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
