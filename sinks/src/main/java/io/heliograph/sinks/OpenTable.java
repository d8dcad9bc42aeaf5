/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.function.Supplier;

/**
 * The rows being gathered for one table. They go into a block that stays small, since it is what
 * the heap and the processor's cache hold uncompressed; a full block is appended to the open
 * insert.
 */
final class OpenTable implements Rows {
  static final int BLOCK_ROWS = 1 << 16;
  static final int BLOCK_BYTES = 4 << 20;

  private final NativeBlock block;
  private final Bytes scratch;
  private final Supplier<Origin> origin;
  private final boolean countItems;
  private Provenance.Builder provenance = new Provenance.Builder();
  private OpenInsert insert;

  OpenTable(TableSchema schema, Bytes scratch, Supplier<Origin> origin, boolean countItems) {
    this.block = new NativeBlock(schema);
    this.scratch = scratch;
    this.origin = origin;
    this.countItems = countItems;
  }

  @Override
  public IntegerColumn integers(String column) {
    return block.column(column, IntegerColumn.class);
  }

  @Override
  public FloatColumn floats(String column) {
    return block.column(column, FloatColumn.class);
  }

  @Override
  public StringColumn strings(String column) {
    return block.column(column, StringColumn.class);
  }

  @Override
  public MapColumn map(String column) {
    return block.column(column, MapColumn.class);
  }

  @Override
  public ArrayColumn array(String column) {
    return block.column(column, ArrayColumn.class);
  }

  @Override
  public void endRow(boolean countsAsItem) {
    block.endRow();
    noteRow(countsAsItem);
  }

  @Override
  public void append(Object... values) {
    block.append(values);
    noteRow(false);
  }

  @Override
  public void appendItem(Object... values) {
    block.append(values);
    noteRow(true);
  }

  private void noteRow(boolean countsAsItem) {
    Origin from = origin.get();
    boolean item = countsAsItem && countItems;
    if (item && !from.isKnown()) {
      throw new IllegalStateException(
          "a row of " + block.schema.table() + " counts as an item, but has no origin");
    }
    provenance.row(from, item);
  }

  @Override
  public void discardRow() {
    block.discardRow();
  }

  /** Takes back the rows of the current element. */
  void takeBack() {
    block.takeBack();
    provenance.takeBack();
  }

  /** Keeps the rows of the current element. Returns whether the block is full. */
  boolean keep() {
    block.requireWholeRows();
    if (!block.hasUnmarkedRows()) {
      return false; // most elements have rows for one of many tables
    }
    provenance.keep();
    block.mark();
    return block.rows() >= BLOCK_ROWS || block.bytes() >= BLOCK_BYTES;
  }

  /** Moves the block into the open insert; rows of the current element must have been kept. */
  void flush() throws IOException {
    if (block.rows() > 0) {
      if (insert == null) {
        insert = new OpenInsert(scratch);
      }
      insert.append(block);
    }
  }

  int insertRows() {
    return insert == null ? 0 : insert.rows();
  }

  long insertBytes() {
    return insert == null ? 0 : insert.bytes();
  }

  int compressedBytes() {
    return insert == null ? 0 : insert.compressedBytes();
  }

  boolean hasInsert() {
    return insert != null;
  }

  /** The insert, frozen; the next one begins. */
  FrozenInsert freeze(String token) throws IOException {
    FrozenInsert frozen = insert.freeze(block.schema, token, provenance.build());
    insert = null;
    provenance = new Provenance.Builder();
    return frozen;
  }
}
