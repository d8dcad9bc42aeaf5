/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

/**
 * How often which duration occurred lately, in 2 KiB. Buckets are log-linear, 16 to a power of two
 * (as in Gil Tene's HdrHistogram), so durations less than 6% apart may count as equal; all below 1
 * microsecond do, and all above 73 minutes.
 *
 * <p>Whenever the counts reach {@value #MOST} they are halved: what is older than the last 5,000 to
 * 10,000 durations counts half, a quarter, and so on. Halving a float is exact, so the same
 * durations in the same order always lead to the same answers.
 */
final class RecentDurations {
  static final int MOST = 10_000;

  private static final int STEPS_BITS = 4;
  private static final int LEAST_BITS = 10;
  private static final int MOST_BITS = 42;
  private static final int BUCKETS = (MOST_BITS - LEAST_BITS) << STEPS_BITS;

  private final float[] counts = new float[BUCKETS];
  private int highest;
  private float total;

  void add(long nanos) {
    int bucket = bucket(nanos);
    counts[bucket]++;
    highest = Math.max(highest, bucket);
    if (++total >= MOST) {
      total = 0;
      for (int i = 0; i < BUCKETS; i++) {
        counts[i] /= 2;
        total += counts[i];
      }
    }
  }

  /** How many durations are remembered; old ones count in part. */
  float total() {
    return total;
  }

  /** Whether the durations as long as this one, or longer, are less than a share of all. */
  boolean fewerAsLong(long nanos, double share) {
    float asLong = 0;
    int least = bucket(nanos);
    for (int i = highest; i >= least; i--) {
      asLong += counts[i];
      if (asLong >= share * total) {
        return false;
      }
    }
    return true;
  }

  private static int bucket(long nanos) {
    long within = Math.min(Math.max(nanos, 1L << LEAST_BITS), (1L << MOST_BITS) - 1);
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(within);
    int step = (int) (within >>> (power - STEPS_BITS)) & ((1 << STEPS_BITS) - 1);
    return ((power - LEAST_BITS) << STEPS_BITS) + step;
  }
}
