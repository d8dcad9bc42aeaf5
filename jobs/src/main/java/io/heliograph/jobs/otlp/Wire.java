/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over a protobuf message (<a
 * href="https://protobuf.dev/programming-guides/encoding/">encoding</a>). It never reads beyond the
 * message it is in, and never allocates. Fields are recognised by their whole tag, so that a known
 * field with another wire type is skipped as unknown, as generated parsers do.
 */
public final class Wire {
  /** Wire types, to compose a tag: {@code field << 3 | type}. */
  public static final int VARINT = 0;

  /** Eight bytes, little-endian. */
  public static final int I64 = 1;

  /** A length and as many bytes. */
  public static final int LEN = 2;

  /** Four bytes, little-endian. */
  public static final int I32 = 5;

  private static final int GROUP_START = 3;
  private static final int GROUP_END = 4;
  private static final int MAX_GROUPS = 64;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = {};
  private int pos;
  private int end;

  /** Starts on a message. */
  public void open(byte[] message) {
    bytes = message;
    pos = 0;
    end = message.length;
  }

  /** The message it started on; not to be modified. */
  public byte[] bytes() {
    return bytes;
  }

  int position() {
    return pos;
  }

  /** Remembers what is left of the message that was entered, without going past it. */
  public void rest(Slice into) {
    into.set(pos, end - pos);
  }

  /** Whether the message that was entered goes on. */
  public boolean more() {
    return pos < end;
  }

  /** The next tag: {@code field << 3 | type}. */
  public int tag() throws MalformedOtlpException {
    int at = pos;
    long tag = varint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw new MalformedOtlpException("a field number is out of range", at);
    }
    return (int) tag;
  }

  /** A varint of up to 64 bits. */
  public long varint() throws MalformedOtlpException {
    if (pos < end) {
      byte b = bytes[pos];
      if (b >= 0) {
        pos++;
        return b;
      }
    }
    return longVarint();
  }

  private long longVarint() throws MalformedOtlpException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (pos >= end) {
        throw new MalformedOtlpException("it ends within a number", pos);
      }
      byte b = bytes[pos++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedOtlpException("a number has more than 10 bytes", pos);
  }

  /** A zigzag varint (sint32, sint64). */
  public long zigzag() throws MalformedOtlpException {
    long n = varint();
    return (n >>> 1) ^ -(n & 1);
  }

  /** A fixed64 or sfixed64; {@link Double#longBitsToDouble} makes it a double. */
  public long fixed64() throws MalformedOtlpException {
    need(8);
    long value = (long) LONGS.get(bytes, pos);
    pos += 8;
    return value;
  }

  /** A double. */
  public double fixedDouble() throws MalformedOtlpException {
    return Double.longBitsToDouble(fixed64());
  }

  /** A fixed32. */
  public int fixed32() throws MalformedOtlpException {
    need(4);
    int value = (int) INTS.get(bytes, pos);
    pos += 4;
    return value;
  }

  /** Remembers where a length-delimited field is, and goes past it. */
  public void slice(Slice into) throws MalformedOtlpException {
    int length = length();
    into.set(pos, length);
    pos += length;
  }

  /** Adds where a length-delimited field is, and goes past it. */
  public void slice(Slices into) throws MalformedOtlpException {
    int length = length();
    into.add(pos, length);
    pos += length;
  }

  /**
   * Goes into the length-delimited field at the cursor.
   *
   * @return what {@link #leave} needs to go on behind it
   */
  public long enter() throws MalformedOtlpException {
    int length = length();
    long mark = mark(pos + length, end);
    end = pos + length;
    return mark;
  }

  /** Goes to a place remembered; {@link #leave} comes back. */
  public long enter(Slice slice) {
    return enter(slice.from, slice.length);
  }

  /** Goes to a place remembered; {@link #leave} comes back. */
  public long enter(Slices slices, int index) {
    return enter(slices.from(index), slices.length(index));
  }

  private long enter(int from, int length) {
    long mark = mark(pos, end);
    pos = from;
    end = from + length;
    return mark;
  }

  /** Leaves the message entered last. */
  public void leave(long mark) {
    pos = (int) (mark >>> 32);
    end = (int) mark;
  }

  private static long mark(int pos, int end) {
    return (long) pos << 32 | end;
  }

  /** Goes past the value of a field that is of no interest. */
  public void skip(int tag) throws MalformedOtlpException {
    skip(tag, 0);
  }

  private void skip(int tag, int depth) throws MalformedOtlpException {
    switch (tag & 7) {
      case VARINT -> varint();
      case I64 -> {
        need(8);
        pos += 8;
      }
      case I32 -> {
        need(4);
        pos += 4;
      }
      case LEN -> {
        int length = length();
        pos += length;
      }
      case GROUP_START -> skipGroup(tag, depth + 1);
      default -> throw new MalformedOtlpException("a field has wire type " + (tag & 7), pos);
    }
  }

  private void skipGroup(int start, int depth) throws MalformedOtlpException {
    if (depth > MAX_GROUPS) {
      throw new MalformedOtlpException("groups nest deeper than " + MAX_GROUPS, pos);
    }
    int stop = (start & ~7) | GROUP_END;
    for (int tag = tag(); tag != stop; tag = tag()) {
      skip(tag, depth);
    }
  }

  private int length() throws MalformedOtlpException {
    int at = pos;
    long length = varint();
    if (length < 0 || length > end - pos) {
      throw new MalformedOtlpException(
          "a field claims "
              + Long.toUnsignedString(length)
              + " bytes, "
              + (end - pos)
              + " are left",
          at);
    }
    return (int) length;
  }

  private void need(int count) throws MalformedOtlpException {
    if (end - pos < count) {
      throw new MalformedOtlpException("it ends within a number", pos);
    }
  }
}
