/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Sorts the parts of a fragment by the subtask that assembles their traces, as Flink assigns keys
 * to subtasks. Reused from fragment to fragment, not thread safe.
 *
 * <pre>
 * batch := part × n
 * part  := u64 trace high, u64 trace low, varint spans, varint length of the block, block
 * </pre>
 *
 * <p>If the assembly had another parallelism than this was told, Flink would refuse a key that is
 * not its subtask's.
 */
public final class PartBatches {
  private final int maxParallelism;
  private final BlockBuffer[] buffers;

  /**
   * For an assembly.
   *
   * @param maxParallelism how many groups of keys there are
   * @param parallelism how many subtasks share them
   */
  public PartBatches(int maxParallelism, int parallelism) {
    this.maxParallelism = maxParallelism;
    buffers = new BlockBuffer[parallelism];
    Arrays.setAll(buffers, subtask -> new BlockBuffer());
  }

  /** Takes a part up into the batch of its subtask. */
  public void add(SpanPart part) {
    BlockBuffer buffer = buffers[subtask(part.traceHigh(), part.traceLow())];
    buffer.u64(part.traceHigh());
    buffer.u64(part.traceLow());
    buffer.varint(part.spans());
    buffer.varint(part.encoded().length);
    buffer.bytes(part.encoded(), 0);
  }

  /** Hands on what was added, a batch for each subtask that has some. */
  public void flush(long logMillis, Consumer<PartBatch> out) {
    for (BlockBuffer buffer : buffers) {
      if (!buffer.isEmpty()) {
        out.accept(new PartBatch(logMillis, buffer.take()));
      }
    }
  }

  private int subtask(long high, long low) {
    int hash = 31 * Long.hashCode(high) + Long.hashCode(low); // that of a Tuple2
    int group = KeyGroupRangeAssignment.computeKeyGroupForKeyHash(hash, maxParallelism);
    return KeyGroupRangeAssignment.computeOperatorIndexForKeyGroup(
        maxParallelism, buffers.length, group);
  }
}
