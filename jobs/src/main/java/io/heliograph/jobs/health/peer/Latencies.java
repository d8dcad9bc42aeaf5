/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import java.util.Arrays;

/**
 * A log-linear histogram of durations: eight buckets of equal width to each power of two, so that
 * the middle of a bucket is within 6.25 % of all in it (as in HdrHistogram, with 3 bits). Those
 * that hold none take no room; there are at most 505. Histograms add up exactly.
 *
 * @param buckets ascending
 * @param counts of the buckets, in their order, each over 0
 */
@SuppressWarnings("ArrayRecordComponent") // Flink serializes it as it is
public record Latencies(short[] buckets, int[] counts) {
  /** No duration at all. */
  public static final Latencies NONE = new Latencies(new short[0], new int[0]);

  /** The greatest bucket. */
  static final short LAST = 504;

  private static final int BITS = 3;
  private static final int PER_OCTAVE = 1 << BITS;

  /** The bucket of a duration. */
  static short bucket(long nanos) {
    if (nanos <= 0) {
      return 0;
    }
    int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    long digits = exponent < BITS ? nanos << (BITS - exponent) : nanos >>> (exponent - BITS);
    return (short) (PER_OCTAVE * exponent + (int) (digits & (PER_OCTAVE - 1)) + 1);
  }

  /** The middle of a bucket, in nanoseconds. */
  static long middle(short bucket) {
    if (bucket == 0) {
      return 0;
    }
    int exponent = (bucket - 1) / PER_OCTAVE;
    int digits = (bucket - 1) % PER_OCTAVE;
    return (long) Math.scalb(PER_OCTAVE + digits + 0.5, exponent - BITS);
  }

  Latencies plus(Latencies other) {
    if (counts.length == 0) {
      return other;
    }
    short[] merged = new short[buckets.length + other.buckets.length];
    int[] sums = new int[merged.length];
    int size = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < buckets.length || theirs < other.buckets.length) {
      boolean takeMine =
          theirs == other.buckets.length
              || (mine < buckets.length && buckets[mine] <= other.buckets[theirs]);
      short bucket = takeMine ? buckets[mine] : other.buckets[theirs];
      long sum = takeMine ? counts[mine++] : 0;
      if (theirs < other.buckets.length && other.buckets[theirs] == bucket) {
        sum += other.counts[theirs++];
      }
      merged[size] = bucket;
      sums[size++] = (int) Math.min(Integer.MAX_VALUE, sum);
    }
    return new Latencies(Arrays.copyOf(merged, size), Arrays.copyOf(sums, size));
  }

  /** The duration below which a share of them lies, in nanoseconds; 0 if there are none. */
  long quantile(double share) {
    long total = 0;
    for (int count : counts) {
      total += count;
    }
    long rank = (long) Math.ceil(share * total);
    for (int i = 0; i < counts.length; i++) {
      rank -= counts[i];
      if (rank <= 0) {
        return middle(buckets[i]);
      }
    }
    return 0;
  }
}
