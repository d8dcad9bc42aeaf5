/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import java.util.SplittableRandom;

/**
 * When the spans of a trace start and how long they take: log-normal work of each span, a parent
 * lasting as long as its children one after the other plus its own work.
 *
 * @param startNanos by span, from the start of the trace
 * @param durationNanos by span
 */
record Timing(long[] startNanos, long[] durationNanos) {
  private static final double MEDIAN_MICROS = 800;
  private static final double SIGMA = 0.9;
  private static final long HOP_NANOS = 150_000;

  /** Timings to choose from; the same seed gives the same. */
  static Timing[] sample(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Timing[] timings = new Timing[count];
    for (int i = 0; i < count; i++) {
      long[] start = new long[TraceShape.SPANS];
      long[] duration = new long[TraceShape.SPANS];
      lay(0, 0, start, duration, random);
      timings[i] = new Timing(start, duration);
    }
    return timings;
  }

  private static void lay(
      int span, long at, long[] start, long[] duration, SplittableRandom random) {
    start[span] = at;
    long cursor = at + (long) (1_000 * MEDIAN_MICROS * Math.exp(SIGMA * random.nextGaussian()));
    for (int child = span + 1; child < TraceShape.SPANS; child++) {
      if (TraceShape.SHAPE.get(child).parent() == span) {
        lay(child, cursor + HOP_NANOS, start, duration, random);
        cursor = start[child] + duration[child] + HOP_NANOS;
      }
    }
    duration[span] = cursor - at;
  }
}
