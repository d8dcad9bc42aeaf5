/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A line of a drawn tree.
 *
 * @param span its index
 * @param prefix branches in front of it
 * @param below branches in front of what is said about it
 */
record TreeLine(int span, int depth, String prefix, String below) {
  /**
   * The first lines, parents before children.
   *
   * @param most how many
   * @param maxIndent levels that are drawn; below, a number tells the depth
   */
  static List<TreeLine> of(SpanTree tree, int most, int maxIndent) {
    List<TreeLine> lines = new ArrayList<>();
    Deque<TreeLine> open = new ArrayDeque<>();
    for (int i = tree.roots().size() - 1; i >= 0; i--) {
      int root = tree.roots().get(i);
      open.push(new TreeLine(root, 0, "", tree.children(root).isEmpty() ? "  " : "│ "));
    }
    while (!open.isEmpty() && lines.size() < most) {
      TreeLine line = open.pop();
      lines.add(line);
      List<Integer> children = tree.children(line.span);
      for (int i = children.size() - 1; i >= 0; i--) {
        open.push(line.child(tree, children.get(i), i == children.size() - 1, maxIndent));
      }
    }
    return lines;
  }

  private TreeLine child(SpanTree tree, int child, boolean last, int maxIndent) {
    if (depth >= maxIndent) {
      String number = "… " + (depth + 1) + " ";
      return new TreeLine(child, depth + 1, number, " ".repeat(number.length()));
    }
    // what is said about a span is set below its children's branch, which its children replace
    String trunk = below.substring(0, below.length() - 2);
    String own = trunk + (last ? "  " : "│ ");
    return new TreeLine(
        child,
        depth + 1,
        trunk + (last ? "└ " : "├ "),
        own + (tree.children(child).isEmpty() ? "  " : "│ "));
  }
}
