/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Tuple(T1, T2, ...): one column after the other. */
final class NativeTuple extends NativeColumn {
  private final String type;
  private final List<NativeColumn> elements;

  NativeTuple(String type, List<NativeColumn> elements) {
    this.type = type;
    this.elements = elements;
  }

  @Override
  void addDefault() {
    elements.forEach(NativeColumn::addDefault);
    size++;
  }

  @Override
  void addObject(Object value) {
    if (value == null) {
      addDefault();
      return;
    }
    if (!(value instanceof List<?> list) || list.size() != elements.size()) {
      throw cannotTake(value, type);
    }
    for (int i = 0; i < elements.size(); i++) {
      elements.get(i).addObject(list.get(i));
    }
    size++;
  }

  @Override
  int bytes() {
    int bytes = 0;
    for (NativeColumn element : elements) {
      bytes += element.bytes();
    }
    return bytes;
  }

  @Override
  void mark() {
    elements.forEach(NativeColumn::mark);
  }

  @Override
  void truncate(int size) {
    this.size = size;
    elements.forEach(element -> element.truncate(size));
  }

  @Override
  void clear() {
    size = 0;
    elements.forEach(NativeColumn::clear);
  }

  @Override
  void writePrefix(OutputStream out) throws IOException {
    for (NativeColumn element : elements) {
      element.writePrefix(out);
    }
  }

  @Override
  void writeData(OutputStream out) throws IOException {
    for (NativeColumn element : elements) {
      element.writeData(out);
    }
  }

  @Override
  void readPrefix(NativeInput in) {
    elements.forEach(element -> element.readPrefix(in));
  }

  @Override
  Object[] read(NativeInput in, int count) {
    List<Object[]> columns = new ArrayList<>();
    elements.forEach(element -> columns.add(element.read(in, count)));
    Object[] tuples = new Object[count];
    for (int i = 0; i < count; i++) {
      List<Object> tuple = new ArrayList<>(columns.size());
      for (Object[] column : columns) {
        tuple.add(column[i]);
      }
      tuples[i] = tuple;
    }
    return tuples;
  }
}
