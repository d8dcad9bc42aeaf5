/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import java.util.Arrays;

/** Gathers durations into {@link Latencies}. Not thread safe. */
public final class LatencyTally {
  private short[] buckets = new short[8];
  private int[] counts = new int[8];
  private int size;

  /** Adds one. */
  public void add(long nanos) {
    short bucket = Latencies.bucket(nanos);
    int found = Arrays.binarySearch(buckets, 0, size, bucket);
    if (found >= 0) {
      counts[found]++;
      return;
    }
    int at = ~found;
    if (size == buckets.length) {
      buckets = Arrays.copyOf(buckets, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    System.arraycopy(buckets, at, buckets, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    buckets[at] = bucket;
    counts[at] = 1;
    size++;
  }

  /** Those gathered so far. */
  public Latencies latencies() {
    return new Latencies(Arrays.copyOf(buckets, size), Arrays.copyOf(counts, size));
  }
}
