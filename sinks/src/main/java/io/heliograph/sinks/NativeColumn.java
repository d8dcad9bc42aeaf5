/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The values of one column of an open block, laid out as ClickHouse's Native format wants them.
 *
 * <p>Rows can be taken back as far as the last {@link #mark}: a column remembers where that was, so
 * that adding a value costs no more for it.
 */
abstract class NativeColumn {
  /** Values added since {@link #clear}; of an array or map, those that were ended. */
  int size;

  /** Adds the type's default; of an array or map, ends the open one. */
  abstract void addDefault();

  /** Adds a boxed value; null is the default. */
  abstract void addObject(Object value);

  /** Bytes of each value, if all are of the same; else -1, and {@link #bytes} has to be asked. */
  int width() {
    return -1;
  }

  /** Uncompressed bytes that {@link #writeData} will write, nearly. */
  abstract int bytes();

  /** Values up to here will not be taken back. Nothing to do for values of one width. */
  void mark() {}

  /** Takes back all but the first {@code size} values, no fewer than at the last mark. */
  abstract void truncate(int size);

  abstract void clear();

  /** What the format wants once per block, before the data. */
  void writePrefix(OutputStream out) throws IOException {}

  abstract void writeData(OutputStream out) throws IOException;

  /** Reads what {@link #writePrefix} wrote. */
  void readPrefix(NativeInput in) {}

  /**
   * Reads {@code count} values into boxes that {@link #addObject} takes. Does not touch this
   * column's.
   */
  abstract Object[] read(NativeInput in, int count);

  final IllegalArgumentException cannotTake(Object value, String type) {
    return new IllegalArgumentException(
        "a value of " + value.getClass().getName() + " does not fit type " + type);
  }
}
