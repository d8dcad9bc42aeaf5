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
 * the one its parent gave. A consumer whose producer is not in the trace, be it lost or in a trace
 * of its own that a link names, is one from the queue it takes from, if it names one: with the
 * producer's edge to the queue, in whatever trace, the way is complete. What a consumer makes of
 * the messages it received, in consumers beneath it, is no further call. Every call is counted
 * once, at the raw time of one span that does not change when others come, so that minutes stay
 * exact under late spans.
 *
 * <p>Source: the pairing of client and server spans is that of Zipkin's dependency linker and of
 * Tempo's service graphs; the linker also has a consumer's broker as its caller. Links follow
 * OpenTelemetry's semantic conventions for messaging: a batch is received in a trace of its own,
 * with a link to each message's producer.
 */
public final class Edges {
  private final TraceTree tree;
  private final long traceHigh;
  private final long traceLow;
  private final List<Edge> edges = new ArrayList<>();
  private final boolean[] hasCallee;
  private Map<Long, Integer> byId;

  private Edges(TraceTree tree, long traceHigh, long traceLow) {
    this.tree = tree;
    this.traceHigh = traceHigh;
    this.traceLow = traceLow;
    hasCallee = new boolean[tree.size()];
  }

  /**
   * The edges of a trace, in an order that does not depend on that of its spans.
   *
   * @param traceHigh first 64 bits of its id: links with another lead out of it
   * @param traceLow last 64 bits of its id
   */
  public static List<Edge> of(TraceTree tree, long traceHigh, long traceLow) {
    Edges edges = new Edges(tree, traceHigh, traceLow);
    for (int i = 0; i < tree.size(); i++) {
      if (Calls.isEntry(tree, i)) {
        edges.enter(i);
      }
    }
    for (int i = 0; i < tree.size(); i++) {
      Span span = tree.span(i);
      if (!edges.hasCallee[i] && Calls.isCallingSide(span.kind()) && !span.peer().isEmpty()) {
        edges.leave(span);
      } else if (span.kind() == SpanKind.CONSUMER) {
        edges.take(i, span);
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

  private void take(int index, Span consumer) {
    boolean entry = Calls.isEntry(tree, index);
    boolean followed = !consumer.links().isEmpty() && follow(index, consumer, entry);
    if (!entry && !followed && !consumer.peer().isEmpty() && !isBeneathConsumer(index)) {
      add(consumer, consumer.peer());
    }
  }

  /** Whether the service has received the message by a span that counts already. */
  private boolean isBeneathConsumer(int index) {
    int parent = tree.parent(index);
    return parent >= 0 && tree.span(parent).kind() == SpanKind.CONSUMER;
  }

  /** Says whether any link leads to a span of the trace. */
  private boolean follow(int index, Span consumer, boolean entry) {
    Set<String> callers = new HashSet<>();
    if (entry) {
      callers.add(tree.span(tree.parent(index)).service());
    }
    boolean any = false;
    String[] followed = new String[consumer.links().size()];
    int found = 0;
    for (SpanLink link : consumer.links()) {
      Integer producer = isWithin(link) ? byId().get(link.spanId()) : null;
      if (producer != null && producer != index) {
        any = true;
        String service = tree.span(producer).service();
        if (callers.add(service)) {
          followed[found++] = service;
        }
      }
    }
    Arrays.sort(followed, 0, found);
    for (int i = 0; i < found; i++) {
      add(consumer, followed[i]);
    }
    return any;
  }

  private boolean isWithin(SpanLink link) {
    return link.traceHigh() == traceHigh && link.traceLow() == traceLow;
  }

  private void add(Span consumer, String from) {
    edges.add(
        new Edge(
            consumer.startNanos(),
            from,
            consumer.service(),
            consumer.durationNanos(),
            consumer.failed()));
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
