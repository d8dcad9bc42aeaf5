/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.annotation.Nullable;

/**
 * Estimates how far the clocks of hosts are off, from what causality allows: a server's span lies
 * within the client's span that called it. Each such pair bounds the correction of the server's
 * clock by an interval; those of all pairs between two hosts are intersected ({@link HostPair}),
 * which is more than one pair could say (cf. Jaeger's and Zipkin's adjusters, which look at one
 * pair at a time). The clock of the host where the trace begins counts as right; from there one
 * follows the calls, and a host moves as a whole. A host that may be right is left alone, so that
 * the error of an estimate is not passed on; one that cannot be moves as {@link Correction} says.
 *
 * <p>A server that took longer than its client waited, or whose client gave up, says nothing,
 * unless it began before it was called: then it is moved to begin with the call. Asynchronous work
 * says nothing.
 */
final class HostClocks {
  private final Span[] spans;
  private final int[] hosts;
  private final List<Span> first = new ArrayList<>();
  private final Map<Long, HostPair> pairs = new LinkedHashMap<>();

  /** A correction per host, and what it rests on. */
  record Corrections(int[] hosts, long[] nanos, List<SkewEstimate> skews) {}

  private HostClocks(Span[] spans) {
    this.spans = spans;
    hosts = new int[spans.length];
  }

  /** The corrections of a trace; null if none is needed, at little cost if every pair agrees. */
  @Nullable static Corrections of(Span[] spans, int[] parents, int root) {
    return allAgree(spans, parents) ? null : new HostClocks(spans).correct(parents, root);
  }

  private static boolean allAgree(Span[] spans, int[] parents) {
    for (int i = 0; i < spans.length; i++) {
      if (isPair(spans, parents, i)) {
        Span client = spans[parents[i]];
        if (spans[i].startNanos() < client.startNanos()
            || (spans[i].endNanos() > client.endNanos() && client.hasAnswerOf(spans[i]))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isPair(Span[] spans, int[] parents, int server) {
    return parents[server] >= 0
        && spans[server].kind() == SpanKind.SERVER
        && spans[parents[server]].kind() == SpanKind.CLIENT
        && !sameHost(spans[server], spans[parents[server]]);
  }

  private static boolean sameHost(Span one, Span other) {
    return one.service().equals(other.service()) && one.host().equals(other.host());
  }

  @Nullable private Corrections correct(int[] parents, int root) {
    numberHosts();
    for (int i = 0; i < spans.length; i++) {
      if (isPair(spans, parents, i)) {
        pair(hosts[parents[i]], hosts[i]).add(spans[parents[i]], spans[i], hosts[i]);
      }
    }
    long[] nanos = new long[first.size()];
    int[] evidence = new int[first.size()];
    Correction[] allowed = new Correction[first.size()];
    HostGraph graph = new HostGraph(pairs.values(), nanos, allowed, evidence);
    graph.spread(hosts[root]);
    for (int i = 0; i < spans.length; i++) {
      if (parents[i] < 0) {
        graph.spread(hosts[i]); // a part of the trace that may hang in the air
      }
    }
    List<SkewEstimate> skews = new ArrayList<>();
    for (int host = 0; host < nanos.length; host++) {
      if (nanos[host] != 0) {
        skews.add(
            new SkewEstimate(
                first.get(host).service(),
                first.get(host).host(),
                spans[root].service(),
                -nanos[host],
                allowed[host].needed(),
                evidence[host]));
      }
    }
    return skews.isEmpty() ? null : new Corrections(hosts, nanos, skews);
  }

  private void numberHosts() {
    int[] slots = new int[Integer.highestOneBit(spans.length) * 4];
    Arrays.fill(slots, -1);
    for (int i = 0; i < spans.length; i++) {
      Span span = spans[i];
      int hash = 31 * span.service().hashCode() + span.host().hashCode();
      int slot = (hash ^ hash >>> 16) & slots.length - 1;
      while (slots[slot] >= 0 && !sameHost(first.get(slots[slot]), span)) {
        slot = slot + 1 & slots.length - 1;
      }
      if (slots[slot] < 0) {
        slots[slot] = first.size();
        first.add(span);
      }
      hosts[i] = slots[slot];
    }
  }

  private HostPair pair(int one, int other) {
    int low = Math.min(one, other);
    int high = Math.max(one, other);
    return pairs.computeIfAbsent((long) low << 32 | high, key -> new HostPair(low, high));
  }
}
