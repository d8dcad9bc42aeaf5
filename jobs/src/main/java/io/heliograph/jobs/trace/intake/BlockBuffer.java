/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of a block, or of a row of them, as it grows; reused from block to block. */
final class BlockBuffer {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Version and length, which is known last, have this much room in front. */
  private static final int FRONT = 1 + 5;

  private static final int LONGEST_VARINT = 10;

  private byte[] bytes = new byte[1 << 12];
  private int size = FRONT;

  void clear() {
    size = FRONT;
  }

  void u8(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  void u64(long value) {
    ensure(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  void varint(long value) {
    ensure(LONGEST_VARINT);
    long rest = value;
    int at = size;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    size = at;
  }

  void zigzag(long value) {
    varint(value << 1 ^ value >> 63);
  }

  /** All of an array behind an index. */
  void bytes(byte[] from, int start) {
    int count = from.length - start;
    ensure(count);
    System.arraycopy(from, start, bytes, size, count);
    size += count;
  }

  /** The block: version, length, and all that was written. */
  byte[] block(int version) {
    int length = size - FRONT;
    int front = 1;
    for (int rest = length; rest > 0x7f; rest >>>= 7) {
      front++;
    }
    int start = FRONT - front - 1;
    int end = size;
    bytes[start] = (byte) version;
    size = start + 1;
    varint(length);
    size = end;
    return Arrays.copyOfRange(bytes, start, end);
  }

  boolean isEmpty() {
    return size == FRONT;
  }

  /** All that was written, with nothing in front; it is empty then. */
  byte[] take() {
    byte[] taken = Arrays.copyOfRange(bytes, FRONT, size);
    clear();
    return taken;
  }

  private void ensure(int count) {
    if (bytes.length - size < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + count));
    }
  }
}
