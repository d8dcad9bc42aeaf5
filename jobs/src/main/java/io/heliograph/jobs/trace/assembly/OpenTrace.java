/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import io.heliograph.jobs.trace.intake.SpanPart;
import java.util.Arrays;
import javax.annotation.Nullable;

/** A trace whose spans are still coming: the blocks they came in, undecoded. */
final class OpenTrace {
  /** What an open trace takes beside its blocks: itself, its id, its entry in a map. */
  static final int OVERHEAD_BYTES = 192;

  private static final byte[] NOTHING = {};

  final TraceId id;

  /** What its last row said; null if it has none. */
  @Nullable final Skeleton base;

  /** When it began and when its last span came, by the {@link TraceClock}. */
  final long beganMillis;

  long lastMillis;

  /** Log time of its newest span. */
  long logMillis;

  /** How many spans came since the last row, replays included, beyond the cap not. */
  int spans;

  /** How many came beyond the cap since the last row. */
  int overCap;

  /** How many replays were left out since the last row, those within the blocks not counted. */
  int duplicates;

  /** What it holds, base included; null until its cap left no room for a part. */
  @Nullable Fingerprints known;

  /** How often it was looked at and was not whole. */
  int looks;

  // the place in the list of a slot
  int slot = -1;
  OpenTrace before;
  OpenTrace after;

  private byte[] blocks = NOTHING;
  private int bytes;

  OpenTrace(TraceId id, @Nullable Skeleton base, long nowMillis) {
    this.id = id;
    this.base = base;
    beganMillis = nowMillis;
    lastMillis = nowMillis;
  }

  /** How many spans it would have if none was a replay. */
  int allSpans() {
    return spans + (base == null ? 0 : base.spans());
  }

  /**
   * Whether the cap leaves room for a part, whatever is in it. Once it did not, what the trace
   * holds is known, and each part has to be looked through.
   */
  boolean hasRoomFor(SpanPart part, AssemblySettings settings) {
    return known == null
        && allSpans() + part.spans() <= settings.maxSpans()
        && heldBytes() + part.encoded().length <= settings.maxTraceBytes();
  }

  /** How many bytes its encoded spans take, those of its last row among them. */
  long heldBytes() {
    return (long) bytes + (base == null ? 0 : base.block().length);
  }

  void append(byte[] block, int blockSpans) {
    int needed = bytes + block.length;
    if (bytes == 0) {
      blocks = block; // most traces of one service come in one part
    } else {
      if (needed > blocks.length) {
        blocks = Arrays.copyOf(blocks, Math.max(needed, needed + needed / 2));
      }
      System.arraycopy(block, 0, blocks, bytes, block.length);
    }
    bytes = needed;
    spans += blockSpans;
  }

  /** Replaces the blocks by one that holds no replays. */
  void compact(byte[] block, int blockSpans) {
    duplicates += spans - blockSpans;
    blocks = block;
    bytes = block.length;
    spans = blockSpans;
  }

  byte[] blocks() {
    return blocks;
  }

  /** How many bytes of {@link #blocks} are in use. */
  int bytes() {
    return bytes;
  }

  /** The memory it takes. */
  long footprint() {
    return OVERHEAD_BYTES
        + blocks.length
        + (base == null ? 0 : base.block().length)
        + (known == null ? 0 : known.footprint());
  }
}
