/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

/** Where in a block which id is. Reused from block to block. */
final class BlockIds {
  static final int NONE = -1;

  /** Among so many, looking at each is faster than a table. */
  private static final int FEW = 16;

  private final IdTable table = new IdTable();

  /** By the number of an id in the table: the first span that has it. */
  private int[] indices = {};

  private SpanFields[] spans = {};
  private int size;

  void read(SpanFields[] of, int count) {
    spans = of;
    size = count;
    if (size > FEW) {
      fillTable();
    }
  }

  private void fillTable() {
    table.clear();
    if (indices.length < size) {
      indices = new int[2 * size];
    }
    for (int i = 0; i < size; i++) {
      int known = table.size();
      int number = table.of(0, spans[i].id);
      if (number == known) {
        indices[number] = i;
      }
    }
  }

  /** The first span with an id, or {@link #NONE}. */
  int indexOf(long id) {
    if (size > FEW) {
      int number = table.find(0, id);
      return number == IdTable.NONE ? NONE : indices[number];
    }
    for (int i = 0; i < size; i++) {
      if (spans[i].id == id) {
        return i;
      }
    }
    return NONE;
  }
}
