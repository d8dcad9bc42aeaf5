/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import java.nio.ByteBuffer;

/** A set of 128-bit hashes in one array: a hundred thousand of them must not be as many objects. */
final class KeySet {
  private static final int BYTES_PER_KEY = 16;

  private long[] slots = new long[2 * 16];
  private int size;
  private byte[] encoded;

  int size() {
    return size;
  }

  boolean contains(long high, long low) {
    return slots[find(high, mark(high, low)) + 1] != 0;
  }

  void add(long high, long low) {
    long marked = mark(high, low);
    int at = find(high, marked);
    if (slots[at + 1] != 0) {
      return;
    }
    put(at, high, marked);
    size++;
    encoded = null;
    if (4 * size > slots.length) {
      grow();
    }
  }

  /** Big-endian pairs, to be kept in state; the same array until a key is added. */
  byte[] encode() {
    if (encoded == null) {
      ByteBuffer out = ByteBuffer.allocate(size * BYTES_PER_KEY);
      for (int at = 0; at < slots.length; at += 2) {
        if (slots[at + 1] != 0) {
          out.putLong(slots[at]).putLong(slots[at + 1]);
        }
      }
      encoded = out.array();
    }
    return encoded;
  }

  void addAll(byte[] keys) {
    ByteBuffer in = ByteBuffer.wrap(keys);
    while (in.remaining() >= BYTES_PER_KEY) {
      add(in.getLong(), in.getLong());
    }
  }

  /** An empty slot is one whose low half is 0, so no key may have that. */
  private static long mark(long high, long low) {
    return low != 0 ? low : high | 1;
  }

  /** The slot of a key, or the empty one where it belongs. */
  private int find(long high, long marked) {
    int mask = slots.length / 2 - 1;
    int slot = (int) marked & mask;
    while (slots[2 * slot + 1] != 0 && (slots[2 * slot] != high || slots[2 * slot + 1] != marked)) {
      slot = (slot + 1) & mask;
    }
    return 2 * slot;
  }

  private void put(int at, long high, long marked) {
    slots[at] = high;
    slots[at + 1] = marked;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (int at = 0; at < old.length; at += 2) {
      if (old[at + 1] != 0) {
        put(find(old[at], old[at + 1]), old[at], old[at + 1]);
      }
    }
  }
}
