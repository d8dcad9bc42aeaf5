/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import java.util.Arrays;

/** A set of spans' fingerprints. */
final class Fingerprints {
  private static final int SMALL = 32;

  private long[] slots = new long[SMALL];
  private int size;
  private boolean hasZero;

  void clear() {
    if (slots.length > SMALL && 16 * size < slots.length) {
      slots = new long[SMALL]; // most traces are small, and each pays for the filling
    } else {
      Arrays.fill(slots, 0);
    }
    size = 0;
    hasZero = false;
  }

  /** Adds one; false if it was there. */
  boolean add(long fingerprint) {
    if (fingerprint == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    if (2 * size >= slots.length) {
      grow();
    }
    return insert(fingerprint);
  }

  boolean contains(long fingerprint) {
    if (fingerprint == 0) {
      return hasZero;
    }
    int slot = (int) (fingerprint ^ fingerprint >>> 32) & slots.length - 1;
    while (slots[slot] != 0) {
      if (slots[slot] == fingerprint) {
        return true;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return false;
  }

  /** The memory it takes. */
  long footprint() {
    return 8L * slots.length;
  }

  private boolean insert(long fingerprint) {
    int slot = (int) (fingerprint ^ fingerprint >>> 32) & slots.length - 1;
    while (slots[slot] != 0) {
      if (slots[slot] == fingerprint) {
        return false;
      }
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = fingerprint;
    size++;
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    size = 0;
    for (long fingerprint : old) {
      if (fingerprint != 0) {
        insert(fingerprint);
      }
    }
  }
}
