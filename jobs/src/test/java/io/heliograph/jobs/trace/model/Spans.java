/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Spans with nothing but what a tree looks at: ids, kinds, hosts, and times in milliseconds. */
final class Spans {
  static final String FRONTEND = "frontend";
  static final String ORDERS = "orders";
  static final String PAYMENTS = "payments";

  static final long MILLI = 1_000_000;

  private Spans() {}

  static Span span(long id, long parent, double start, double end) {
    return span(SpanKind.INTERNAL, FRONTEND, id, parent, start, end);
  }

  static Span client(String service, long id, long parent, double start, double end) {
    return span(SpanKind.CLIENT, service, id, parent, start, end);
  }

  static Span failedClient(
      ErrorKind how, String service, long id, long parent, double start, double end) {
    return span(SpanKind.CLIENT, how, service, service + "-1", id, parent, start, end);
  }

  static Span server(String service, long id, long parent, double start, double end) {
    return span(SpanKind.SERVER, service, id, parent, start, end);
  }

  static Span span(SpanKind kind, String service, long id, long parent, double start, double end) {
    return span(kind, service, service + "-1", id, parent, start, end);
  }

  static Span span(
      SpanKind kind, String service, String host, long id, long parent, double start, double end) {
    return span(kind, ErrorKind.NONE, service, host, id, parent, start, end);
  }

  private static Span span(
      SpanKind kind,
      ErrorKind error,
      String service,
      String host,
      long id,
      long parent,
      double start,
      double end) {
    return new Span(
        id,
        parent,
        kind,
        Math.round(start * MILLI),
        Math.round(end * MILLI),
        error,
        service,
        host,
        "op",
        "",
        "op",
        "",
        null,
        0,
        "",
        List.of(),
        Objects.hash(id, parent, kind, service, host, start, end));
  }

  /** The tree of some spans, having seen that no other order gives another. */
  static TraceTree tree(Span... spans) {
    TraceTree tree = TraceTree.of(List.of(spans));
    List<Span> shuffled = new ArrayList<>(List.of(spans));
    Random random = new Random(spans.length);
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(shuffled, random);
      assertEqual(TraceTree.of(shuffled), tree);
    }
    return tree;
  }

  private static void assertEqual(TraceTree one, TraceTree other) {
    if (!describe(one).equals(describe(other))) {
      throw new AssertionError(describe(one) + " is not " + describe(other));
    }
  }

  private static String describe(TraceTree tree) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < tree.size(); i++) {
      out.append(tree.span(i)).append(tree.parent(i)).append(' ').append(tree.start(i));
      for (int child : tree.children(i)) {
        out.append(' ').append(child);
      }
    }
    for (int root : tree.roots()) {
      out.append('/').append(root);
    }
    return out.append(tree.missingParents()).append(tree.skews()).toString();
  }

  /** Where a span is in a tree. */
  static int index(TraceTree tree, Span span) {
    for (int i = 0; i < tree.size(); i++) {
      if (tree.span(i).equals(span)) {
        return i;
      }
    }
    throw new AssertionError("no " + span);
  }

  /** The parent of a span in a tree; null if it has none. */
  static Span parent(TraceTree tree, Span span) {
    int parent = tree.parent(index(tree, span));
    return parent < 0 ? null : tree.span(parent);
  }

  /** How a span's times were corrected, in milliseconds. */
  static double moved(TraceTree tree, Span span) {
    return (tree.start(index(tree, span)) - span.startNanos()) / (double) MILLI;
  }
}
