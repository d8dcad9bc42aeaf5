/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Turns elements of a stream into rows of one or more tables. One instance per subtask, called by
 * the task thread only.
 *
 * <p>Column appenders fetched from {@link Blocks#rows} in {@link #open} stay valid for the life of
 * the writer: keep them in transient fields.
 *
 * @param <T> the element
 */
public interface RowEncoder<T> extends Serializable {

  /** The tables this encoder writes. Asked once, when the writer is created. */
  List<TableSchema> tables();

  /** Called once before the first {@link #encode}, to fetch column appenders. */
  default void open(Blocks out) {}

  /**
   * Appends the rows of one element.
   *
   * <p>If this throws, every row appended for this element is taken back and the element becomes
   * one dead letter, with the exception as its reason, {@link #payload} and {@link #items}. Counts
   * made by {@link Blocks#count} stay: what was accepted was accepted.
   */
  void encode(T element, Blocks out) throws IOException;

  /** What to keep of an element that could not be encoded. */
  default byte[] payload(T element) {
    return String.valueOf(element).getBytes(StandardCharsets.UTF_8);
  }

  /** How many items of the ledger an element stands for if it could not be encoded. */
  default long items(T element) {
    return 1;
  }
}
