/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import java.util.SplittableRandom;

/**
 * The fresh parts of one round of traces: ids and times. Every service's request of the round is
 * filled from the same one, so that their spans join to traces. Not thread-safe.
 */
public final class Round {
  /** Traces of a round: a batch of 256 or 512 spans per service, as SDKs send them by default. */
  public static final int TRACES = 256;

  /** Spans of a round, over all services. */
  public static final int SPANS = TRACES * TraceShape.SPANS;

  private static final Timing[] TIMINGS = Timing.sample(1024, 42);

  private final SplittableRandom random;
  private final long[] traceHigh = new long[TRACES];
  private final long[] traceLow = new long[TRACES];
  private final long[] startNanos = new long[TRACES];
  private final Timing[] timing = new Timing[TRACES];

  public Round(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Draws new traces that end about now. */
  public void renew(long nowMillis) {
    for (int trace = 0; trace < TRACES; trace++) {
      traceHigh[trace] = random.nextLong() | 1;
      traceLow[trace] = random.nextLong();
      timing[trace] = TIMINGS[random.nextInt(TIMINGS.length)];
      startNanos[trace] =
          nowMillis * 1_000_000 - timing[trace].durationNanos()[0] + random.nextInt(1_000_000);
    }
  }

  /** The id of a trace, as 32 hexadecimal digits. */
  public String traceId(int trace) {
    return String.format("%016x%016x", traceHigh[trace], traceLow[trace]);
  }

  long traceHigh(int trace) {
    return traceHigh[trace];
  }

  long traceLow(int trace) {
    return traceLow[trace];
  }

  /** Computed, not drawn, so that a child in another request names its parent. */
  long spanId(int trace, int span) {
    return mix(traceLow[trace] + span + 1) | 1;
  }

  /** From 0 to 999,999, another for each span. */
  int digits(int trace, int span) {
    return (int) ((mix(traceHigh[trace] ^ span) >>> 1) % 1_000_000);
  }

  long startNanos(int trace, int span) {
    return startNanos[trace] + timing[trace].startNanos()[span];
  }

  long durationNanos(int trace, int span) {
    return timing[trace].durationNanos()[span];
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Generators). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
