/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.Arrays;

/**
 * Which error explains which. Errors go up: a failed child explains its parent's failure.
 * Cancellation goes down: a span that was cancelled, or failed only since all it waited for was,
 * explains nothing to a caller that timed out or was cancelled itself, and is explained by it. The
 * same holds for a cancelled span beside one that failed by itself. A child that ended in an error
 * after its caller had timed out does not explain the timeout, and neither does a call explain
 * anything that was tried again until it succeeded.
 */
final class ErrorCauses {
  /** Both ends of a call may notice one deadline, a little apart. */
  private static final long GRACE_NANOS = 10_000_000;

  private final TraceTree tree;
  private final int[] causes;
  private final boolean[] cancelled;
  private final boolean[] explains;
  private final boolean[] explainedFromAbove;
  private final boolean[] reachesRoot;
  private final boolean[] madeGood;

  private ErrorCauses(TraceTree tree) {
    this.tree = tree;
    causes = new int[tree.size()];
    Arrays.fill(causes, Calls.NONE);
    cancelled = new boolean[tree.size()];
    explains = new boolean[tree.size()];
    explainedFromAbove = new boolean[tree.size()];
    reachesRoot = new boolean[tree.size()];
    madeGood = new boolean[tree.size()];
  }

  static ErrorCauses of(Calls calls) {
    ErrorCauses causes = new ErrorCauses(calls.tree);
    for (Siblings siblings : calls.multiple()) {
      causes.markMadeGood(calls, siblings);
    }
    int[] order = calls.preorder();
    for (int i = order.length - 1; i >= 0; i--) {
      if (causes.failed(order[i])) {
        causes.lookDown(order[i]);
      }
    }
    for (int i : order) {
      if (causes.failed(i)) {
        causes.lookUp(i);
      }
    }
    return causes;
  }

  private void markMadeGood(Calls calls, Siblings siblings) {
    for (int i = siblings.size() - 1; i >= 0; i--) {
      int next = siblings.nextAttempt(i);
      madeGood[siblings.call(i)] =
          next > 0 && (madeGood[siblings.call(next)] || !calls.failed(siblings.call(next)));
    }
  }

  private boolean failed(int index) {
    return tree.span(index).failed();
  }

  private ErrorKind error(int index) {
    return tree.span(index).error();
  }

  private void lookDown(int index) {
    int own = Calls.NONE;
    int told = Calls.NONE;
    for (int child : tree.children(index)) {
      if (failed(child) && !madeGood[child]) {
        if (cancelled[child]) {
          told = laterEnd(told, child);
        } else if (!isTooLate(index, child)) {
          own = laterEnd(own, child);
        }
      }
    }
    boolean failure = error(index) == ErrorKind.FAILURE;
    causes[index] = own == Calls.NONE && failure ? told : own;
    cancelled[index] =
        error(index) == ErrorKind.CANCELLED || (failure && told != Calls.NONE && own == Calls.NONE);
  }

  private void lookUp(int index) {
    int parent = tree.parent(index);
    if (parent < 0) {
      reachesRoot[index] = index == tree.roots()[0];
      return;
    }
    if (!failed(parent) || madeGood[index]) {
      return;
    }
    explains[index] =
        cancelled[index]
            ? causes[parent] != Calls.NONE && cancelled[causes[parent]]
            : !isTooLate(parent, index);
    explainedFromAbove[index] =
        cancelled[index] && (!explains[index] || explainedFromAbove[parent]);
    reachesRoot[index] = explains[index] && reachesRoot[parent];
  }

  private boolean isTooLate(int parent, int child) {
    return error(parent) == ErrorKind.TIMEOUT && tree.end(child) > tree.end(parent) + GRACE_NANOS;
  }

  private int laterEnd(int best, int child) {
    return best == Calls.NONE || tree.end(child) > tree.end(best) ? child : best;
  }

  boolean isOrigin(int index) {
    return failed(index) && causes[index] == Calls.NONE && !explainedFromAbove[index];
  }

  /** Whether the error of an origin, or of what it caused, made the root fail. */
  boolean reachesRoot(int index) {
    return reachesRoot[index];
  }

  /** The end of the chain of causes that starts at a failed span. */
  int originOf(int index) {
    int at = index;
    while (causes[at] != Calls.NONE) {
      at = causes[at];
    }
    return at;
  }

  /** Ids of an origin and of the spans above it that it made fail, upwards. */
  long[] chain(int origin) {
    long[] ids = new long[Finding.MAX_SPANS];
    ids[0] = tree.span(origin).id();
    int length = 1;
    for (int i = origin; explains[i] && length < ids.length; i = tree.parent(i)) {
      ids[length++] = tree.span(tree.parent(i)).id();
    }
    return Arrays.copyOf(ids, length);
  }
}
