/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The spans of a trace as a forest. Spans are named by their index, 0 to {@link #size} - 1, in an
 * order that does not depend on the order in which they came. Times are corrected for the skew of
 * the hosts' clocks. Immutable.
 */
public final class TraceTree {
  private static final int[] NONE = {};
  private static final Comparator<Span> ORDER =
      Comparator.comparingLong(Span::startNanos)
          .thenComparing(Span::endNanos, Comparator.reverseOrder())
          .thenComparingLong(Span::id)
          .thenComparingLong(Span::fingerprint);

  private final Span[] spans;
  private final int[] parents;
  private final int[][] children;
  private final int[] roots;
  private final int missingParents;

  private TraceTree(Span[] spans, int[] parents, int[][] children, int[] roots, int missing) {
    this.spans = spans;
    this.parents = parents;
    this.children = children;
    this.roots = roots;
    this.missingParents = missing;
  }

  /**
   * Builds the tree.
   *
   * @param distinct at least one span, in any order, no two with the same fingerprint
   */
  public static TraceTree of(List<Span> distinct) {
    Span[] spans = distinct.toArray(Span[]::new);
    Arrays.sort(spans, ORDER);
    Map<Long, Integer> byId = new HashMap<>();
    for (int i = 0; i < spans.length; i++) {
      byId.putIfAbsent(spans[i].id(), i);
    }
    int[] parents = new int[spans.length];
    List<List<Integer>> children = new ArrayList<>();
    List<Integer> roots = new ArrayList<>();
    int missing = 0;
    for (int i = 0; i < spans.length; i++) {
      children.add(new ArrayList<>());
    }
    for (int i = 0; i < spans.length; i++) {
      Integer parent = spans[i].parentId() == 0 ? null : byId.get(spans[i].parentId());
      parents[i] = parent == null || parent == i ? -1 : parent;
      if (parents[i] < 0) {
        roots.add(i);
        missing += spans[i].parentId() == 0 ? 0 : 1;
      } else {
        children.get(parents[i]).add(i);
      }
    }
    int[][] lists = children.stream().map(TraceTree::array).toArray(int[][]::new);
    return new TraceTree(spans, parents, lists, array(roots), missing);
  }

  private static int[] array(List<Integer> list) {
    return list.isEmpty() ? NONE : list.stream().mapToInt(Integer::intValue).toArray();
  }

  /** How many spans. */
  public int size() {
    return spans.length;
  }

  /** A span. Its own times are raw: take them from {@link #start} and {@link #end}. */
  public Span span(int index) {
    return spans[index];
  }

  /** Start of a span, corrected. */
  public long start(int index) {
    return spans[index].startNanos();
  }

  /** End of a span, corrected. */
  public long end(int index) {
    return spans[index].endNanos();
  }

  /** End minus start; no correction changes it. */
  public long duration(int index) {
    return spans[index].durationNanos();
  }

  /** The parent's index, or -1: for a root, and for a span whose parent is not there. */
  public int parent(int index) {
    return parents[index];
  }

  /** Children by corrected start, then index. Not to be modified. */
  public int[] children(int index) {
    return children[index];
  }

  /** Every span without a parent here, the one that stands for the trace first. */
  public int[] roots() {
    return roots;
  }

  /** Whether the span that stands for the trace is a true root: it names no parent. */
  public boolean hasRoot() {
    return spans[roots[0]].parentId() == 0;
  }

  /** How many different parents are named by spans and are not there. */
  public int missingParents() {
    return missingParents;
  }
}
