/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.otlp;

import com.google.common.base.Utf8;
import io.heliograph.sinks.StringColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Text from the wire, made valid: a byte sequence that is no UTF-8 becomes U+FFFD. ClickHouse would
 * take it as it is, but its JSON output, and with it dashboards, would break on reading.
 */
final class Utf8Text {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private Utf8Text() {}

  static void add(StringColumn column, byte[] bytes, int from, int length) {
    if (isAscii(bytes, from, length) || Utf8.isWellFormed(bytes, from, length)) {
      column.add(bytes, from, length);
    } else {
      column.add(new String(bytes, from, length, StandardCharsets.UTF_8));
    }
  }

  static boolean isAscii(byte[] bytes, int from, int length) {
    int at = from;
    int end = from + length;
    for (; at + 8 <= end; at += 8) {
      if (((long) LONGS.get(bytes, at) & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; at < end; at++) {
      if (bytes[at] < 0) {
        return false;
      }
    }
    return true;
  }
}
