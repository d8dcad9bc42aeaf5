/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import net.jpountz.lz4.LZ4FrameInputStream;

/**
 * One insert into one table, cut and compressed, never to change: the unit that ClickHouse stores
 * whole (per partition) or drops as a repeat, by its token.
 *
 * @param token unique to this insert, for all time
 * @param columns names of the columns, in order
 * @param chunks the Native blocks inside, in order
 * @param body the blocks one after the other, as one LZ4 frame
 * @param provenance where the rows come from
 */
record FrozenInsert(
    String table,
    String token,
    List<String> columns,
    List<Chunk> chunks,
    Body body,
    Provenance provenance) {

  /**
   * One Native block.
   *
   * @param bytes its uncompressed length
   */
  record Chunk(int rows, int bytes) {}

  int rows() {
    return chunks.stream().mapToInt(Chunk::rows).sum();
  }

  /** The blocks, uncompressed, one after the other. */
  InputStream uncompressed() throws IOException {
    return new LZ4FrameInputStream(body.open());
  }

  /** The next block of {@link #uncompressed}. */
  NativeBlock.Decoded read(InputStream uncompressed, Chunk chunk) throws IOException {
    byte[] bytes = uncompressed.readNBytes(chunk.bytes());
    if (bytes.length != chunk.bytes()) {
      throw new IOException("insert " + token + " does not hold all the blocks it was cut with");
    }
    return NativeBlock.read(table, new NativeInput(bytes, 0, bytes.length));
  }
}
