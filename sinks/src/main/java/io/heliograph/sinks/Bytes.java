/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A byte array that grows, little-endian as the Native format is. Not thread safe. */
final class Bytes extends OutputStream {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  /** Above this a buffer gives memory back once it has been mostly empty. */
  private static final int KEEP = 1 << 20;

  byte[] array;
  int size;

  Bytes(int capacity) {
    array = new byte[capacity];
  }

  private static VarHandle view(Class<?> arrays) {
    return MethodHandles.byteArrayViewVarHandle(arrays, ByteOrder.LITTLE_ENDIAN);
  }

  /** Makes room for {@code n} more bytes. */
  void require(int n) {
    if (array.length - size < n) {
      grow(n);
    }
  }

  private void grow(int n) {
    int needed = Math.addExact(size, n);
    int doubled = array.length > (Integer.MAX_VALUE >> 1) ? needed : array.length * 2;
    array = Arrays.copyOf(array, Math.max(needed, doubled));
  }

  /** Forgets the contents; keeps the memory unless little of a lot was used. */
  void clear() {
    if (array.length > KEEP && size < array.length / 4) {
      array = new byte[Math.max(KEEP, size * 2)];
    }
    size = 0;
  }

  @Override
  public void write(int b) {
    require(1);
    array[size++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    require(length);
    System.arraycopy(source, offset, array, size, length);
    size += length;
  }

  void putShort(short value) {
    require(2);
    SHORT.set(array, size, value);
    size += 2;
  }

  void putInt(int value) {
    require(4);
    INT.set(array, size, value);
    size += 4;
  }

  void putLong(long value) {
    require(8);
    LONG.set(array, size, value);
    size += 8;
  }

  long getLong(int position) {
    return (long) LONG.get(array, position);
  }

  static long getLong(byte[] array, int position) {
    return (long) LONG.get(array, position);
  }

  static int getInt(byte[] array, int position) {
    return (int) INT.get(array, position);
  }

  /** Unsigned LEB128. */
  void putVarint(long value) {
    require(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  /** A length and the bytes. */
  void putString(byte[] source, int offset, int length) {
    require(length + 5);
    if (length < 0x80) {
      array[size++] = (byte) length;
    } else {
      putVarint(length);
    }
    System.arraycopy(source, offset, array, size, length);
    size += length;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(array, 0, size);
  }

  byte[] toArray() {
    return Arrays.copyOf(array, size);
  }
}
