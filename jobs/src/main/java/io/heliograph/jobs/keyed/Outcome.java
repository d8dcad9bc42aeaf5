/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import io.heliograph.sinks.Blocks;
import java.util.Arrays;
import java.util.Objects;

/**
 * What became of events: an entry of the ledger, and of the dead letters if the stage is DEAD.
 *
 * @param signal label of the signal
 * @param count how many events
 * @param reason for DEAD only, in words; else empty
 * @param payload for DEAD only, the event or batch, cut at {@value #MAX_PAYLOAD} bytes; else empty
 */
@SuppressWarnings("ArrayRecordComponent") // travels once, from the function to the sink
public record Outcome(
    Origin origin, String signal, Stage stage, long count, String reason, byte[] payload) {
  private static final int MAX_PAYLOAD = 64 * 1024;
  private static final byte[] NONE = {};

  /** Events that reached a stage other than DEAD. */
  public static Outcome of(Origin origin, String signal, Stage stage, long count) {
    return new Outcome(origin, signal, stage, count, "", NONE);
  }

  /** Events that cannot be used. */
  public static Outcome dead(
      Origin origin, String signal, long count, String reason, byte[] payload) {
    byte[] cut = payload.length > MAX_PAYLOAD ? Arrays.copyOf(payload, MAX_PAYLOAD) : payload;
    return new Outcome(origin, signal, Stage.DEAD, count, reason, cut);
  }

  /** Writes it where the sink keeps its books. */
  public void write(Blocks out) {
    if (stage == Stage.DEAD) {
      out.origin(
          signal, origin.topic(), origin.partition(), origin.offset(), origin.timestampMillis());
      out.deadLetter(reason, payload, count);
    } else {
      out.count(signal, stage.label(), origin.timestampMillis(), count);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Outcome that
        && origin.equals(that.origin)
        && signal.equals(that.signal)
        && stage == that.stage
        && count == that.count
        && reason.equals(that.reason)
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return Objects.hash(origin, signal, stage, count, reason);
  }
}
