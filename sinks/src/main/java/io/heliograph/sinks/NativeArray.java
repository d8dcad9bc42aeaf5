/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/** Array(T): where each array ends among the elements, and the elements as a column. */
final class NativeArray extends NativeColumn implements ArrayColumn {
  private final Bytes ends = new Bytes(256);
  private final NativeColumn elements;
  private final String type;

  NativeArray(String type, NativeColumn elements) {
    this.type = type;
    this.elements = elements;
  }

  @Override
  public IntegerColumn integers() {
    return as(IntegerColumn.class);
  }

  @Override
  public FloatColumn floats() {
    return as(FloatColumn.class);
  }

  @Override
  public StringColumn strings() {
    return as(StringColumn.class);
  }

  @Override
  public MapColumn maps() {
    return as(MapColumn.class);
  }

  @Override
  public ArrayColumn arrays() {
    return as(ArrayColumn.class);
  }

  private <C> C as(Class<C> kind) {
    if (!kind.isInstance(elements)) {
      throw new IllegalArgumentException("elements of " + type + " are no " + kind.getSimpleName());
    }
    return kind.cast(elements);
  }

  @Override
  public void end() {
    ends.putLong(elements.size);
    size++;
  }

  @Override
  void addDefault() {
    end();
  }

  @Override
  void addObject(Object value) {
    if (value instanceof List<?> list) {
      list.forEach(elements::addObject);
    } else if (value instanceof long[] longs && elements instanceof IntegerColumn integers) {
      for (long each : longs) {
        integers.add(each);
      }
    } else if (value instanceof short[] shorts && elements instanceof IntegerColumn integers) {
      for (short each : shorts) {
        integers.add(each);
      }
    } else if (value != null) {
      throw cannotTake(value, type);
    }
    end();
  }

  @Override
  int bytes() {
    return ends.size + elements.bytes();
  }

  @Override
  void mark() {
    elements.mark();
  }

  @Override
  void truncate(int size) {
    this.size = size;
    ends.size = size * 8;
    elements.truncate(size == 0 ? 0 : (int) ends.getLong(ends.size - 8));
  }

  @Override
  void clear() {
    size = 0;
    ends.clear();
    elements.clear();
  }

  @Override
  void writePrefix(OutputStream out) throws IOException {
    elements.writePrefix(out);
  }

  @Override
  void writeData(OutputStream out) throws IOException {
    ends.writeTo(out);
    elements.writeData(out);
  }

  @Override
  void readPrefix(NativeInput in) {
    elements.readPrefix(in);
  }

  @Override
  Object[] read(NativeInput in, int count) {
    int[] limits = readEnds(in, count);
    Object[] all = elements.read(in, count == 0 ? 0 : limits[count - 1]);
    Object[] arrays = new Object[count];
    for (int i = 0, from = 0; i < count; from = limits[i++]) {
      arrays[i] = Arrays.asList(all).subList(from, limits[i]);
    }
    return arrays;
  }

  static int[] readEnds(NativeInput in, int count) {
    int[] limits = new int[count];
    for (int i = 0; i < count; i++) {
      limits[i] = Math.toIntExact(in.integer(8, true));
    }
    return limits;
  }
}
