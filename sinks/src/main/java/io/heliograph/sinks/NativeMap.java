/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Map(K, V) of string types: as Array(Tuple(K, V)), so where each map ends, then all keys, then all
 * values. Keys are not made unique.
 */
final class NativeMap extends NativeColumn implements MapColumn {
  private final Bytes ends = new Bytes(256);
  private final NativeText keys;
  private final NativeText values;

  NativeMap(NativeText keys, NativeText values) {
    this.keys = keys;
    this.values = values;
  }

  @Override
  public StringColumn keys() {
    return keys;
  }

  @Override
  public StringColumn values() {
    return values;
  }

  @Override
  public void end() {
    if (keys.size != values.size) {
      throw new IllegalStateException(
          "a map has " + keys.size + " keys and " + values.size + " values so far");
    }
    ends.putLong(keys.size);
    size++;
  }

  @Override
  void addDefault() {
    end();
  }

  @Override
  void addObject(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(this::entry);
    } else if (value instanceof List<?> entries) {
      for (Object each : entries) {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) each;
        entry(entry.getKey(), entry.getValue());
      }
    } else if (value != null) {
      throw cannotTake(value, "Map");
    }
    end();
  }

  private void entry(Object key, Object value) {
    keys.addObject(key);
    values.addObject(value);
  }

  @Override
  int bytes() {
    return ends.size + keys.bytes() + values.bytes();
  }

  @Override
  void mark() {
    keys.mark();
    values.mark();
  }

  @Override
  void truncate(int size) {
    this.size = size;
    ends.size = size * 8;
    int entries = size == 0 ? 0 : (int) ends.getLong(ends.size - 8);
    keys.truncate(entries);
    values.truncate(entries);
  }

  @Override
  void clear() {
    size = 0;
    ends.clear();
    keys.clear();
    values.clear();
  }

  @Override
  void writePrefix(OutputStream out) throws IOException {
    keys.writePrefix(out);
    values.writePrefix(out);
  }

  @Override
  void writeData(OutputStream out) throws IOException {
    ends.writeTo(out);
    keys.writeData(out);
    values.writeData(out);
  }

  @Override
  void readPrefix(NativeInput in) {
    keys.readPrefix(in);
    values.readPrefix(in);
  }

  @Override
  Object[] read(NativeInput in, int count) {
    int[] limits = NativeArray.readEnds(in, count);
    int total = count == 0 ? 0 : limits[count - 1];
    Object[] allKeys = keys.read(in, total);
    Object[] allValues = values.read(in, total);
    Object[] maps = new Object[count];
    for (int i = 0, from = 0; i < count; from = limits[i++]) {
      List<Map.Entry<Object, Object>> entries = new ArrayList<>(limits[i] - from);
      for (int e = from; e < limits[i]; e++) {
        entries.add(Map.entry(allKeys[e], allValues[e]));
      }
      maps[i] = entries;
    }
    return maps;
  }
}
