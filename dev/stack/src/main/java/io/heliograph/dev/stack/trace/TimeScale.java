/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

/**
 * The time that the bars show. What lies outside, because its clock is off, is an arrow at the
 * edge.
 *
 * @param fromNanos Unix time
 * @param toNanos Unix time
 */
record TimeScale(long fromNanos, long toNanos) {
  TimeScale {
    toNanos = Math.max(toNanos, fromNanos + 1);
  }

  /** The trace as it was judged, or all that is there. */
  static TimeScale of(StoredTrace trace) {
    if (trace.verdict().isPresent()) {
      Verdict verdict = trace.verdict().get();
      long end = verdict.startNanos() + verdict.durationNanos();
      return new TimeScale(verdict.startNanos(), end);
    }
    long from = Long.MAX_VALUE;
    long to = Long.MIN_VALUE;
    for (SpanRow span : trace.spans()) {
      from = Math.min(from, span.startNanos());
      to = Math.max(to, span.endNanos());
    }
    return new TimeScale(from, to);
  }

  long nanos() {
    return toNanos - fromNanos;
  }

  /** A bar of exactly {@code width} cells; every span has at least one. */
  String bar(SpanRow span, int width, char ink) {
    if (span.endNanos() < fromNanos) {
      return "‹" + " ".repeat(width - 1);
    }
    if (span.startNanos() > toNanos) {
      return " ".repeat(width - 1) + "›";
    }
    int first = (int) Math.min(width - 1, cell(span.startNanos(), width));
    int last = (int) Math.max(first, Math.min(width - 1, cell(span.endNanos(), width) - 1));
    char[] cells = " ".repeat(width).toCharArray();
    for (int i = first; i <= last; i++) {
      cells[i] = ink;
    }
    if (span.startNanos() < fromNanos) {
      cells[0] = '‹';
    }
    if (span.endNanos() > toNanos) {
      cells[width - 1] = '›';
    }
    return new String(cells);
  }

  private long cell(long nanos, int width) {
    double share = (Math.max(fromNanos, Math.min(toNanos, nanos)) - fromNanos) / (double) nanos();
    return Math.round(share * width);
  }
}
