/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads the numbers of blocks, never beyond the end. Reused from row to row. */
final class BlockCursor {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = {};
  private int at;
  private int end;

  void open(byte[] from, int start, int stop) {
    bytes = from;
    at = start;
    end = stop;
  }

  int position() {
    return at;
  }

  int left() {
    return end - at;
  }

  /** Ends where a block ends; returns where the row does. */
  int narrow(int length) {
    int outer = end;
    end = at + length;
    return outer;
  }

  void widen(int outer) {
    end = outer;
  }

  int u8() throws MalformedBlockException {
    need(1);
    return bytes[at++] & 0xff;
  }

  long u64() throws MalformedBlockException {
    need(Long.BYTES);
    at += Long.BYTES;
    return (long) LONGS.get(bytes, at - Long.BYTES);
  }

  /** The number at a place that is known to be there. */
  long u64(int place) {
    return (long) LONGS.get(bytes, place);
  }

  long varint() throws MalformedBlockException {
    if (at < end && bytes[at] >= 0) {
      return bytes[at++];
    }
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = (byte) u8();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedBlockException("a number has more than 10 bytes", at);
  }

  long zigzag() throws MalformedBlockException {
    long number = varint();
    return number >>> 1 ^ -(number & 1);
  }

  /** A number of things that take so many bytes each at least, which must be there. */
  int count(int bytesEach) throws MalformedBlockException {
    int before = at;
    long count = varint();
    if (count < 0 || count > (end - at) / bytesEach) {
      throw new MalformedBlockException(
          Long.toUnsignedString(count) + " is more than " + (end - at) + " bytes can hold", before);
    }
    return (int) count;
  }

  void copy(byte[] to, int index, int count) throws MalformedBlockException {
    need(count);
    System.arraycopy(bytes, at, to, index, count);
    at += count;
  }

  void skip(int count) throws MalformedBlockException {
    need(count);
    at += count;
  }

  private void need(int count) throws MalformedBlockException {
    if (end - at < count) {
      throw new MalformedBlockException("it ends too early", at);
    }
  }
}
