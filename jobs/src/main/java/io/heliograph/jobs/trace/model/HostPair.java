/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.model;

import java.util.Arrays;

/**
 * What the calls between two hosts say of the clock of one against the other's. A call that its
 * server answered in less time than its client took allows an interval of corrections. Where not
 * all intervals have a correction in common, that of most calls counts, of equally many the one
 * closest to none (K. Marzullo, Maintaining the Time in a Distributed System, 1984, as NTP uses
 * it): a call that streams, so that either side ends when it likes, is outvoted. Any other call
 * says no more than that it was served after it was made, and is asked only where there is no
 * better.
 */
final class HostPair {
  /** Further than any clock, near enough to be added to one. */
  private static final long FAR = Long.MAX_VALUE / 4;

  final int low;
  final int high;
  private long[] leasts = new long[4];
  private long[] mosts = new long[4];
  private int size;
  private long served = -FAR;
  private long serves = FAR;
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
    if (from > to) {
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

  /** Whether any call allows no more than an interval. */
  boolean isSure() {
    return size > 0;
  }

  /** Calls that the corrections rest on. */
  int size() {
    return size > 0 ? size : weak;
  }

  /** What to add to the times of one of the hosts, given what is added to the other's. */
  long correction(int of, long other) {
    boolean high = of == this.high;
    if (size == 0) {
      long least = other + (high ? served : -serves);
      long most = other + (high ? serves : -served);
      return least > 0 ? least : Math.min(most, 0);
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

  private static long ofMost(long[] from, long[] to) {
    int common = 0;
    int most = 0;
    long correction = 0;
    int opened = 0;
    int closed = 0;
    while (opened < from.length) {
      if (from[opened] > to[closed]) {
        common--;
        closed++;
        continue;
      }
      common++;
      long candidate = within(from[opened++], to[closed]);
      if (common > most || (common == most && Math.abs(candidate) < Math.abs(correction))) {
        most = common;
        correction = candidate;
      }
    }
    return correction;
  }

  /** None if that is allowed, else the middle, as if the network took as long there as back. */
  private static long within(long least, long most) {
    return least <= 0 && most >= 0 ? 0 : least + (most - least) / 2;
  }
}
