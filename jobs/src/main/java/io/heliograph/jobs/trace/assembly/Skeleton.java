/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import io.heliograph.jobs.trace.sampling.Keep;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is remembered of a trace that has its row: enough to judge it again with a span that comes
 * late, and to take back what the last row said. The spans without their attributes, in one block.
 *
 * @param revision of the last row, from 0
 * @param lateSpans different spans that came after the first row
 * @param duplicateSpans replays
 * @param overCapSpans spans beyond the cap
 * @param keep whether its raw spans are kept longer
 * @param logMillis log time of its newest span
 * @param spans how many different ones are in the block
 * @param block the different spans
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Skeleton(
    int revision,
    int lateSpans,
    int duplicateSpans,
    int overCapSpans,
    Keep keep,
    long logMillis,
    int spans,
    byte[] block) {
  private static final byte VERSION = 1;
  private static final int FIXED = 1 + 4 + 4 + 4 + 4 + 1 + 8 + 8 + 4;

  byte[] encode() {
    byte[] reason = keep.reason().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(FIXED + reason.length + block.length)
        .put(VERSION)
        .putInt(revision)
        .putInt(lateSpans)
        .putInt(duplicateSpans)
        .putInt(overCapSpans)
        .put((byte) reason.length)
        .put(reason)
        .putDouble(keep.weight())
        .putLong(logMillis)
        .putInt(spans)
        .put(block)
        .array();
  }

  /**
   * Reads one.
   *
   * @throws IllegalStateException if a later version of the job wrote it
   */
  static Skeleton decode(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "the state holds a trace in format " + version + ", this job knows " + VERSION);
    }
    int revision = in.getInt();
    int late = in.getInt();
    int duplicates = in.getInt();
    int overCap = in.getInt();
    byte[] reason = new byte[in.get()];
    in.get(reason);
    double weight = in.getDouble();
    long logMillis = in.getLong();
    int spans = in.getInt();
    return new Skeleton(
        revision,
        late,
        duplicates,
        overCap,
        new Keep(new String(reason, StandardCharsets.US_ASCII), weight),
        logMillis,
        spans,
        Arrays.copyOfRange(encoded, in.position(), encoded.length));
  }
}
