/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The spans of a trace as a forest. Spans are named by their index, 0 to {@link #size} - 1, in an
 * order that does not depend on the order in which they came. Times are corrected for the skew of
 * the hosts' clocks ({@link HostClocks}). Immutable.
 */
public final class TraceTree {
  private static final int[] NONE = {};
  private static final Comparator<Span> ORDER =
      (a, b) -> {
        int order = Long.compare(a.startNanos(), b.startNanos());
        if (order == 0) {
          order = Long.compare(b.endNanos(), a.endNanos());
        }
        if (order == 0) {
          order = Long.compare(a.id(), b.id());
        }
        return order != 0 ? order : Long.compare(a.fingerprint(), b.fingerprint());
      };

  private final Span[] spans;
  private final Parents parents;
  private final int[] roots;
  private final int[][] children;
  @Nullable private final HostClocks.Corrections clocks;

  private TraceTree(Span[] spans) {
    this.spans = spans;
    parents = new Parents(spans);
    int[] tops = tops();
    clocks = HostClocks.of(spans, parents.of, tops[0]);
    roots = clocks == null ? tops : sortedBehindFirst(tops);
    children = children();
  }

  /**
   * Builds the tree.
   *
   * @param distinct at least one span, in any order, no two with the same fingerprint
   */
  public static TraceTree of(List<Span> distinct) {
    Span[] spans = distinct.toArray(Span[]::new);
    Arrays.sort(spans, ORDER);
    return new TraceTree(spans);
  }

  /** True roots, then orphans, each by raw start. */
  private int[] tops() {
    int count = 0;
    for (int parent : parents.of) {
      count += parent < 0 ? 1 : 0;
    }
    int[] tops = new int[count];
    int next = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < spans.length; i++) {
        if (parents.of[i] < 0 && isTrueRoot(i) == (pass == 0)) {
          tops[next++] = i;
        }
      }
    }
    return tops;
  }

  private boolean isTrueRoot(int index) {
    return Parents.isRoot(spans[index]) && !parents.isCut(index);
  }

  private int[] sortedBehindFirst(int[] tops) {
    Integer[] rest = new Integer[tops.length - 1];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = tops[i + 1];
    }
    Arrays.sort(
        rest,
        Comparator.<Integer, Boolean>comparing(i -> !isTrueRoot(i))
            .thenComparingLong(this::start)
            .thenComparingInt(i -> i));
    int[] sorted = tops.clone();
    for (int i = 0; i < rest.length; i++) {
      sorted[i + 1] = rest[i];
    }
    return sorted;
  }

  private int[][] children() {
    int[] counts = new int[spans.length];
    for (int parent : parents.of) {
      if (parent >= 0) {
        counts[parent]++;
      }
    }
    int[][] lists = new int[spans.length][];
    for (int i = 0; i < spans.length; i++) {
      lists[i] = counts[i] == 0 ? NONE : new int[counts[i]];
      counts[i] = 0;
    }
    // in the order of the tree, which is that of raw starts
    for (int i = 0; i < spans.length; i++) {
      int parent = parents.of[i];
      if (parent >= 0) {
        lists[parent][counts[parent]++] = i;
      }
    }
    if (clocks != null) {
      for (int i = 0; i < lists.length; i++) {
        lists[i] = byCorrectedStart(lists[i]);
      }
    }
    return lists;
  }

  private int[] byCorrectedStart(int[] list) {
    if (list.length < 2) {
      return list;
    }
    return Arrays.stream(list)
        .boxed()
        .sorted(Comparator.<Integer>comparingLong(this::start).thenComparingInt(i -> i))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private long correction(int index) {
    return clocks == null ? 0 : clocks.nanos()[clocks.hosts()[index]];
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
    return spans[index].startNanos() + correction(index);
  }

  /** End of a span, corrected. */
  public long end(int index) {
    return spans[index].endNanos() + correction(index);
  }

  /** End minus start; no correction changes it. */
  public long duration(int index) {
    return spans[index].durationNanos();
  }

  /** The parent's index, or -1: for a root, and for a span whose parent is not there. */
  public int parent(int index) {
    return parents.of[index];
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
    return isTrueRoot(roots[0]);
  }

  /** How many different parents are named by spans and are not there. */
  public int missingParents() {
    return parents.missing;
  }

  /** Hosts whose clocks had to be corrected. */
  public List<SkewEstimate> skews() {
    return clocks == null ? List.of() : clocks.skews();
  }
}
