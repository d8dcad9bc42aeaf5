/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;

/**
 * Encodes elements into blocks, and hands them over frozen at each checkpoint. Sends nothing, and
 * has no state of its own: what is not in a completed checkpoint is read again after a restore.
 *
 * @param <T> the element
 */
final class ClickHouseWriter<T> implements CommittingSinkWriter<T, SinkCommittable> {
  /** Pause after each full block once too much is pending: the epoch grows by 20 MiB/s at most. */
  private static final long SLOW_DOWN_MILLIS = 200;

  private final RowEncoder<T> encoder;
  private final OpenBlocks blocks;
  private final long maxPendingBytes;
  private final WriterMetrics metrics;

  ClickHouseWriter(
      RowEncoder<T> encoder, SinkSettings settings, String tokenPrefix, WriterMetrics metrics) {
    this.encoder = encoder;
    this.blocks = new OpenBlocks(encoder.tables(), settings, tokenPrefix);
    this.maxPendingBytes = settings.maxPendingBytes();
    this.metrics = metrics;
    encoder.open(blocks);
  }

  @Override
  public void write(T element, Context context) throws IOException, InterruptedException {
    try {
      encoder.encode(element, blocks);
    } catch (IOException | RuntimeException e) {
      metrics.encodeFailures().inc();
      blocks.takeBack();
      blocks.deadLetter(
          "cannot be encoded: " + e, encoder.payload(element), encoder.items(element));
    }
    metrics.elements().inc();
    if (blocks.endElement()) {
      long pending = blocks.pendingBytes();
      metrics.pendingBytes().set(pending);
      if (pending > maxPendingBytes) {
        metrics.slowDowns().inc();
        Thread.sleep(SLOW_DOWN_MILLIS);
      }
    }
  }

  @Override
  public void flush(boolean endOfInput) {
    // rows leave by prepareCommit only
  }

  @Override
  public Collection<SinkCommittable> prepareCommit() throws IOException {
    List<SinkCommittable> committables = blocks.freeze();
    metrics.pendingBytes().set(0);
    return committables;
  }

  @Override
  public void close() {}
}
