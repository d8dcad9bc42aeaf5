/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ledger;

import com.google.protobuf.InvalidProtocolBufferException;
import io.heliograph.jobs.Fragment;
import io.heliograph.protocol.Signal;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.RowEncoder;
import io.heliograph.sinks.TableSchema;
import io.heliograph.v1.DeadLetter;
import io.heliograph.v1.DeadLetterStage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Dead letters that others wrote: each becomes a row of {@code dead_letters}, and its count goes
 * into the ledger under its own signal, {@code rejected} or {@code dead}. A record of the topic
 * that is no dead letter becomes one itself, of signal {@value #OWN_SIGNAL}.
 */
public final class DeadLetterEncoder implements RowEncoder<Fragment> {
  static final String OWN_SIGNAL = "dead-letters";

  static final TableSchema TABLE =
      TableSchema.of(
          "dead_letters",
          "time",
          "DateTime64(3)",
          "signal",
          "LowCardinality(String)",
          "topic",
          "LowCardinality(String)",
          "partition",
          "Int32",
          "offset",
          "Int64",
          "reason",
          "String",
          "payload",
          "String",
          "stage",
          "LowCardinality(String)",
          "count",
          "UInt64");

  private static final long YEAR_2100_MILLIS = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

  @Override
  public List<TableSchema> tables() {
    return List.of(TABLE);
  }

  @Override
  public void encode(Fragment fragment, Blocks out) throws IOException {
    if (fragment.duplicate()) {
      out.count(OWN_SIGNAL, "duplicate", fragment.timestampMillis(), 1);
      return;
    }
    out.origin(
        OWN_SIGNAL,
        fragment.topic(),
        fragment.partition(),
        fragment.offset(),
        fragment.timestampMillis());
    DeadLetter letter;
    try {
      letter = DeadLetter.parseFrom(fragment.value());
    } catch (InvalidProtocolBufferException e) {
      out.count(OWN_SIGNAL, "accepted", fragment.timestampMillis(), 1);
      throw new IOException("not a DeadLetter: " + e.getMessage(), e);
    }
    long time = time(letter, fragment);
    String signal = signal(letter);
    String stage =
        letter.getStage() == DeadLetterStage.DEAD_LETTER_STAGE_DEAD ? "dead" : "rejected";
    out.count(signal, stage, time, letter.getCount());
    out.rows(TABLE.table())
        .append(
            time,
            signal,
            fragment.topic(),
            fragment.partition(),
            fragment.offset(),
            letter.getReason(),
            letter.getPayload().toByteArray(),
            stage,
            letter.getCount());
  }

  /** A name nobody knows must not become a row of its own in every summary. */
  private static String signal(DeadLetter letter) {
    for (Signal signal : Signal.values()) {
      if (signal.label().equals(letter.getSignal())) {
        return signal.label();
      }
    }
    return "unknown";
  }

  private static long time(DeadLetter letter, Fragment fragment) {
    long millis = Long.divideUnsigned(letter.getTimeUnixNano(), 1_000_000);
    return millis > 0 && millis < YEAR_2100_MILLIS ? millis : fragment.timestampMillis();
  }

  @Override
  public byte[] payload(Fragment fragment) {
    return fragment.value();
  }
}
