/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.sinks.StringColumn;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Text in UTF-8 that is put together; reused from text to text. */
final class TextBuffer implements StringColumn {
  private byte[] bytes = new byte[256];
  private int length;

  void clear() {
    length = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  @Override
  public void add(byte[] from, int offset, int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  @Override
  public void addHex(byte[] from, int offset, int count) {
    add(HexFormat.of().formatHex(from, offset, offset + count));
  }

  @Override
  public void addDecimal(long value) {
    add(Long.toString(value));
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
