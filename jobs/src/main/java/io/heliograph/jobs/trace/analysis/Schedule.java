/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import javax.annotation.Nullable;

/**
 * The children that a span on the critical path waits for, as activities that follow each other: a
 * child begins as long after the last of those that had ended before it as it did, and the span
 * ends as long after the last of its children as it did. So it can be told when the span would end
 * if some took less. What ran beside a child did not wait for it. Parts of children that lie
 * outside the span are no part of it, as {@link CriticalPath} has it.
 *
 * <p>Source: the critical path method (J. Kelley and M. Walker, Critical-Path Planning and
 * Scheduling, 1959) with its forward and backward pass and total slack; what an activity on the
 * path adds to it is its drag (S. Devaux, Total Project Control, 1999): the least slack of those
 * beside it, and no more than it takes.
 */
final class Schedule {
  /** Children by start. */
  private final int[] spans;

  private final long[] starts;
  private final long[] ends;

  /** How long each waited behind the last that had ended before it. */
  private final long[] waits;

  /** Positions by end. */
  private final int[] byEnd;

  private final long from;
  private final long to;

  /** How long the span went on behind the last of its children. */
  private final long tail;

  /** A child off the path that ran beside those on it from one to another. */
  private record Beside(int first, int last, long slack) {}

  /**
   * Lays out the children of a span.
   *
   * @param pathStarts for the span, and its children on the path, where its part of the path begins
   */
  Schedule(TraceTree tree, CriticalPath path, int parent, long[] pathStarts) {
    from = pathStarts[parent];
    to = from + path.pathNanos(parent);
    int[] children = tree.children(parent);
    int[] awaited = new int[children.length];
    starts = new long[children.length];
    ends = new long[children.length];
    int size = 0;
    for (int child : children) {
      boolean onPath = path.contains(child);
      long start = Math.max(tree.start(child), from);
      long end = onPath ? start + path.pathNanos(child) : Math.min(tree.end(child), to);
      if (onPath || (end > start && PathFrame.isAwaited(tree, child))) {
        awaited[size] = child;
        starts[size] = start;
        ends[size++] = end;
      }
    }
    spans = Arrays.copyOf(awaited, size);
    byEnd =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingLong(i -> ends[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    waits = new long[size];
    tail = to - retime(null);
  }

  /**
   * The forward pass.
   *
   * @param takes by span, how long it takes instead, negative for as long as it does; null to note
   *     how long each waits
   * @return when the last child ends
   */
  private long retime(@Nullable long[] takes) {
    long[] newEnds = new long[spans.length];
    long reached = from;
    int next = 0;
    for (int i = 0; i < spans.length; i++) {
      while (next < spans.length && ends[byEnd[next]] <= starts[i]) {
        reached = Math.max(reached, newEnds[byEnd[next++]]);
      }
      if (takes == null) {
        waits[i] = starts[i] - reached;
      }
      boolean shorter = takes != null && takes[spans[i]] >= 0;
      newEnds[i] = reached + waits[i] + (shorter ? takes[spans[i]] : ends[i] - starts[i]);
    }
    while (next < spans.length) {
      reached = Math.max(reached, newEnds[byEnd[next++]]);
    }
    return reached;
  }

  /**
   * How much earlier the span would end.
   *
   * @param takes by span, how long it would take instead; negative for as long as it does
   */
  long lost(long[] takes) {
    return to - tail - retime(takes);
  }

  /** Whether anything ran beside the children on the path. */
  boolean hasBeside(CriticalPath path) {
    for (int span : spans) {
      if (!path.contains(span)) {
        return true;
      }
    }
    return false;
  }

  /** Lowers the limits of children on the path to how much earlier the span would end at most. */
  void limit(CriticalPath path, long[] limits) {
    int[] onPath = IntStream.range(0, spans.length).filter(i -> path.contains(spans[i])).toArray();
    List<Beside> besides = besides(path, onPath);
    PriorityQueue<Beside> tightest = new PriorityQueue<>(Comparator.comparingLong(Beside::slack));
    int next = besides.size();
    for (int i = onPath.length - 1; i >= 0; i--) {
      while (next > 0 && besides.get(next - 1).last() == i) {
        tightest.add(besides.get(--next));
      }
      while (!tightest.isEmpty() && tightest.peek().first() > i) {
        tightest.remove();
      }
      if (!tightest.isEmpty()) {
        int span = spans[onPath[i]];
        limits[span] = Math.min(limits[span], tightest.peek().slack());
      }
    }
  }

  private List<Beside> besides(CriticalPath path, int[] onPath) {
    List<Beside> besides = new ArrayList<>();
    long[] slacks = slacks();
    for (int i = 0; i < spans.length; i++) {
      if (!path.contains(spans[i])) {
        int last = startedBefore(ends[i], onPath) - 1;
        int first = Math.max(0, startedBefore(starts[i], onPath) - 1);
        first += ends[onPath[first]] > starts[i] ? 0 : 1;
        if (first <= last) {
          besides.add(new Beside(first, last, slacks[i]));
        }
      }
    }
    besides.sort(Comparator.comparingInt(Beside::last));
    return besides;
  }

  /** The backward pass: how much later each might end without the span's end being moved. */
  private long[] slacks() {
    long[] behind = new long[spans.length];
    long most = tail;
    int next = spans.length - 1;
    for (int j = spans.length - 1; j >= 0; j--) {
      int i = byEnd[j];
      for (; next >= 0 && starts[next] >= ends[i]; next--) {
        most = Math.max(most, waits[next] + ends[next] - starts[next] + behind[next]);
      }
      behind[i] = most;
    }
    long[] slacks = new long[spans.length];
    for (int i = 0; i < spans.length; i++) {
      slacks[i] = to - ends[i] - behind[i];
    }
    return slacks;
  }

  /** How many of some positions, which follow each other, started before a time. */
  private int startedBefore(long time, int[] positions) {
    int low = 0;
    int high = positions.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[positions[middle]] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
