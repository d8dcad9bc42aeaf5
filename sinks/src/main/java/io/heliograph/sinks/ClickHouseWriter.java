/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes elements into blocks, and hands them over frozen at each checkpoint. Sends nothing, and
 * has no state of its own: what is not in a completed checkpoint is read again after a restore.
 *
 * @param <T> the element
 */
final class ClickHouseWriter<T> implements CommittingSinkWriter<T, SinkCommittable> {
  private static final Logger LOG = LoggerFactory.getLogger(ClickHouseWriter.class);

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
      encodeFailed(e);
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

  private void encodeFailed(Exception failure) {
    if (metrics.encodeFailures().getCount() == 0) {
      LOG.warn("An element could not be encoded and becomes a dead letter", failure);
    } else {
      LOG.debug("One more element could not be encoded", failure);
    }
    metrics.encodeFailures().inc();
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
