/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * What a sink does with an element before ClickHouse sees it: rows into compressed columns. It
 * stands in the sink's package, since what it uses is package-private there.
 *
 * @param <T> the element
 */
public final class EncodedRows<T> {
  private static final SinkSettings SETTINGS =
      new SinkSettings(
          "benchmark",
          ClickHouseConnection.of("http://127.0.0.1:1", "unused", "default", ""),
          1_000_000,
          1L << 30,
          1L << 30,
          true,
          1,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          1);

  private final RowEncoder<T> encoder;
  private final OpenBlocks blocks;

  /** Rows of an encoder that no sink has. */
  public EncodedRows(RowEncoder<T> encoder) {
    this.encoder = encoder;
    blocks = new OpenBlocks(encoder.tables(), SETTINGS, "benchmark-");
    encoder.open(blocks);
  }

  /** Encodes an element. */
  public void add(T element) throws IOException {
    encoder.encode(element, blocks);
    blocks.endElement();
  }

  /** Ends the blocks, as a checkpoint does, and begins new ones. */
  public Object freeze() throws IOException {
    List<SinkCommittable> frozen = blocks.freeze();
    return frozen;
  }
}
