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
  private static final int KEEP_INDEXES = 1 << 18;

  /** A power of two. */
  private static final int RECENT = 64;

  private static final String[] NONE = {};

  private final KeyTable keys = new KeyTable();
  private final Bytes scratch = new Bytes(256);
  private int[] indexes = new int[64];

  /** Strings met in this block by the low bits of their hash, and their keys' numbers. */
  private String[] recent = NONE;

  private int[] recentKeys = {};

  @Override
  public void add(byte[] bytes, int offset, int length) {
    addKey(keys.numberOf(bytes, offset, length));
  }

  private void addKey(int number) {
    if (size == indexes.length) {
      indexes = Arrays.copyOf(indexes, size * 2);
    }
    indexes[size++] = number;
  }

  /** Knows a string again that comes as the same object, as names from a table do. */
  @Override
  public void add(String value) {
    if (recent.length == 0) {
      recent = new String[RECENT];
      recentKeys = new int[RECENT];
    }
    int slot = value.hashCode() & RECENT - 1;
    if (isSame(recent[slot], value)) {
      addKey(recentKeys[slot]);
    } else {
      super.add(value);
      recent[slot] = value;
      recentKeys[slot] = indexes[size - 1];
    }
  }

  @SuppressWarnings("ReferenceEquality") // equal ones that are not the same take the long way
  private static boolean isSame(String known, String value) {
    return known == value;
  }

  @Override
  int bytes() {
    return keys.bytes() + size * 2;
  }

  @Override
  void truncate(int size) {
    this.size = size;
  }

  @Override
  void clear() {
    if (indexes.length > KEEP_INDEXES && size < indexes.length / 4) {
      indexes = new int[KEEP_INDEXES];
    }
    size = 0;
    keys.clear();
    Arrays.fill(recent, null);
    scratch.clear();
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
    int indexType = keys.count() <= 1 << 8 ? 0 : keys.count() <= 1 << 16 ? 1 : 2;
    writeLong(out, HAS_ADDITIONAL_KEYS | NEED_UPDATE | indexType);
    writeLong(out, keys.count());
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
