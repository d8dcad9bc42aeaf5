/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

/**
 * The open block of one table, filled by column. Fetch the appenders once, then for each row add
 * one value to each column and end the row. A column that got no value gets its type's default; an
 * Array or Map that was not ended is ended by the row.
 */
public interface Rows {

  /** Any integer, Bool, Date (days), DateTime (seconds) or DateTime64 (ticks) column. */
  IntegerColumn integers(String column);

  /** A Float32 or Float64 column. */
  FloatColumn floats(String column);

  /** A String, FixedString or LowCardinality(String) column. */
  StringColumn strings(String column);

  /** A Map column. */
  MapColumn map(String column);

  /** An Array column, also of a nested structure. */
  ArrayColumn array(String column);

  /**
   * Ends a row.
   *
   * @param countsAsItem whether the ledger counts it as one item stored (once ClickHouse has
   *     confirmed it) or dead
   * @throws IllegalStateException if a column got more than one value
   */
  void endRow(boolean countsAsItem);

  /** Drops the values added since the last row ended. */
  void discardRow();

  /**
   * Appends and ends a whole row that counts as no item, for thin tables: it boxes. Integers take
   * Number, Boolean and (time types) Instant; strings String or byte[]; Arrays List, or long[] or
   * short[] of integers; Maps Map; Tuples List; null is the default.
   *
   * @param values one per column, in the order of the schema
   */
  void append(Object... values);

  /** {@link #append} of a row that counts as an item. */
  void appendItem(Object... values);
}
