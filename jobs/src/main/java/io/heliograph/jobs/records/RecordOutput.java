/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * Bytes of a record. Whole numbers are variable-length, seven bits a byte, as in protobuf; texts
 * are UTF-8 behind their length in bytes. Not thread safe.
 */
public final class RecordOutput {
  private static final int MAX_BYTES_PER_CHAR = 3;
  private static final int MAX_VARINT_BYTES = 10;

  private byte[] bytes = new byte[512];
  private int length;

  /** For a record of its own; those of {@link RecordSerializer} are its own business. */
  public RecordOutput() {}

  /** A number that is seldom negative or over 2^56. */
  public void unsigned(long number) {
    reserve(MAX_VARINT_BYTES);
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** A number that is as often negative as positive. */
  public void signed(long number) {
    unsigned(number << 1 ^ number >> 63);
  }

  /** A number that is often large, such as Unix nanoseconds. */
  public void fixed(long number) {
    reserve(Long.BYTES);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[length++] = (byte) (number >>> shift);
    }
  }

  public void number(double number) {
    fixed(Double.doubleToRawLongBits(number));
  }

  /**
   * Whether something follows.
   *
   * @return the flag
   */
  public boolean flag(boolean flag) {
    reserve(1);
    bytes[length++] = (byte) (flag ? 1 : 0);
    return flag;
  }

  /** A value by its name's place, so that values may only be added at the end. */
  public void value(Enum<?> value) {
    unsigned(value.ordinal());
  }

  public void text(String text) {
    int chars = text.length();
    reserve(MAX_VARINT_BYTES + chars);
    int begin = length;
    unsigned(chars);
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        length = begin;
        encoded(text);
        return;
      }
      bytes[length++] = (byte) c;
    }
  }

  private void encoded(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    reserve(MAX_VARINT_BYTES + MAX_BYTES_PER_CHAR * text.length());
    unsigned(utf8.length);
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
  }

  public void texts(Map<String, String> texts) {
    unsigned(texts.size());
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      text(entry.getKey());
      text(entry.getValue());
    }
  }

  public void numbers(Collection<Long> numbers) {
    unsigned(numbers.size());
    for (long number : numbers) {
      fixed(number);
    }
  }

  public void bytes(byte[] more) {
    unsigned(more.length);
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  /** What was written: valid up to {@link #length} and until the next write. */
  byte[] buffer() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }
}
