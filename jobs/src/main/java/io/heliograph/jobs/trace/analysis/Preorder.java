/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.TraceTree;
import java.util.Arrays;

/** The spans of a tree, each behind its parent. Needs no recursion, so no depth is too deep. */
final class Preorder {
  private static final int FEW = 64;

  private Preorder() {}

  static int[] of(TraceTree tree) {
    return beneath(tree, tree.roots(), tree.size());
  }

  /** Some spans, none beneath another, and all beneath them; costs no more than these. */
  static int[] beneath(TraceTree tree, int[] tops) {
    return beneath(tree, tops, FEW);
  }

  private static int[] beneath(TraceTree tree, int[] tops, int expected) {
    int[] order = new int[Math.max(expected, tops.length)];
    int[] stack = new int[order.length];
    int top = push(stack, 0, tops);
    int next = 0;
    while (top > 0) {
      int span = stack[--top];
      int[] children = tree.children(span);
      if (next + top + children.length >= order.length) {
        int room = 2 * (next + top + children.length + 1);
        order = Arrays.copyOf(order, room);
        stack = Arrays.copyOf(stack, room);
      }
      order[next++] = span;
      top = push(stack, top, children);
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
