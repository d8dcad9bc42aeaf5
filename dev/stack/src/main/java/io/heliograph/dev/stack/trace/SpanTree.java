/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spans as a forest. Spans are named by their index, in order of their start. Nothing is lost: a
 * span whose parent is not there, or that is its own ancestor, is a root. Of spans that share an id
 * the calling half is the parent of the others (Zipkin's way to record a call), and a child of that
 * id belongs to the half of its own service.
 */
final class SpanTree {
  private static final Comparator<SpanRow> ORDER =
      Comparator.comparingLong(SpanRow::startNanos)
          .thenComparing(SpanRow::durationNanos, Comparator.reverseOrder())
          .thenComparing(SpanRow::id)
          .thenComparing(SpanRow::service)
          .thenComparing(SpanRow::kind);

  private final SpanRow[] spans;
  private final Map<String, List<Integer>> byId = new HashMap<>();
  private final int[] parents;
  private final List<List<Integer>> children = new ArrayList<>();
  private final List<Integer> roots = new ArrayList<>();

  private SpanTree(SpanRow[] spans) {
    this.spans = spans;
    this.parents = new int[spans.length];
  }

  static SpanTree of(List<SpanRow> rows) {
    SpanTree tree = new SpanTree(rows.toArray(SpanRow[]::new));
    Arrays.sort(tree.spans, ORDER);
    tree.link();
    tree.breakCycles();
    tree.hang();
    return tree;
  }

  int size() {
    return spans.length;
  }

  SpanRow span(int index) {
    return spans[index];
  }

  /** By start. */
  List<Integer> children(int index) {
    return children.get(index);
  }

  /** True roots by start, then those whose parent is not there. */
  List<Integer> roots() {
    return roots;
  }

  /** Does it name a parent that it does not hang under? */
  boolean isOrphan(int index) {
    return parents[index] < 0 && !spans[index].parentId().isEmpty();
  }

  /** The span of this id, of this service if there are several; -1 if it is not there. */
  int find(String id, String service) {
    List<Integer> found = byId.getOrDefault(id, List.of());
    for (int index : found) {
      if (spans[index].service().equals(service)) {
        return index;
      }
    }
    return found.isEmpty() ? -1 : found.get(0);
  }

  private void link() {
    for (int i = 0; i < spans.length; i++) {
      byId.computeIfAbsent(spans[i].id(), id -> new ArrayList<>(1)).add(i);
    }
    for (int i = 0; i < spans.length; i++) {
      parents[i] = parentOf(i);
    }
  }

  private int parentOf(int index) {
    SpanRow span = spans[index];
    int caller = callingHalf(span.id());
    if (!span.id().isEmpty() && caller >= 0 && caller != index && span.serves()) {
      return caller;
    }
    if (span.parentId().isEmpty() || span.parentId().equals(span.id())) {
      return -1;
    }
    List<Integer> named = byId.getOrDefault(span.parentId(), List.of());
    int parent = -1;
    for (int candidate : named) {
      boolean own = spans[candidate].service().equals(span.service());
      if (parent < 0 || own || (spans[candidate].serves() && !isOwn(parent, span))) {
        parent = candidate;
      }
    }
    return parent;
  }

  private boolean isOwn(int parent, SpanRow child) {
    return spans[parent].service().equals(child.service());
  }

  /** Of spans that share an id, the one that calls; -1 if the id is of one span only. */
  private int callingHalf(String id) {
    List<Integer> halves = byId.get(id);
    if (halves.size() < 2) {
      return -1;
    }
    for (int half : halves) {
      if (spans[half].calls()) {
        return half;
      }
    }
    return -1;
  }

  /** Cuts each cycle above its first span. */
  private void breakCycles() {
    int[] walk = new int[spans.length]; // the walk that came by first; 0 for none
    for (int i = 0; i < spans.length; i++) {
      int at = i;
      while (at >= 0 && walk[at] == 0) {
        walk[at] = i + 1;
        at = parents[at];
      }
      if (at >= 0 && walk[at] == i + 1) {
        int first = at;
        for (int next = parents[at]; next != at; next = parents[next]) {
          first = Math.min(first, next);
        }
        parents[first] = -1;
      }
    }
  }

  private void hang() {
    List<Integer> orphans = new ArrayList<>();
    for (int i = 0; i < spans.length; i++) {
      children.add(new ArrayList<>(0));
    }
    for (int i = 0; i < spans.length; i++) {
      if (parents[i] >= 0) {
        children.get(parents[i]).add(i);
      } else {
        (isOrphan(i) ? orphans : roots).add(i);
      }
    }
    roots.addAll(orphans);
  }
}
