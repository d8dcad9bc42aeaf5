/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

/**
 * The buckets of a DDSketch with a relative error of 1%: bucket {@code i} holds durations in {@code
 * (g^(i-1), g^i]} with {@code g = 101/99}, so that {@code 0.99 g^i} is within 1% of each of them
 * (Masson, Rim, Lee: DDSketch, VLDB 2019). The same as {@code ceil(log(ns) / log(101 / 99))} in the
 * table's words, without a logarithm per call: the first six binary digits lead to a bucket that is
 * at most one off, and the borders decide.
 */
final class Buckets {
  /** Of a duration of nothing, whose logarithm there is none of: so low that it stands for 0. */
  static final short ZERO = Short.MIN_VALUE;

  private static final double LOG_GAMMA = Math.log(101.0 / 99);
  private static final int DIGITS = 6;
  private static final int CELLS = 1 << DIGITS;

  /** The longest duration in each bucket. */
  private static final long[] LONGEST = longest();

  /** For each exponent and the first digits behind it: the bucket of the shortest such duration. */
  private static final short[] FIRST = first();

  private Buckets() {}

  /** The bucket of a duration; a negative one is none. */
  static short of(long nanos) {
    if (nanos <= 0) {
      return ZERO;
    }
    int zeros = Long.numberOfLeadingZeros(nanos);
    int digits = (int) (nanos << zeros >>> (Long.SIZE - 1 - DIGITS)) & (CELLS - 1);
    int bucket = FIRST[((Long.SIZE - 1 - zeros) << DIGITS) | digits];
    while (nanos > LONGEST[bucket]) {
      bucket++;
    }
    return (short) bucket;
  }

  /** The definition. */
  static int byLogarithm(long nanos) {
    return (int) Math.ceil(Math.log((double) nanos) / LOG_GAMMA);
  }

  private static long[] longest() {
    long[] longest = new long[byLogarithm(Long.MAX_VALUE) + 1];
    for (int bucket = 0; bucket < longest.length; bucket++) {
      long in = bucket == 0 ? 1 : longest[bucket - 1];
      long out = Long.MAX_VALUE;
      if (byLogarithm(out) <= bucket) {
        in = out;
      }
      while (out - in > 1) {
        long middle = in + (out - in) / 2;
        if (byLogarithm(middle) <= bucket) {
          in = middle;
        } else {
          out = middle;
        }
      }
      longest[bucket] = in;
    }
    return longest;
  }

  private static short[] first() {
    short[] first = new short[(Long.SIZE - 1) << DIGITS];
    for (int i = 0; i < first.length; i++) {
      int exponent = i >> DIGITS;
      long digits = CELLS | (i & (CELLS - 1));
      long nanos =
          exponent < DIGITS ? digits >> (DIGITS - exponent) : digits << (exponent - DIGITS);
      first[i] = (short) byLogarithm(nanos);
    }
    return first;
  }
}
