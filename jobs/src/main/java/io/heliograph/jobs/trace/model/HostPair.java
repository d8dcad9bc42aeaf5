/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.Arrays;

/**
 * What the calls between two hosts say of the clock of one against the other's. A call that its
 * server answered in less time than its client took allows an interval of corrections. Where not
 * all intervals have a correction in common, that of most calls counts, of equally many the one
 * closest to none (K. Marzullo, Maintaining the Time in a Distributed System, 1984, as NTP uses
 * it): a call that streams, so that either side ends when it likes, is outvoted. Any other call,
 * and one that got no answer, says no more than that it was served after it was made, and is asked
 * only where there is no better.
 */
final class HostPair {
  final int low;
  final int high;
  private long[] leasts = new long[4];
  private long[] mosts = new long[4];
  private int size;
  private long served = -Correction.FAR;
  private long serves = Correction.FAR;
  private int weak;

  HostPair(int low, int high) {
    this.low = low;
    this.high = high;
  }

  /** Adds a call; {@code serverHost} says which of the two serves it. */
  void add(Span client, Span server, int serverHost) {
    long from = client.startNanos() - server.startNanos();
    long to = client.endNanos() - server.endNanos();
    boolean highServes = serverHost == high;
    if (from > to || !client.hasAnswerOf(server)) {
      weak++;
      served = highServes ? Math.max(served, from) : served;
      serves = highServes ? serves : Math.min(serves, -from);
      return;
    }
    if (size == leasts.length) {
      leasts = Arrays.copyOf(leasts, 2 * size);
      mosts = Arrays.copyOf(mosts, 2 * size);
    }
    leasts[size] = highServes ? from : -to;
    mosts[size++] = highServes ? to : -from;
  }

  /** Whether any call bounds a correction on both sides. */
  boolean isSure() {
    return size > 0;
  }

  /** Calls that the corrections rest on. */
  int size() {
    return size > 0 ? size : weak;
  }

  /** What may be added to the times of one of the hosts, given what is added to the other's. */
  Correction correction(int of, long other) {
    boolean high = of == this.high;
    if (size == 0) {
      return new Correction(other + (high ? served : -serves), other + (high ? serves : -served));
    }
    long[] from = new long[size];
    long[] to = new long[size];
    for (int i = 0; i < size; i++) {
      from[i] = other + (high ? leasts[i] : -mosts[i]);
      to[i] = other + (high ? mosts[i] : -leasts[i]);
    }
    Arrays.sort(from);
    Arrays.sort(to);
    return ofMost(from, to);
  }

  private static Correction ofMost(long[] from, long[] to) {
    int common = 0;
    int most = 0;
    Correction best = Correction.NONE;
    int opened = 0;
    int closed = 0;
    while (opened < from.length) {
      if (from[opened] > to[closed]) {
        common--;
        closed++;
        continue;
      }
      common++;
      Correction candidate = new Correction(from[opened++], to[closed]);
      if (common > most || (common == most && candidate.needed() < best.needed())) {
        most = common;
        best = candidate;
      }
    }
    return best;
  }
}
