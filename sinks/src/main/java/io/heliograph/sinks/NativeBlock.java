/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One open Native block of one table: rows are added by column, can be taken back to the last mark,
 * and are written out at once. Reused for the next block.
 */
final class NativeBlock {
  final TableSchema schema;
  private final NativeColumn[] columns;
  private final NativeColumn[] ofVaryingWidth;
  private final int bytesOfTheOthers; // in each row
  private final Bytes header = new Bytes(1024);
  private int rows;
  private int markedRows;

  NativeBlock(TableSchema schema) {
    this.schema = schema;
    this.columns =
        schema.columns().stream()
            .map(c -> NativeTypes.column(c.type()))
            .toArray(NativeColumn[]::new);
    this.ofVaryingWidth =
        Stream.of(columns).filter(c -> c.width() < 0).toArray(NativeColumn[]::new);
    this.bytesOfTheOthers =
        Stream.of(columns).filter(c -> c.width() > 0).mapToInt(NativeColumn::width).sum();
  }

  int rows() {
    return rows;
  }

  /** The column of that name, as the kind of appender that fits its type. */
  <C> C column(String name, Class<C> kind) {
    int index = schema.indexOf(name);
    if (!kind.isInstance(columns[index])) {
      throw new IllegalArgumentException(
          schema.table()
              + "."
              + name
              + " is "
              + schema.columns().get(index).type()
              + ", which is no "
              + kind.getSimpleName());
    }
    return kind.cast(columns[index]);
  }

  void endRow() {
    int expected = rows + 1;
    for (NativeColumn column : columns) {
      if (column.size != expected) {
        complete(column, expected);
      }
    }
    rows = expected;
  }

  private void complete(NativeColumn column, int expected) {
    if (column.size != rows) {
      int index = List.of(columns).indexOf(column);
      throw new IllegalStateException(
          schema.table()
              + "."
              + schema.columns().get(index).name()
              + " got "
              + (column.size - rows)
              + " values in one row");
    }
    column.addDefault();
    if (column.size != expected) {
      throw new IllegalStateException("the default was not one value");
    }
  }

  void append(Object... values) {
    if (values.length != columns.length) {
      throw new IllegalArgumentException(
          schema.table() + " has " + columns.length + " columns, the row " + values.length);
    }
    for (int i = 0; i < columns.length; i++) {
      columns[i].addObject(values[i]);
    }
    endRow();
  }

  /** Refuses values that were added and belong to no row. */
  void requireWholeRows() {
    for (NativeColumn column : columns) {
      if (column.size != rows) {
        throw new IllegalStateException(
            "a row of " + schema.table() + " was begun and neither ended nor discarded");
      }
    }
  }

  /** Drops values added after the last row. */
  void discardRow() {
    truncate(rows);
  }

  boolean hasUnmarkedRows() {
    return rows != markedRows;
  }

  /** Rows so far stay. */
  void mark() {
    markedRows = rows;
    for (NativeColumn column : ofVaryingWidth) {
      column.mark();
    }
  }

  /** Takes back the rows added since the mark. */
  void takeBack() {
    truncate(markedRows);
  }

  private void truncate(int size) {
    rows = size;
    for (NativeColumn column : columns) {
      column.truncate(size);
    }
  }

  long bytes() {
    long bytes = (long) rows * bytesOfTheOthers;
    for (NativeColumn column : ofVaryingWidth) {
      bytes += column.bytes();
    }
    return bytes;
  }

  /** Writes the block and empties it. */
  void writeTo(OutputStream out) throws IOException {
    header.size = 0;
    header.putVarint(columns.length);
    header.putVarint(rows);
    for (int i = 0; i < columns.length; i++) {
      putString(schema.columns().get(i).name());
      putString(schema.columns().get(i).type());
      header.writeTo(out);
      header.size = 0;
      columns[i].writePrefix(out);
      columns[i].writeData(out);
      columns[i].clear();
    }
    rows = 0;
    markedRows = 0;
  }

  private void putString(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    header.putString(bytes, 0, bytes.length);
  }

  /** Reads a block into rows of boxed values, and its schema. */
  static Decoded read(String table, NativeInput in) {
    int width = in.length();
    int count = in.length();
    List<TableSchema.Column> names = new ArrayList<>();
    Object[][] rows = new Object[count][width];
    for (int c = 0; c < width; c++) {
      String name = new String(in.bytes(in.length()), StandardCharsets.UTF_8);
      String type = new String(in.bytes(in.length()), StandardCharsets.UTF_8);
      names.add(new TableSchema.Column(name, type));
      NativeColumn column = NativeTypes.column(type);
      column.readPrefix(in);
      Object[] values = column.read(in, count);
      for (int r = 0; r < count; r++) {
        rows[r][c] = values[r];
      }
    }
    return new Decoded(new TableSchema(table, names), List.of(rows));
  }

  /** A block taken apart. */
  record Decoded(TableSchema schema, List<Object[]> rows) {}
}
