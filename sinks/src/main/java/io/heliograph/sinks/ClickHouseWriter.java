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

  /** Pauses after full blocks once too much is pending; each is twice as long as the one before. */
  private static final long FIRST_PAUSE_MILLIS = 200;

  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final RowEncoder<T> encoder;
  private final OpenBlocks blocks;
  private final SinkSettings settings;
  private final long slowFromBytes;
  private final long failFromBytes;
  private final WriterMetrics metrics;
  private final Pause pause;
  private int pauses;

  /** How it waits. */
  interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  ClickHouseWriter(
      RowEncoder<T> encoder, SinkSettings settings, String tokenPrefix, WriterMetrics metrics) {
    this(encoder, settings, tokenPrefix, metrics, Thread::sleep);
  }

  ClickHouseWriter(
      RowEncoder<T> encoder,
      SinkSettings settings,
      String tokenPrefix,
      WriterMetrics metrics,
      Pause pause) {
    this.pause = pause;
    this.encoder = encoder;
    this.blocks = new OpenBlocks(encoder.tables(), settings, tokenPrefix);
    this.settings = settings;
    this.slowFromBytes = settings.slowFromBytes();
    this.failFromBytes = settings.failFromBytes();
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
      if (pending > slowFromBytes) {
        slowDown(pending);
      }
    }
  }

  /**
   * Waits for the next barrier without being able to see it: barriers pass between two elements. In
   * time the input all but stands still; what comes in even so has an end.
   */
  private void slowDown(long pending) throws IOException, InterruptedException {
    if (pending > failFromBytes) {
      throw new IOException(
          "sink "
              + settings.id()
              + " has gathered "
              + pending
              + " compressed bytes since the last checkpoint, and may hold "
              + failFromBytes
              + ": it starts again from that one, and nothing is lost");
    }
    metrics.slowDowns().inc();
    pause.millis(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(pauses, 20)));
    pauses++;
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
    pauses = 0;
    return committables;
  }

  @Override
  public void close() {}
}
