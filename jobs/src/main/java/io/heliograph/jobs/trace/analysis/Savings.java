/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What the critical path would lose if calls on it took less: as much as they take less, but no
 * more than until something that ran beside them is waited for, at their parent's and at each level
 * above it. What ran beside a call is taken to begin and end when it did, as if it did not depend
 * on the call; what began behind it moves with it.
 *
 * <p>Source: the slack of the critical path method (J. Kelley and M. Walker, Critical-Path Planning
 * and Scheduling, 1959), of what is not on the path against what is.
 */
final class Savings {
  /** Savings so small a share of the trace are not looked at more closely: they may be many. */
  private static final int SMALL = 1000;

  private final Calls calls;
  private final TraceTree tree;

  /** For each span on the path, where its part of it begins. */
  private final long[] starts;

  /** For each span on the path, what the path would lose at most if the span took no time. */
  private final long[] limits;

  private final boolean[] members;

  /** Something that ran beside children on the path, from one to another of these. */
  private record Beside(int first, int last, long slack) {}

  Savings(Calls calls) {
    this.calls = calls;
    tree = calls.tree;
    starts = new long[tree.size()];
    limits = new long[tree.size()];
    members = new boolean[tree.size()];
    int root = tree.roots()[0];
    starts[root] = tree.start(root);
    limits[root] = calls.path.pathNanos(root);
    for (int i : calls.preorder()) {
      if (calls.path.contains(i)) {
        limitChildren(i);
      }
    }
  }

  private void limitChildren(int parent) {
    int[] onPath = onPath(parent);
    for (int child : onPath) {
      starts[child] = Math.max(tree.start(child), starts[parent]);
      limits[child] = Math.min(limits[parent], calls.path.pathNanos(child));
    }
    List<Beside> besides = besides(parent, onPath);
    if (!besides.isEmpty()) {
      limit(onPath, besides);
    }
  }

  private void limit(int[] onPath, List<Beside> besides) {
    besides.sort(Comparator.comparingInt(Beside::last));
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
        limits[onPath[i]] = Math.min(limits[onPath[i]], tightest.peek().slack());
      }
    }
  }

  /** The children on the path; all of them, as they are, where all are. */
  private int[] onPath(int parent) {
    int[] children = tree.children(parent);
    int count = 0;
    for (int child : children) {
      count += calls.path.contains(child) ? 1 : 0;
    }
    if (count == children.length) {
      return children;
    }
    int[] onPath = new int[count];
    int next = 0;
    for (int child : children) {
      if (calls.path.contains(child)) {
        onPath[next++] = child;
      }
    }
    return onPath;
  }

  private long end(int onPath) {
    return starts[onPath] + calls.path.pathNanos(onPath);
  }

  private List<Beside> besides(int parent, int[] onPath) {
    if (onPath.length == tree.children(parent).length) {
      return List.of();
    }
    List<Beside> besides = new ArrayList<>();
    for (int other : tree.children(parent)) {
      if (!calls.path.contains(other) && !members[other] && PathFrame.isAwaited(tree, other)) {
        long end = Math.min(tree.end(other), end(parent));
        int last = startedBefore(end, onPath) - 1;
        if (last >= 0 && end <= end(onPath[last])) {
          int first = Math.max(0, startedBefore(tree.start(other), onPath) - 1);
          first += end(onPath[first]) > tree.start(other) ? 0 : 1;
          besides.add(new Beside(first, last, end(onPath[last]) - end));
        }
      }
    }
    return besides;
  }

  /** How many of some spans on the path, which follow each other, started before a time. */
  private int startedBefore(long time, int[] onPath) {
    int low = 0;
    int high = onPath.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[onPath[middle]] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * What is saved.
   *
   * @param parent on the path
   * @param spans calls of the parent that would take less, some or all on the path
   * @param less how much less they would take of the path
   */
  long of(int parent, List<Integer> spans, long less) {
    long saving = Math.min(less, limits[parent]);
    if (saving < calls.traceNanos / SMALL) {
      return saving;
    }
    spans.forEach(span -> members[span] = true);
    int[] onPath = onPath(parent);
    long[] upTo = new long[onPath.length + 1];
    for (int i = 0; i < onPath.length; i++) {
      upTo[i + 1] = upTo[i] + (members[onPath[i]] ? calls.path.pathNanos(onPath[i]) : 0);
    }
    for (Beside beside : besides(parent, onPath)) {
      if (upTo[beside.last() + 1] > upTo[beside.first()]) {
        long behind = upTo[onPath.length] - upTo[beside.last() + 1];
        saving = Math.min(saving, behind + beside.slack());
      }
    }
    spans.forEach(span -> members[span] = false);
    return saving;
  }
}
