/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.records;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@link RecordOutput} wrote, in the same order. Damaged bytes are an {@link
 * IOException}. Not thread safe.
 */
public final class RecordInput {
  private static final int MAX_VARINT_BITS = 63;

  private final Names names = new Names();
  private byte[] bytes = {};
  private int at;
  private int end;

  RecordInput() {}

  /** Room for a record of so many bytes, to be filled before it is read. */
  byte[] begin(int length) {
    if (bytes.length < length) {
      bytes = new byte[Math.max(length, 2 * bytes.length)];
    }
    at = 0;
    end = length;
    return bytes;
  }

  int length() {
    return end;
  }

  boolean atEnd() {
    return at == end;
  }

  public long unsigned() throws IOException {
    long number = 0;
    for (int shift = 0; shift <= MAX_VARINT_BITS; shift += 7) {
      require(1);
      byte b = bytes[at++];
      number |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return number;
      }
    }
    throw new IOException("a number of a record does not end");
  }

  public long signed() throws IOException {
    long number = unsigned();
    return number >>> 1 ^ -(number & 1);
  }

  public long fixed() throws IOException {
    require(Long.BYTES);
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      number |= (bytes[at++] & 0xFFL) << shift;
    }
    return number;
  }

  public double number() throws IOException {
    return Double.longBitsToDouble(fixed());
  }

  public boolean flag() throws IOException {
    require(1);
    return bytes[at++] != 0;
  }

  public <E extends Enum<E>> E value(E[] values) throws IOException {
    long ordinal = unsigned();
    if (ordinal < 0 || ordinal >= values.length) {
      throw new IOException(
          "value "
              + ordinal
              + " of "
              + values.getClass().getComponentType().getSimpleName()
              + " is not known");
    }
    return values[(int) ordinal];
  }

  /** A text that seldom repeats. */
  public String text() throws IOException {
    int length = size(1);
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** A text that many records share, such as the name of a service: one object for most of them. */
  public String name() throws IOException {
    int length = size(1);
    String name = names.of(bytes, at, length);
    at += length;
    return name;
  }

  /** Texts of which many records have the same. */
  @SuppressWarnings({"rawtypes", "unchecked"}) // an array of a generic type
  public Map<String, String> names() throws IOException {
    int count = size(2);
    if (count == 0) {
      return Map.of();
    }
    Map.Entry[] entries = new Map.Entry[count];
    for (int i = 0; i < count; i++) {
      entries[i] = Map.entry(name(), name());
    }
    return Map.ofEntries(entries);
  }

  public List<Long> numbers() throws IOException {
    int count = size(Long.BYTES);
    List<Long> numbers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(fixed());
    }
    return List.copyOf(numbers);
  }

  public byte[] bytes() throws IOException {
    int length = size(1);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /**
   * How many of something follow.
   *
   * @param least bytes that each of them takes
   */
  public int size(int least) throws IOException {
    long size = unsigned();
    if (size < 0 || size > (end - at) / least) {
      throw new IOException(size + " elements of a record in " + (end - at) + " bytes");
    }
    return (int) size;
  }

  private void require(int more) throws IOException {
    if (end - at < more) {
      throw new IOException("a record ends after " + end + " bytes, in the middle");
    }
  }
}
