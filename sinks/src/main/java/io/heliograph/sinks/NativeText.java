/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.nio.charset.StandardCharsets;

/** What the string columns share: hexadecimal and decimal text without a String in between. */
abstract class NativeText extends NativeColumn implements StringColumn {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] EMPTY = {};

  private byte[] scratch = new byte[64];

  @Override
  public final void addHex(byte[] bytes, int offset, int length) {
    if (scratch.length < 2 * length) {
      scratch = new byte[2 * length];
    }
    byte[] text = scratch;
    for (int i = 0; i < length; i++) {
      byte b = bytes[offset + i];
      text[2 * i] = HEX[(b >> 4) & 15];
      text[2 * i + 1] = HEX[b & 15];
    }
    add(text, 0, 2 * length);
  }

  @Override
  public final void addDecimal(long value) {
    byte[] text = scratch;
    int from = text.length;
    // negative numbers have one more value than positive ones: count down from below zero
    long rest = value < 0 ? value : -value;
    do {
      text[--from] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      text[--from] = '-';
    }
    add(text, from, text.length - from);
  }

  @Override
  final void addDefault() {
    add(EMPTY, 0, 0);
  }

  @Override
  final void addObject(Object value) {
    if (value instanceof byte[] bytes) {
      add(bytes, 0, bytes.length);
    } else if (value instanceof CharSequence || value instanceof Enum<?>) {
      add(value.toString());
    } else if (value == null) {
      addDefault();
    } else {
      throw cannotTake(value, "String");
    }
  }
}
