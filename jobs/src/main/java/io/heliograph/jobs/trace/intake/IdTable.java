/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Numbers ids of 128 bits from 0 on, in the order in which they first come. Clearing it costs
 * nothing. The hash is seeded, so that nobody can choose ids that collide. Not thread safe.
 */
final class IdTable {
  static final int NONE = -1;

  private static final long PRIME = 0x9E37_79B1_85EB_CA87L;

  private final long seed = ThreadLocalRandom.current().nextLong();

  /** Upper half the epoch in which it was set, lower half the number. */
  private long[] slots = new long[256];

  private long[] highs = new long[128];
  private long[] lows = new long[128];
  private int size;
  private int epoch = 1;

  void clear() {
    size = 0;
    if (++epoch == 0) {
      Arrays.fill(slots, 0);
      epoch = 1;
    }
  }

  int size() {
    return size;
  }

  long high(int number) {
    return highs[number];
  }

  long low(int number) {
    return lows[number];
  }

  /** The number of an id; {@link #size} so far if it is new. */
  int of(long high, long low) {
    int slot = slot(high, low);
    if (isSet(slot)) {
      return (int) slots[slot];
    }
    int number = size++;
    highs[number] = high;
    lows[number] = low;
    slots[slot] = (long) epoch << 32 | number;
    if (size == highs.length) {
      grow();
    }
    return number;
  }

  /** The number of an id, or {@link #NONE}. */
  int find(long high, long low) {
    int slot = slot(high, low);
    return isSet(slot) ? (int) slots[slot] : NONE;
  }

  private int slot(long high, long low) {
    long mixed = (low ^ high * 31 ^ seed) * PRIME;
    int slot = (int) (mixed >>> 32) & slots.length - 1;
    while (isSet(slot)) {
      int number = (int) slots[slot];
      if (lows[number] == low && highs[number] == high) {
        break;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private boolean isSet(int slot) {
    return (int) (slots[slot] >>> 32) == epoch;
  }

  private void grow() {
    highs = Arrays.copyOf(highs, 2 * size);
    lows = Arrays.copyOf(lows, 2 * size);
    slots = new long[4 * size];
    for (int number = 0; number < size; number++) {
      slots[slot(highs[number], lows[number])] = (long) epoch << 32 | number;
    }
  }
}
