/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.wire;

import com.google.protobuf.UnsafeByteOperations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Questions about a range of bytes, without copying it. */
final class Bytes {
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  static boolean isUtf8(byte[] data, int from, int length) {
    int end = from + length;
    int at = from;
    for (; at <= end - 8; at += 8) {
      if (((long) LONGS.get(data, at) & HIGH_BITS) != 0) {
        return isUtf8Slowly(data, at, end);
      }
    }
    for (; at < end; at++) {
      if (data[at] < 0) {
        return isUtf8Slowly(data, at, end);
      }
    }
    return true;
  }

  private static boolean isUtf8Slowly(byte[] data, int from, int end) {
    return UnsafeByteOperations.unsafeWrap(data, from, end - from).isValidUtf8();
  }

  static boolean allZero(byte[] data, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (data[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes a number takes as a varint. */
  static int varintSize(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }
}
