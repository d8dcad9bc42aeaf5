/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

/**
 * Where a {@link RowEncoder} puts rows: one open block per table, and the book-keeping of where
 * rows come from. Not thread safe.
 */
public interface Blocks {

  /**
   * The open block of a table. The same object every time; it outlives the blocks it fills.
   *
   * @throws IllegalArgumentException if the encoder did not name the table
   */
  Rows rows(String table);

  /**
   * The Kafka record that the following rows of this element come from. Its minute is where they
   * are counted in the ledger; all of it goes into a dead letter. Forgotten when the element ends.
   *
   * @param timestampMillis Unix time of the record
   */
  void origin(String signal, String topic, int partition, long offset, long timestampMillis);

  /**
   * Stores a dead letter for the current origin and counts it under stage {@code dead}. A row that
   * was begun and not ended is dropped; rows that were ended stay.
   *
   * @param payload what could not be stored; invalid UTF-8 is fine
   * @param count items lost, at least 0
   */
  void deadLetter(String reason, byte[] payload, long count);

  /**
   * Adds to the ledger, in the same commit as the rows: {@code accepted}, {@code duplicate}, ...
   *
   * @param timeMillis Unix time, cut down to its minute
   */
  void count(String signal, String stage, long timeMillis, long n);
}
