/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;

/** String: each value a varint length and its bytes. */
final class NativeString extends NativeText {
  private final Bytes data = new Bytes(256);
  private int markSize;
  private int markBytes;

  @Override
  public void add(byte[] bytes, int offset, int length) {
    data.putString(bytes, offset, length);
    size++;
  }

  @Override
  int bytes() {
    return data.size;
  }

  @Override
  void mark() {
    markSize = size;
    markBytes = data.size;
  }

  @Override
  void truncate(int size) {
    if (size == this.size) {
      return;
    }
    NativeInput in = new NativeInput(data.array, markBytes, data.size - markBytes);
    for (int i = markSize; i < size; i++) {
      in.skip(in.length());
    }
    data.size = in.position();
    this.size = size;
  }

  @Override
  void clear() {
    size = 0;
    data.clear();
    mark();
  }

  @Override
  void writeData(OutputStream out) throws IOException {
    data.writeTo(out);
  }

  @Override
  Object[] read(NativeInput in, int count) {
    Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.bytes(in.length());
    }
    return values;
  }
}
