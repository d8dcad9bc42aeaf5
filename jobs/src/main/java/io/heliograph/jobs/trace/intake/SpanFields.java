/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.util.Arrays;

/** A span with numbers of {@link Names} in place of its texts. Reused from span to span. */
final class SpanFields {
  /** The number of an {@link #instanceLane} that is null. */
  static final int NONE = -1;

  private static final int LINK = 3;

  long id;
  long parentId;
  long startNanos;
  long endNanos;
  long timeoutNanos;
  long fingerprint;
  int kind;
  int error;
  int service;
  int host;
  int instanceLane;
  int operation;
  int peer;
  int call;
  int requestLane;
  int timeoutSetting;

  /** Index of the next span of the same trace; -1 for the last. */
  int next;

  /** Of each link trace id, in two halves, and span id. */
  private long[] links = {};

  private int linkCount;

  int linkCount() {
    return linkCount;
  }

  void clearLinks() {
    linkCount = 0;
  }

  void addLink(long traceHigh, long traceLow, long spanId) {
    int at = LINK * linkCount++;
    if (at == links.length) {
      links = Arrays.copyOf(links, Math.max(LINK, 2 * at));
    }
    links[at] = traceHigh;
    links[at + 1] = traceLow;
    links[at + 2] = spanId;
  }

  long linkTraceHigh(int index) {
    return links[LINK * index];
  }

  long linkTraceLow(int index) {
    return links[LINK * index + 1];
  }

  long linkSpanId(int index) {
    return links[LINK * index + 2];
  }

  boolean sameInstance(SpanFields other) {
    return service == other.service && host == other.host && instanceLane == other.instanceLane;
  }
}
