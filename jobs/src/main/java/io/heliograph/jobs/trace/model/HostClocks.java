/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import javax.annotation.Nullable;

/**
 * Estimates how far the clocks of hosts are off, from what causality allows: a server's span lies
 * within the client's span that called it. Each such pair bounds the correction of the server's
 * clock by an interval; those of all pairs between two hosts are intersected, which is more than
 * one pair could say (cf. Jaeger's and Zipkin's adjusters, which look at one pair at a time). If no
 * correction is needed, none is made; else the middle of the interval is, as if the network took as
 * long there as back. Corrections compose along the calls from the host where the trace begins,
 * whose clock counts as right, and a host moves as a whole.
 *
 * <p>A server that took longer than its client waited says nothing, unless it began before it was
 * called: then it is moved to begin with the call. Asynchronous work says nothing.
 */
final class HostClocks {
  private final Span[] spans;
  private final int[] hosts;
  private final List<Span> first = new ArrayList<>();
  private final List<HostPair> pairs = new ArrayList<>();

  /** A correction per host, and what it rests on. */
  record Corrections(int[] hosts, long[] nanos, List<SkewEstimate> skews) {}

  private HostClocks(Span[] spans) {
    this.spans = spans;
    hosts = new int[spans.length];
  }

  /** The corrections of a trace; null, at little cost, if every pair agrees as it is. */
  @Nullable static Corrections of(Span[] spans, int[] parents, int root) {
    return allAgree(spans, parents) ? null : new HostClocks(spans).correct(parents, root);
  }

  private static boolean allAgree(Span[] spans, int[] parents) {
    for (int i = 0; i < spans.length; i++) {
      if (isPair(spans, parents, i)) {
        Span client = spans[parents[i]];
        if (spans[i].startNanos() < client.startNanos()
            || spans[i].endNanos() > client.endNanos()) {
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

  private Corrections correct(int[] parents, int root) {
    numberHosts();
    for (int i = 0; i < spans.length; i++) {
      if (isPair(spans, parents, i)) {
        pair(hosts[parents[i]], hosts[i]).add(spans[parents[i]], spans[i], hosts[i]);
      }
    }
    long[] nanos = new long[first.size()];
    int[] evidence = new int[first.size()];
    spread(hosts[root], nanos, evidence);
    for (int i = 0; i < spans.length; i++) {
      if (parents[i] < 0 && evidence[hosts[i]] == 0 && hosts[i] != hosts[root]) {
        spread(hosts[i], nanos, evidence); // a part of the trace that hangs in the air
      }
    }
    List<SkewEstimate> skews = new ArrayList<>();
    for (int host = 0; host < nanos.length; host++) {
      if (nanos[host] != 0) {
        Span of = first.get(host);
        skews.add(
            new SkewEstimate(
                of.service(), of.host(), spans[root].service(), -nanos[host], evidence[host]));
      }
    }
    return new Corrections(hosts, nanos, skews);
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
    for (int i = pairs.size() - 1; i >= 0; i--) {
      HostPair known = pairs.get(i);
      if (known.low == low && known.high == high) {
        return known;
      }
      if (pairs.size() - i > MAX_SEARCH) {
        break; // two entries of one pair: each is used, the first that leads to a host wins
      }
    }
    HostPair pair = new HostPair(low, high);
    pairs.add(pair);
    return pair;
  }

  /** Traces call few hosts, or the same one again soon. */
  private static final int MAX_SEARCH = 256;

  private void spread(int from, long[] nanos, int[] evidence) {
    List<List<HostPair>> byHost = new ArrayList<>(nanos.length);
    for (int i = 0; i < nanos.length; i++) {
      byHost.add(new ArrayList<>(2));
    }
    for (HostPair pair : pairs) {
      byHost.get(pair.low).add(pair);
      byHost.get(pair.high).add(pair);
    }
    boolean[] reached = new boolean[nanos.length];
    reached[from] = true;
    Deque<Integer> queue = new ArrayDeque<>();
    queue.add(from);
    while (!queue.isEmpty()) {
      int host = queue.remove();
      for (HostPair pair : byHost.get(host)) {
        int other = pair.low == host ? pair.high : pair.low;
        if (!reached[other] && evidence[other] == 0) {
          reached[other] = true;
          nanos[other] = nanos[host] + (pair.high == other ? pair.delta() : -pair.delta());
          evidence[other] = pair.size();
          queue.add(other);
        }
      }
    }
  }
}
