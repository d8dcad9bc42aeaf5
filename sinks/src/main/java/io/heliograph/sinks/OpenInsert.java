/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;

/** An insert that is being gathered: blocks appended to one LZ4 frame, until it is frozen. */
final class OpenInsert {
  private final Body.Builder compressed = new Body.Builder();
  private LZ4FrameOutputStream frame;
  private final List<FrozenInsert.Chunk> chunks = new ArrayList<>();
  private final Bytes block;
  private int rows;
  private long bytes;

  /**
   * @param block scratch memory for one block, shared by all inserts of the writer
   */
  OpenInsert(Bytes block) {
    this.block = block;
  }

  /** Appends a block and empties it. */
  void append(NativeBlock from) throws IOException {
    int blockRows = from.rows();
    block.clear();
    from.writeTo(block);
    if (frame == null) {
      // the frame allocates twice this: too much for the few rows of a thin table
      BLOCKSIZE size = block.size <= 1 << 16 ? BLOCKSIZE.SIZE_64KB : BLOCKSIZE.SIZE_256KB;
      frame = new LZ4FrameOutputStream(compressed, size);
    }
    block.writeTo(frame);
    chunks.add(new FrozenInsert.Chunk(blockRows, block.size));
    rows += blockRows;
    bytes += block.size;
  }

  int rows() {
    return rows;
  }

  long bytes() {
    return bytes;
  }

  int compressedBytes() {
    return compressed.length();
  }

  /** Ends it; at least one block must have been appended. */
  FrozenInsert freeze(TableSchema schema, String token, Provenance provenance) throws IOException {
    frame.close();
    List<String> names = schema.columns().stream().map(TableSchema.Column::name).toList();
    return new FrozenInsert(
        schema.table(), token, names, List.copyOf(chunks), compressed.build(), provenance);
  }
}
