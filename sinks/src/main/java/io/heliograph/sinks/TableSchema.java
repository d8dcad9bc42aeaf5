/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.util.List;
import java.util.Objects;

/**
 * A ClickHouse table as an encoder sees it: the columns it writes, in order. Columns of the table
 * that are not named here get their default.
 *
 * @param table name within the connection's database
 * @param columns the columns written, at least one
 */
public record TableSchema(String table, List<Column> columns) {

  /**
   * One column.
   *
   * @param name as in {@code DESCRIBE TABLE}; a nested one is called {@code Events.Name}
   * @param type the ClickHouse type name: Int8 to Int64, UInt8 to UInt64, Float32, Float64, Bool,
   *     String, FixedString(N), DateTime, DateTime64(p), Date, LowCardinality(String), Array(T),
   *     Map(K, V) with K and V String or LowCardinality(String), Tuple(T, ...) without names
   */
  public record Column(String name, String type) {
    /** Refuses nulls. */
    public Column {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
    }
  }

  /** Refuses a table without columns. */
  public TableSchema {
    Objects.requireNonNull(table, "table");
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("table " + table + " has no columns");
    }
  }

  /**
   * A schema from alternating names and types: {@code of("t", "id", "UInt64", "name", "String")}.
   */
  public static TableSchema of(String table, String... namesAndTypes) {
    if (namesAndTypes.length % 2 != 0) {
      throw new IllegalArgumentException(
          "table " + table + ": names and types must alternate, got " + namesAndTypes.length);
    }
    Column[] columns = new Column[namesAndTypes.length / 2];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new Column(namesAndTypes[2 * i], namesAndTypes[2 * i + 1]);
    }
    return new TableSchema(table, List.of(columns));
  }

  /** Position of a column. */
  int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "table " + table + " has no column '" + column + "', only " + columns);
  }
}
