/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A trace as a set of calls, computed once for all rules. A call is a span of the calling side
 * (client or producer) or, where none was recorded, a span of another service than its parent's.
 */
final class Calls {
  static final int NONE = -1;

  final TraceTree tree;
  final CriticalPath path;
  final AnalysisSettings settings;

  /** From the first start to the last end. */
  final long traceNanos;

  final boolean anyFailed;
  final boolean anyLane;
  final boolean anyTimeout;

  private final int[] callees;
  private final List<Siblings> siblings;
  private int[] preorder;
  private Savings savings;

  private Calls(TraceTree tree, CriticalPath path, AnalysisSettings settings) {
    this.tree = tree;
    this.path = path;
    this.settings = settings;
    callees = new int[tree.size()];
    Arrays.fill(callees, NONE);
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    boolean failed = false;
    boolean lane = false;
    boolean timeout = false;
    for (int i = 0; i < callees.length; i++) {
      Span span = tree.span(i);
      start = Math.min(start, tree.start(i));
      end = Math.max(end, tree.end(i));
      failed |= span.failed();
      lane |= !span.requestLane().isEmpty();
      lane |= span.instanceLane() != null && !span.instanceLane().isEmpty();
      timeout |= span.timeoutNanos() > 0;
      linkCallee(i, span);
    }
    traceNanos = end - start;
    anyFailed = failed;
    anyLane = lane;
    anyTimeout = timeout;
    siblings = siblings();
  }

  static Calls of(TraceTree tree, CriticalPath path, AnalysisSettings settings) {
    return new Calls(tree, path, settings);
  }

  static boolean isCallingSide(SpanKind kind) {
    return kind == SpanKind.CLIENT || kind == SpanKind.PRODUCER;
  }

  static boolean isServingSide(SpanKind kind) {
    return kind == SpanKind.SERVER || kind == SpanKind.CONSUMER;
  }

  /**
   * Whether a span is where a request enters a service: it has a caller, and is not on its side.
   */
  static boolean isEntry(TraceTree tree, int index) {
    int parent = tree.parent(index);
    if (parent < 0) {
      return false;
    }
    Span span = tree.span(index);
    Span caller = tree.span(parent);
    return !span.service().equals(caller.service())
        || (isServingSide(span.kind()) && isCallingSide(caller.kind()));
  }

  private void linkCallee(int index, Span span) {
    if (isCallingSide(span.kind())) {
      return;
    }
    int parent = tree.parent(index);
    if (parent < 0) {
      return;
    }
    boolean entry = isEntry(tree, index);
    if (!isCallingSide(tree.span(parent).kind())) {
      callees[index] = entry ? index : NONE;
    } else if (entry && (callees[parent] == NONE || tree.end(index) > tree.end(callees[parent]))) {
      callees[parent] = index;
    }
  }

  /** Whether a span is a call that its parent makes. */
  boolean isCall(int span) {
    return isCallingSide(tree.span(span).kind()) || callees[span] == span;
  }

  /**
   * The span that serves a call, the last to end if there are several; the call itself if its
   * caller's side was not recorded; {@link #NONE} if its callee's was not.
   */
  int callee(int call) {
    return callees[call];
  }

  /**
   * Whether a call failed: for its caller, or for a callee whose answer the caller saw. A message
   * that fails where it is taken has not failed where it was sent.
   */
  boolean failed(int call) {
    if (tree.span(call).failed()) {
      return true;
    }
    int callee = callees[call];
    return callee != NONE
        && tree.span(callee).failed()
        && tree.span(call).kind() == SpanKind.CLIENT
        && tree.end(callee) <= tree.end(call);
  }

  /** Who is called, as far as known. */
  String peer(int call) {
    int callee = callees[call];
    String peer = callee == call ? "" : tree.span(call).peer();
    return peer.isEmpty() && callee != NONE ? tree.span(callee).service() : peer;
  }

  /** The calls of each span that makes two or more. */
  List<Siblings> multiple() {
    return siblings;
  }

  /** Every span behind its parent. */
  int[] preorder() {
    if (preorder == null) {
      preorder = Preorder.of(tree);
    }
    return preorder;
  }

  /** What the critical path would lose. */
  Savings savings() {
    if (savings == null) {
      savings = new Savings(this);
    }
    return savings;
  }

  private List<Siblings> siblings() {
    List<Siblings> all = new ArrayList<>();
    for (int i = 0; i < tree.size(); i++) {
      int[] children = tree.children(i);
      int calls = 0;
      for (int child : children) {
        calls += isCall(child) ? 1 : 0;
      }
      if (calls > 1) {
        int[] spans = new int[calls];
        int next = 0;
        for (int child : children) {
          if (isCall(child)) {
            spans[next++] = child;
          }
        }
        all.add(Siblings.of(this, i, spans));
      }
    }
    return all;
  }
}
