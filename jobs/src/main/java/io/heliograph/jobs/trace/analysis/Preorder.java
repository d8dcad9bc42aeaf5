/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.TraceTree;
import java.util.Arrays;

/** The spans of a tree, each behind its parent. Needs no recursion, so no depth is too deep. */
final class Preorder {
  private Preorder() {}

  static int[] of(TraceTree tree) {
    return beneath(tree, tree.roots());
  }

  /** Some spans, none beneath another, and all beneath them. */
  static int[] beneath(TraceTree tree, int[] tops) {
    int[] order = new int[tree.size()];
    int[] stack = new int[tree.size()];
    int top = push(stack, 0, tops);
    int next = 0;
    while (top > 0) {
      int span = stack[--top];
      order[next++] = span;
      top = push(stack, top, tree.children(span));
    }
    return next == order.length ? order : Arrays.copyOf(order, next);
  }

  private static int push(int[] stack, int top, int[] spans) {
    int at = top;
    for (int i = spans.length - 1; i >= 0; i--) {
      stack[at++] = spans[i];
    }
    return at;
  }
}
