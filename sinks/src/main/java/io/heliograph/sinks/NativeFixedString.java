/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;

/** FixedString(N): shorter values are padded with zeros, longer ones refused. */
final class NativeFixedString extends NativeText {
  private final Bytes data = new Bytes(256);
  private final int width;

  NativeFixedString(int width) {
    this.width = width;
  }

  @Override
  public void add(byte[] bytes, int offset, int length) {
    if (length > width) {
      throw new IllegalArgumentException(
          "a value of " + length + " bytes does not fit FixedString(" + width + ")");
    }
    data.write(bytes, offset, length);
    for (int i = length; i < width; i++) {
      data.write(0);
    }
    size++;
  }

  @Override
  int width() {
    return width;
  }

  @Override
  int bytes() {
    return data.size;
  }

  @Override
  void truncate(int size) {
    this.size = size;
    data.size = size * width;
  }

  @Override
  void clear() {
    size = 0;
    data.clear();
  }

  @Override
  void writeData(OutputStream out) throws IOException {
    data.writeTo(out);
  }

  @Override
  Object[] read(NativeInput in, int count) {
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.bytes(width);
    }
    return values;
  }
}
