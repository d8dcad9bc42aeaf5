/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws a trace as a tree with a bar for when each span ran. The two sides of a call are one line:
 * a client span is left out if the callee's span is there.
 */
final class TraceTree {
  private static final int BAR = 30;
  private static final int MAX_LINES = 16;
  private static final int LABEL = 54;

  /** A span. */
  record Node(
      String id,
      String parent,
      String service,
      String name,
      String kind,
      long startNanos,
      long durationNanos,
      boolean error) {}

  private final Map<String, List<Node>> children = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private final Ink ink;
  private final Node root;
  private int left;

  private TraceTree(List<Node> spans, Ink ink) {
    this.ink = ink;
    Map<String, Node> byId = new HashMap<>();
    spans.forEach(span -> byId.put(span.id, span));
    List<Node> roots = new ArrayList<>();
    for (Node span : spans) {
      if (byId.containsKey(span.parent)) {
        children.computeIfAbsent(span.parent, id -> new ArrayList<>()).add(span);
      } else {
        roots.add(span);
      }
    }
    children.values().forEach(list -> list.sort(Comparator.comparingLong(Node::startNanos)));
    root = roots.stream().min(Comparator.comparingLong(Node::startNanos)).orElse(null);
  }

  static List<String> draw(List<Node> spans, Ink ink) {
    TraceTree tree = new TraceTree(spans, ink);
    if (tree.root != null) {
      tree.add(tree.root, "", "");
      if (tree.left > 0) {
        tree.lines.add(ink.faint("… and " + tree.left + " more spans"));
      }
    }
    return tree.lines;
  }

  private void add(Node span, String prefix, String childPrefix) {
    if (lines.size() >= MAX_LINES) {
      left++;
    } else {
      lines.add(line(span, prefix));
    }
    List<Node> shown = shownChildren(span);
    for (int i = 0; i < shown.size(); i++) {
      boolean last = i == shown.size() - 1;
      add(shown.get(i), childPrefix + (last ? "└ " : "├ "), childPrefix + (last ? "  " : "│ "));
    }
  }

  private List<Node> shownChildren(Node span) {
    List<Node> shown = new ArrayList<>();
    for (Node child : children.getOrDefault(span.id, List.of())) {
      List<Node> callees = children.getOrDefault(child.id, List.of());
      if (child.kind.equals("Client") && !callees.isEmpty()) {
        shown.addAll(callees);
      } else {
        shown.add(child);
      }
    }
    return shown;
  }

  private String line(Node span, String prefix) {
    String label = prefix + span.service + " " + span.name.replaceFirst("^shop\\.v1\\.", "");
    String cut = label.length() <= LABEL ? label : label.substring(0, LABEL - 1) + "…";
    String padded = cut + " ".repeat(LABEL - cut.length());
    String duration = String.format(Locale.ROOT, "%8.1f ms", span.durationNanos / 1e6);
    String text = padded + duration + "  " + bar(span);
    return span.error ? ink.red(text + " ✗") : text;
  }

  private String bar(Node span) {
    double total = Math.max(1, root.durationNanos);
    int from = clamp((span.startNanos - root.startNanos) / total * BAR, BAR - 1);
    int length = Math.max(1, clamp(span.durationNanos / total * BAR, BAR - from));
    return " ".repeat(from) + "█".repeat(length);
  }

  private static int clamp(double value, int most) {
    return (int) Math.max(0, Math.min(most, Math.round(value)));
  }
}
