/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

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
  private final Counter encodeFailures;
  private final Counter slowDowns;
  private final Counter recordsSent;
  private volatile long pendingBytes;

  ClickHouseWriter(
      RowEncoder<T> encoder,
      SinkSettings settings,
      String tokenPrefix,
      SinkWriterMetricGroup metrics) {
    this.encoder = encoder;
    this.blocks = new OpenBlocks(encoder.tables(), settings, tokenPrefix);
    this.maxPendingBytes = settings.maxPendingBytes();
    this.encodeFailures = metrics.getNumRecordsOutErrorsCounter();
    this.recordsSent = metrics.getNumRecordsSendCounter();
    this.slowDowns = SinkMetrics.group(metrics).counter(SinkMetrics.SLOW_DOWNS);
    SinkMetrics.group(metrics).gauge(SinkMetrics.PENDING_BYTES, () -> pendingBytes);
    encoder.open(blocks);
  }

  @Override
  public void write(T element, Context context) throws IOException, InterruptedException {
    try {
      encoder.encode(element, blocks);
    } catch (IOException | RuntimeException e) {
      encodeFailures.inc();
      blocks.takeBack();
      blocks.deadLetter(
          "cannot be encoded: " + e, encoder.payload(element), encoder.items(element));
    }
    recordsSent.inc();
    if (blocks.endElement()) {
      pendingBytes = blocks.pendingBytes();
      if (pendingBytes > maxPendingBytes) {
        slowDowns.inc();
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
    pendingBytes = 0;
    return committables;
  }

  @Override
  public void close() {}
}
