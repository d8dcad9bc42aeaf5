/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Distinct byte strings, numbered in the order they first came: an open-addressing hash table whose
 * keys lie one after the other, as a String column is written. Allocates only to grow.
 */
final class KeyTable {
  private static final int FIRST_SLOTS = 256;
  private static final int KEEP_SLOTS = 1 << 14;

  private final Bytes keys = new Bytes(256);
  private int count;
  private int[] hashes;
  private int[] starts;
  private int[] lengths;
  private int[] slots; // number of the key + 1; 0 is free

  KeyTable() {
    allocate();
  }

  private void allocate() {
    hashes = new int[FIRST_SLOTS / 2];
    starts = new int[FIRST_SLOTS / 2];
    lengths = new int[FIRST_SLOTS / 2];
    slots = new int[FIRST_SLOTS];
  }

  /** The number of a key, which is added if it is new. */
  int numberOf(byte[] bytes, int offset, int length) {
    int hash = hash(bytes, offset, length);
    int mask = slots.length - 1;
    for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
      int key = slots[slot] - 1;
      if (key < 0) {
        return insert(bytes, offset, length, hash, slot);
      }
      if (hashes[key] == hash && isKey(key, bytes, offset, length)) {
        return key;
      }
    }
  }

  private boolean isKey(int key, byte[] bytes, int offset, int length) {
    int from = starts[key];
    return lengths[key] == length
        && Arrays.equals(keys.array, from, from + length, bytes, offset, offset + length);
  }

  private int insert(byte[] bytes, int offset, int length, int hash, int slot) {
    int key = count++;
    slots[slot] = key + 1;
    if (key == hashes.length) {
      hashes = Arrays.copyOf(hashes, key * 2);
      starts = Arrays.copyOf(starts, key * 2);
      lengths = Arrays.copyOf(lengths, key * 2);
    }
    keys.putString(bytes, offset, length);
    hashes[key] = hash;
    starts[key] = keys.size - length;
    lengths[key] = length;
    if (count * 2 > slots.length) {
      rehash(slots.length * 2);
    }
    return key;
  }

  private void rehash(int length) {
    slots = new int[length];
    for (int key = 0; key < count; key++) {
      int slot = hashes[key] & (length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (length - 1);
      }
      slots[slot] = key + 1;
    }
  }

  /** Eight bytes at a time; the last eight may overlap those before. */
  private static int hash(byte[] bytes, int offset, int length) {
    long hash = length * 0x9E3779B97F4A7C15L;
    int end = offset + length;
    if (length >= 8) {
      for (int i = offset; i + 8 < end; i += 8) {
        hash = mix(hash ^ Bytes.getLong(bytes, i));
      }
      hash = mix(hash ^ Bytes.getLong(bytes, end - 8));
    } else if (length >= 4) {
      long head = Bytes.getInt(bytes, offset);
      hash = mix(hash ^ (head << 32 | (Bytes.getInt(bytes, end - 4) & 0xFFFFFFFFL)));
    } else {
      for (int i = offset; i < end; i++) {
        hash = (hash ^ bytes[i]) * 0x100000001B3L;
      }
      hash = mix(hash);
    }
    return (int) (hash >>> 32);
  }

  private static long mix(long value) {
    long product = value * 0xD6E8FEB86659FD93L;
    return product ^ product >>> 32;
  }

  int count() {
    return count;
  }

  /** Bytes that {@link #writeTo} writes. */
  int bytes() {
    return keys.size;
  }

  /** Writes the keys in the order of their numbers. */
  void writeTo(OutputStream out) throws IOException {
    keys.writeTo(out);
  }

  void clear() {
    count = 0;
    keys.clear();
    if (slots.length > KEEP_SLOTS) {
      allocate();
    } else {
      Arrays.fill(slots, 0);
    }
  }
}
