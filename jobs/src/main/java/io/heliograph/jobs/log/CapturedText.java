/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import io.heliograph.sinks.StringColumn;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Takes as a String what a reader would append to a column. */
final class CapturedText implements StringColumn {
  private String value = "";

  void clear() {
    value = "";
  }

  String value() {
    return value;
  }

  @Override
  public void add(byte[] bytes, int offset, int length) {
    value = new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  @Override
  public void addHex(byte[] bytes, int offset, int length) {
    value = HexFormat.of().formatHex(bytes, offset, offset + length);
  }

  @Override
  public void addDecimal(long number) {
    value = Long.toString(number);
  }
}
