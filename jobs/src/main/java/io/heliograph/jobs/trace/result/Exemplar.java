/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

/** The trace of the slowest call; of calls that took equally long, of the greater id. */
final class Exemplar {
  private long nanos = -1;
  private long high;
  private long low;

  void offer(long callNanos, long traceHigh, long traceLow) {
    if (callNanos > nanos || (callNanos == nanos && isGreater(traceHigh, traceLow))) {
      nanos = callNanos;
      high = traceHigh;
      low = traceLow;
    }
  }

  private boolean isGreater(long traceHigh, long traceLow) {
    int order = Long.compareUnsigned(traceHigh, high);
    return order > 0 || (order == 0 && Long.compareUnsigned(traceLow, low) > 0);
  }

  /** As the tables have it: the greater text is the slower call. Empty if there is none. */
  String text() {
    return nanos < 0 ? "" : String.format("%016x%016x%016x", nanos, high, low);
  }
}
