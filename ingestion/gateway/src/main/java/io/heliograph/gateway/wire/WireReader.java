/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A cursor over protobuf's wire format in an array, without building messages. {@code limit} is the
 * end of the message being read; nothing is read past it. One thread.
 */
final class WireReader {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  private static final int START_GROUP = 3;
  private static final int END_GROUP = 4;
  private static final int FIXED32 = 5;
  private static final int MAX_GROUP_DEPTH = 32;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  final byte[] data;
  int pos;
  int limit;

  WireReader(byte[] data, int from, int to) {
    this.data = data;
    this.pos = from;
    this.limit = to;
  }

  boolean more() {
    return pos < limit;
  }

  static int field(int tag) {
    return tag >>> 3;
  }

  static int wireType(int tag) {
    return tag & 7;
  }

  /** The next field's tag; negative for the largest field numbers, as the top bit is in use. */
  int tag() throws MalformedException {
    long tag = data[pos] >= 0 ? data[pos++] : varint();
    if (tag >>> 3 == 0 || tag >>> 32 != 0) {
      throw malformed("has field number " + (tag >>> 3));
    }
    return (int) tag;
  }

  long varint() throws MalformedException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (pos >= limit) {
        throw truncated();
      }
      byte b = data[pos++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw malformed("has a number of more than 10 bytes");
  }

  long fixed64() throws MalformedException {
    if (limit - pos < 8) {
      throw truncated();
    }
    long value = (long) LONGS.get(data, pos);
    pos += 8;
    return value;
  }

  /** The length of a length-delimited field, which fits into what is left. */
  int length() throws MalformedException {
    long length = pos < limit && data[pos] >= 0 ? data[pos++] : varint();
    if (length < 0 || length > limit - pos) {
      throw truncated();
    }
    return (int) length;
  }

  /** Enters a nested message; the result goes to {@link #leave}. */
  int enter() throws MalformedException {
    int outer = limit;
    int length = length();
    limit = pos + length;
    return outer;
  }

  /** Leaves a nested message, whether read to its end or not. */
  void leave(int outer) {
    pos = limit;
    limit = outer;
  }

  void skip(int tag) throws MalformedException {
    skip(tag, 0);
  }

  private void skip(int tag, int depth) throws MalformedException {
    switch (wireType(tag)) {
      case VARINT -> varint();
      case FIXED64 -> advance(8);
      case BYTES -> skipBytes();
      case START_GROUP -> skipGroup(field(tag), depth + 1);
      case FIXED32 -> advance(4);
      default -> throw malformed("has wire type " + wireType(tag) + " in field " + field(tag));
    }
  }

  /** Skips a length-delimited field. */
  void skipBytes() throws MalformedException {
    int length = length();
    pos += length;
  }

  private void skipGroup(int field, int depth) throws MalformedException {
    if (depth > MAX_GROUP_DEPTH) {
      throw malformed("nests groups deeper than " + MAX_GROUP_DEPTH);
    }
    while (more()) {
      int tag = tag();
      if (wireType(tag) == END_GROUP) {
        if (field(tag) != field) {
          throw malformed("closes group " + field(tag) + " inside group " + field);
        }
        return;
      }
      skip(tag, depth);
    }
    throw truncated();
  }

  private void advance(int bytes) throws MalformedException {
    if (limit - pos < bytes) {
      throw truncated();
    }
    pos += bytes;
  }

  MalformedException truncated() {
    return malformed("runs past the end of its message");
  }

  MalformedException malformed(String what) {
    return new MalformedException("malformed protobuf: a field at byte " + pos + " " + what);
  }
}
