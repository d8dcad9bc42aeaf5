/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** Hosts, and which of them called which: the ways on which corrections of clocks spread. */
final class HostGraph {
  private final List<List<HostPair>> byHost;
  private final boolean[] reached;
  private final long[] nanos;
  private final Correction[] allowed;
  private final int[] evidence;

  /**
   * @param nanos becomes the correction of each host
   * @param allowed becomes what the correction of each may be
   * @param evidence becomes the number of calls that each rests on
   */
  HostGraph(Collection<HostPair> pairs, long[] nanos, Correction[] allowed, int[] evidence) {
    this.nanos = nanos;
    this.allowed = allowed;
    this.evidence = evidence;
    reached = new boolean[nanos.length];
    byHost = new ArrayList<>(nanos.length);
    for (int i = 0; i < nanos.length; i++) {
      byHost.add(new ArrayList<>(2));
    }
    for (HostPair pair : pairs) {
      byHost.get(pair.low).add(pair);
      byHost.get(pair.high).add(pair);
    }
  }

  /**
   * Corrects all hosts that are connected with one whose clock counts as right, unless one of them
   * was reached before. Calls that say little are followed when there are no others left.
   */
  void spread(int from) {
    if (reached[from]) {
      return;
    }
    Deque<Integer> hosts = new ArrayDeque<>();
    Deque<HostPair> unsure = new ArrayDeque<>();
    reached[from] = true;
    allowed[from] = Correction.NONE;
    hosts.add(from);
    while (!hosts.isEmpty() || !unsure.isEmpty()) {
      if (hosts.isEmpty()) {
        follow(unsure.remove(), hosts);
      } else {
        for (HostPair pair : byHost.get(hosts.remove())) {
          if (pair.isSure()) {
            follow(pair, hosts);
          } else {
            unsure.add(pair);
          }
        }
      }
    }
  }

  private void follow(HostPair pair, Deque<Integer> hosts) {
    int known = reached[pair.low] ? pair.low : pair.high;
    int other = known == pair.low ? pair.high : pair.low;
    if (!reached[other]) {
      reached[other] = true;
      Correction correction = pair.correction(other, nanos[known]);
      nanos[other] = correction.nanos();
      allowed[other] = correction.given(nanos[known], allowed[known]);
      evidence[other] = pair.size();
      hosts.add(other);
    }
  }
}
