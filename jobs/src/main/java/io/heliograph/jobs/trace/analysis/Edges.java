/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.SpanLink;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who called whom. Each entry of a request into a service is one edge, from its parent's service; a
 * client or producer whose callee was not recorded is one to the peer it names, if it names any; a
 * consumer that follows links to spans of the trace is one from each service it follows, but for
 * the one its parent gave. Every call is counted once, at the raw time of one span that does not
 * change when others come, so that minutes stay exact under late spans.
 *
 * <p>Source: the pairing of client and server spans is that of Zipkin's dependency linker and of
 * Tempo's service graphs; links follow OpenTelemetry's semantic conventions for messaging.
 */
public final class Edges {
  private final TraceTree tree;
  private final List<Edge> edges = new ArrayList<>();
  private final boolean[] hasCallee;
  private Map<Long, Integer> byId;

  private Edges(TraceTree tree) {
    this.tree = tree;
    hasCallee = new boolean[tree.size()];
  }

  /** The edges of a trace, in an order that does not depend on that of its spans. */
  public static List<Edge> of(TraceTree tree) {
    Edges edges = new Edges(tree);
    for (int i = 0; i < tree.size(); i++) {
      if (Calls.isEntry(tree, i)) {
        edges.enter(i);
      }
    }
    for (int i = 0; i < tree.size(); i++) {
      Span span = tree.span(i);
      if (!edges.hasCallee[i] && Calls.isCallingSide(span.kind()) && !span.peer().isEmpty()) {
        edges.leave(span);
      } else if (span.kind() == SpanKind.CONSUMER && !span.links().isEmpty()) {
        edges.follow(i, span);
      }
    }
    return edges.edges;
  }

  private void enter(int index) {
    int parent = tree.parent(index);
    Span caller = tree.span(parent);
    Span callee = tree.span(index);
    hasCallee[parent] = true;
    // a parent that is no caller itself may fail for reasons that are not this call's
    boolean error = callee.failed() || (Calls.isCallingSide(caller.kind()) && caller.failed());
    Span timed = caller.kind() == SpanKind.CLIENT ? caller : callee;
    edges.add(
        new Edge(
            callee.startNanos(), caller.service(), callee.service(), timed.durationNanos(), error));
  }

  private void leave(Span caller) {
    edges.add(
        new Edge(
            caller.startNanos(),
            caller.service(),
            caller.peer(),
            caller.durationNanos(),
            caller.failed()));
  }

  private void follow(int index, Span consumer) {
    Set<String> callers = new HashSet<>();
    if (Calls.isEntry(tree, index)) {
      callers.add(tree.span(tree.parent(index)).service());
    }
    String[] followed = new String[consumer.links().size()];
    int found = 0;
    for (SpanLink link : consumer.links()) {
      Integer producer = byId().get(link.spanId());
      if (producer != null && producer != index) {
        String service = tree.span(producer).service();
        if (callers.add(service)) {
          followed[found++] = service;
        }
      }
    }
    Arrays.sort(followed, 0, found);
    for (int i = 0; i < found; i++) {
      edges.add(
          new Edge(
              consumer.startNanos(),
              followed[i],
              consumer.service(),
              consumer.durationNanos(),
              consumer.failed()));
    }
  }

  /** Spans by id; of two that share one, the calling side. */
  private Map<Long, Integer> byId() {
    if (byId == null) {
      byId = new HashMap<>();
      for (int i = 0; i < tree.size(); i++) {
        Integer other = byId.putIfAbsent(tree.span(i).id(), i);
        if (other != null && Calls.isCallingSide(tree.span(i).kind())) {
          byId.put(tree.span(i).id(), i);
        }
      }
    }
    return byId;
  }
}
