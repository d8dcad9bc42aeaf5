/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;

/** Float32 and Float64. */
final class NativeFloat extends NativeColumn implements FloatColumn {
  private final Bytes data = new Bytes(256);
  private final boolean wide;

  NativeFloat(boolean wide) {
    this.wide = wide;
  }

  @Override
  public void add(double value) {
    if (wide) {
      data.putLong(Double.doubleToRawLongBits(value));
    } else {
      data.putInt(Float.floatToRawIntBits((float) value));
    }
    size++;
  }

  @Override
  void addDefault() {
    add(0);
  }

  @Override
  void addObject(Object value) {
    if (value instanceof Number number) {
      add(number.doubleValue());
    } else if (value == null) {
      add(0);
    } else {
      throw cannotTake(value, wide ? "Float64" : "Float32");
    }
  }

  @Override
  int width() {
    return wide ? 8 : 4;
  }

  @Override
  int bytes() {
    return data.size;
  }

  @Override
  void truncate(int size) {
    this.size = size;
    data.size = size << (wide ? 3 : 2);
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
      values[i] =
          wide
              ? Double.longBitsToDouble(in.integer(8, true))
              : (double) Float.intBitsToFloat((int) in.integer(4, true));
    }
    return values;
  }
}
