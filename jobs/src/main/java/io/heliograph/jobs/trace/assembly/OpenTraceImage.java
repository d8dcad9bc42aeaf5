/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.annotation.Nullable;

/** An open trace as a checkpoint holds it. */
final class OpenTraceImage {
  private static final byte VERSION = 1;
  private static final int FIXED = 1 + 8 + 4 + 4 + 4;

  private OpenTraceImage() {}

  static byte[] encode(OpenTrace trace) {
    return ByteBuffer.allocate(FIXED + trace.bytes())
        .put(VERSION)
        .putLong(trace.logMillis)
        .putInt(trace.spans)
        .putInt(trace.overCap)
        .putInt(trace.duplicates)
        .put(trace.blocks(), 0, trace.bytes())
        .array();
  }

  /**
   * Reads one.
   *
   * @throws IllegalStateException if a later version of the job wrote it
   */
  static OpenTrace decode(TraceId id, @Nullable Skeleton base, byte[] encoded, long nowMillis) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "the state holds an open trace in format " + version + ", this job knows " + VERSION);
    }
    OpenTrace trace = new OpenTrace(id, base, nowMillis);
    trace.logMillis = in.getLong();
    int spans = in.getInt();
    trace.overCap = in.getInt();
    trace.duplicates = in.getInt();
    if (in.hasRemaining()) {
      trace.append(Arrays.copyOfRange(encoded, in.position(), encoded.length), spans);
    }
    return trace;
  }
}
