/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
@SuppressWarnings("ArrayRecordComponent") // never compared
record FrozenInsert(
    String table,
    String token,
    List<String> columns,
    List<Chunk> chunks,
    byte[] body,
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
  byte[] uncompressed() throws IOException {
    int length = chunks.stream().mapToInt(Chunk::bytes).sum();
    try (LZ4FrameInputStream in = new LZ4FrameInputStream(new ByteArrayInputStream(body))) {
      byte[] bytes = in.readNBytes(length);
      if (bytes.length != length || in.read() >= 0) {
        throw new IOException(
            "insert " + token + " does not hold the " + length + " bytes it was cut with");
      }
      return bytes;
    }
  }
}
