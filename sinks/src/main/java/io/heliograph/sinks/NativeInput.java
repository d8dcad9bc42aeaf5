/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.util.Arrays;

/** Reads a slice of a Native block. Throws {@link IndexOutOfBoundsException} past its end. */
final class NativeInput {
  private final byte[] array;
  private final int end;
  private int position;

  NativeInput(byte[] array, int offset, int length) {
    this.array = array;
    this.position = offset;
    this.end = offset + length;
  }

  int position() {
    return position;
  }

  boolean isAtEnd() {
    return position == end;
  }

  void skip(int length) {
    if (length < 0 || length > end - position) {
      throw new IndexOutOfBoundsException(
          length + " bytes wanted, " + (end - position) + " are left of the block");
    }
    position += length;
  }

  byte[] bytes(int length) {
    int from = position;
    skip(length);
    return Arrays.copyOfRange(array, from, from + length);
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int at = position;
      skip(1);
      value |= (array[at] & 0x7FL) << shift;
      if (array[at] >= 0) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("a varint of more than 64 bits");
  }

  /** A varint that fits an int. */
  int length() {
    return Math.toIntExact(varint());
  }

  long integer(int width, boolean signed) {
    int from = position;
    skip(width);
    long value = 0;
    for (int i = width - 1; i >= 0; i--) {
      value = value << 8 | (array[from + i] & 0xFF);
    }
    int unused = 64 - 8 * width;
    return signed ? value << unused >> unused : value;
  }
}
