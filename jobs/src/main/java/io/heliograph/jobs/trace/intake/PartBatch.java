/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * The parts of one fragment whose traces are assembled by the same subtask. Between two tasks of
 * Flink a record costs as much as reading a span does, and a fragment has hundreds of parts.
 *
 * @param logMillis the Kafka record's time
 * @param encoded what {@link PartBatches} wrote: one part at least; not to be modified
 */
@TypeInfo(PartBatchSerializer.Factory.class)
@SuppressWarnings("ArrayRecordComponent") // Flink knows no other bytes
public record PartBatch(long logMillis, byte[] encoded) {

  /**
   * First 64 bits of the first part's trace id; with the others the key by which the batch finds
   * its way.
   */
  public long traceHigh() {
    return cursor().u64(0);
  }

  /** Last 64 bits of the first part's trace id. */
  public long traceLow() {
    return cursor().u64(Long.BYTES);
  }

  /** Takes parts. */
  @FunctionalInterface
  public interface Receiver {
    /** Takes the next one. */
    void accept(SpanPart part) throws Exception;
  }

  /**
   * Hands on the parts, in the order of their first spans.
   *
   * @throws MalformedBlockException if the bytes are no parts; some may have been handed on
   */
  public void forEach(Receiver receiver) throws Exception {
    BlockCursor in = cursor();
    while (in.left() > 0) {
      long high = in.u64();
      long low = in.u64();
      int spans = (int) in.varint();
      byte[] block = new byte[in.count(1)];
      in.copy(block, 0, block.length);
      receiver.accept(new SpanPart(high, low, logMillis, spans, block));
    }
  }

  private BlockCursor cursor() {
    BlockCursor in = new BlockCursor();
    in.open(encoded, 0, encoded.length);
    return in;
  }
}
