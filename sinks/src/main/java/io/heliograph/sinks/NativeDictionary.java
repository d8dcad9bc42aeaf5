/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * LowCardinality(String): a dictionary of this block, and for each value its index there.
 *
 * <p>The layout is ClickHouse's SerializationLowCardinality without a shared dictionary: version 1
 * in the prefix; then flags, keys and indexes, or nothing at all if there are no values. Values
 * taken back leave their keys behind, which is harmless.
 *
 * <p>A column of many distinct values costs the memory of a String column and four bytes each:
 * blocks are small, and the dictionary dies with its block.
 */
final class NativeDictionary extends NativeText {
  private static final long VERSION = 1;
  private static final long HAS_ADDITIONAL_KEYS = 1 << 9;
  private static final long NEED_UPDATE = 1 << 10;
  private static final int FIRST_SLOTS = 256;

  private final Bytes keys = new Bytes(256);
  private final Bytes scratch = new Bytes(256);
  private int keyCount;
  private int[] keyHash = new int[FIRST_SLOTS / 2];
  private int[] keyFrom = new int[FIRST_SLOTS / 2];
  private int[] keyLength = new int[FIRST_SLOTS / 2];
  private int[] slots = new int[FIRST_SLOTS]; // key index + 1; 0 is free
  private int[] indexes = new int[64];

  @Override
  public void add(byte[] bytes, int offset, int length) {
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, size * 2);
    }
    indexes[size++] = indexOf(bytes, offset, length);
  }

  private int indexOf(byte[] bytes, int offset, int length) {
    int hash = hash(bytes, offset, length);
    int mask = slots.length - 1;
    for (int slot = hash & mask; ; slot = (slot + 1) & mask) {
      int key = slots[slot] - 1;
      if (key < 0) {
        return insert(bytes, offset, length, hash, slot);
      }
      if (keyHash[key] == hash && isKey(key, bytes, offset, length)) {
        return key;
      }
    }
  }

  private boolean isKey(int key, byte[] bytes, int offset, int length) {
    int from = keyFrom[key];
    return keyLength[key] == length
        && Arrays.equals(keys.array, from, from + length, bytes, offset, offset + length);
  }

  private int insert(byte[] bytes, int offset, int length, int hash, int slot) {
    int key = keyCount++;
    slots[slot] = key + 1;
    if (key == keyHash.length) {
      keyHash = Arrays.copyOf(keyHash, key * 2);
      keyFrom = Arrays.copyOf(keyFrom, key * 2);
      keyLength = Arrays.copyOf(keyLength, key * 2);
    }
    keys.putString(bytes, offset, length);
    keyHash[key] = hash;
    keyFrom[key] = keys.size - length;
    keyLength[key] = length;
    if (keyCount * 2 > slots.length) {
      rehash(slots.length * 2);
    }
    return key;
  }

  private void rehash(int length) {
    slots = new int[length];
    for (int key = 0; key < keyCount; key++) {
      int slot = keyHash[key] & (length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (length - 1);
      }
      slots[slot] = key + 1;
    }
  }

  /** Eight bytes at a time; the last eight overlap those before. */
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

  @Override
  int bytes() {
    return keys.size + size * 2;
  }

  @Override
  void mark() {}

  @Override
  void truncate(int size) {
    this.size = size;
  }

  @Override
  void clear() {
    size = 0;
    keyCount = 0;
    keys.clear();
    scratch.clear();
    if (slots.length > FIRST_SLOTS * 64) {
      slots = new int[FIRST_SLOTS];
      keyHash = new int[FIRST_SLOTS / 2];
      keyFrom = new int[FIRST_SLOTS / 2];
      keyLength = new int[FIRST_SLOTS / 2];
      indexes = new int[64];
    } else {
      Arrays.fill(slots, 0);
    }
  }

  @Override
  void writePrefix(OutputStream out) throws IOException {
    writeLong(out, VERSION);
  }

  @Override
  void writeData(OutputStream out) throws IOException {
    if (size == 0) {
      return;
    }
    int indexType = keyCount <= 1 << 8 ? 0 : keyCount <= 1 << 16 ? 1 : 2;
    writeLong(out, HAS_ADDITIONAL_KEYS | NEED_UPDATE | indexType);
    writeLong(out, keyCount);
    keys.writeTo(out);
    writeLong(out, size);
    scratch.size = 0;
    scratch.require(size << indexType);
    for (int i = 0; i < size; i++) {
      switch (indexType) {
        case 0 -> scratch.write(indexes[i]);
        case 1 -> scratch.putShort((short) indexes[i]);
        default -> scratch.putInt(indexes[i]);
      }
    }
    scratch.writeTo(out);
  }

  private void writeLong(OutputStream out, long value) throws IOException {
    scratch.size = 0;
    scratch.putLong(value);
    scratch.writeTo(out);
  }

  @Override
  void readPrefix(NativeInput in) {
    long version = in.integer(8, true);
    if (version != VERSION) {
      throw new IllegalArgumentException("LowCardinality of version " + version);
    }
  }

  @Override
  Object[] read(NativeInput in, int count) {
    Object[] values = new Object[count];
    if (count == 0) {
      return values;
    }
    int width = 1 << (in.integer(8, true) & 0xFF);
    Object[] dictionary = new Object[Math.toIntExact(in.integer(8, true))];
    for (int i = 0; i < dictionary.length; i++) {
      dictionary[i] = in.bytes(in.length());
    }
    long rows = in.integer(8, true);
    if (rows != count) {
      throw new IllegalArgumentException("a dictionary column has " + rows + " values of " + count);
    }
    for (int i = 0; i < count; i++) {
      values[i] = dictionary[(int) in.integer(width, false)];
    }
    return values;
  }
}
