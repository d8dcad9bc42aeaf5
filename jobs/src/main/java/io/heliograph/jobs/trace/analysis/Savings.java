/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.TraceTree;
import java.util.Arrays;
import java.util.List;

/**
 * What the critical path would lose if calls on it took less. The span that makes them is timed
 * anew, as {@link Schedule} does it; it ends earlier, and so does the span that waits for it, level
 * by level up to the root, but nowhere earlier than what ran beside it allows. The calls of one
 * parent are taken together: what is saved at two places need not add up.
 */
final class Savings {
  /** Where something ran beside, savings of so small a share of the trace are told as they seem. */
  private static final int SMALL = 1000;

  private final Calls calls;
  private final TraceTree tree;
  private final CriticalPath path;

  /** For each span on the path the path would lose this at most if the span took no time. */
  private final long[] limits;

  /** For spans on the path beside whose children others ran. */
  private final Schedule[] schedules;

  private final long[] takes;

  Savings(Calls calls) {
    this.calls = calls;
    tree = calls.tree;
    path = calls.path;
    limits = new long[tree.size()];
    schedules = new Schedule[tree.size()];
    takes = new long[tree.size()];
    Arrays.fill(takes, -1);
    long[] starts = new long[tree.size()];
    int root = tree.roots()[0];
    starts[root] = tree.start(root);
    limits[root] = path.pathNanos(root);
    for (int i : calls.preorder()) {
      if (path.contains(i)) {
        limitChildren(i, starts);
      }
    }
  }

  private void limitChildren(int parent, long[] starts) {
    boolean all = true;
    for (int child : tree.children(parent)) {
      if (path.contains(child)) {
        starts[child] = Math.max(tree.start(child), starts[parent]);
        limits[child] = Math.min(limits[parent], path.pathNanos(child));
      } else {
        all = false;
      }
    }
    if (!all) {
      Schedule schedule = new Schedule(tree, path, parent, starts);
      if (schedule.hasBeside(path)) {
        schedule.limit(path, limits);
        schedules[parent] = schedule;
      }
    }
  }

  /**
   * What is saved.
   *
   * @param parent of the calls
   * @param spans calls that would take less, some or all on the path
   * @param nanos what each would take of the path instead; 0 where it is not on it
   */
  long of(int parent, List<Integer> spans, long[] nanos) {
    long less = 0;
    for (int i = 0; i < nanos.length; i++) {
      less += path.pathNanos(spans.get(i)) - nanos[i];
    }
    long saving = Math.min(less, limits[parent]);
    if (schedules[parent] == null || saving < calls.traceNanos / SMALL) {
      return saving;
    }
    for (int i = 0; i < nanos.length; i++) {
      takes[spans.get(i)] = nanos[i];
    }
    saving = Math.min(saving, schedules[parent].lost(takes));
    spans.forEach(span -> takes[span] = -1);
    return saving;
  }
}
