/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import java.util.Arrays;

/**
 * How many durations are in each bucket ({@link Buckets}); those that hold none take no room.
 * Sketches add up exactly. Not thread safe.
 */
final class Sketch {
  private short[] buckets = new short[4];
  private long[] counts = new long[4];
  private int size;

  /** Adds a duration, so many times; a negative number takes back. */
  void add(long nanos, long times) {
    short bucket = Buckets.of(nanos);
    int found = Arrays.binarySearch(buckets, 0, size, bucket);
    if (found >= 0) {
      counts[found] += times;
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
    counts[at] = times;
    size++;
  }

  /** Whether all that was added was taken back. */
  boolean isEmpty() {
    dropZeros();
    return size == 0;
  }

  /** The buckets that hold any, ascending. */
  short[] buckets() {
    dropZeros();
    return Arrays.copyOf(buckets, size);
  }

  /** How many each of them holds. */
  long[] counts() {
    dropZeros();
    return Arrays.copyOf(counts, size);
  }

  private void dropZeros() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (counts[i] != 0) {
        buckets[kept] = buckets[i];
        counts[kept++] = counts[i];
      }
    }
    size = kept;
  }
}
