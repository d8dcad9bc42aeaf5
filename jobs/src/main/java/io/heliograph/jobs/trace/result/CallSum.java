/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

/** Calls, errors and durations of one key, as they add up. Not thread safe. */
final class CallSum {
  final Sketch sketch = new Sketch();
  long calls;
  long errors;
  long totalNanos;

  /** Adds a call, or with -1 takes it back. */
  void add(long nanos, boolean failed, int times) {
    calls += times;
    errors += failed ? times : 0;
    totalNanos += times * nanos;
    sketch.add(nanos, times);
  }

  /** Whether all that was added was taken back. */
  boolean isNothing() {
    return calls == 0 && errors == 0 && totalNanos == 0 && sketch.isEmpty();
  }
}
