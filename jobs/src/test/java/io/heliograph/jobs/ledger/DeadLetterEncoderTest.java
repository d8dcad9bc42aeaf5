/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ledger;

import static io.heliograph.jobs.Otlp.KAFKA_TIME;
import static io.heliograph.jobs.Otlp.fragment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.heliograph.jobs.RecordingBlocks;
import io.heliograph.v1.DeadLetter;
import io.heliograph.v1.DeadLetterStage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterEncoderTest {
  private static final long MINUTE = 28_333_333L;

  private final DeadLetterEncoder encoder = new DeadLetterEncoder();
  private final RecordingBlocks blocks = new RecordingBlocks(encoder);

  private static DeadLetter.Builder letter() {
    return DeadLetter.newBuilder()
        .setSignal("spans")
        .setStage(DeadLetterStage.DEAD_LETTER_STAGE_REJECTED)
        .setTimeUnixNano(MINUTE * 60_000_000_000L + 1_500_000)
        .setReason("trace_id must be 16 bytes, has 8")
        .setCount(3)
        .setPayload(ByteString.copyFromUtf8("sample"));
  }

  @Test
  void encode_rejected_isARowAndALedgerCount() {
    blocks.write(encoder, fragment(-1, letter().build()));
    Map<String, Object> row = blocks.table("dead_letters").get(0);
    assertThat(row)
        .containsEntry("time", MINUTE * 60_000 + 1)
        .containsEntry("signal", "spans")
        .containsEntry("partition", 1)
        .containsEntry("offset", 7L)
        .containsEntry("reason", "trace_id must be 16 bytes, has 8")
        .containsEntry("stage", "rejected")
        .containsEntry("count", 3L);
    assertThat(row.get("payload")).isEqualTo("sample".getBytes(UTF_8));
    assertThat(blocks.counts()).containsOnly(Map.entry("spans/rejected/" + MINUTE, 3L));
  }

  @Test
  void encode_dead_countsAsDead() {
    blocks.write(
        encoder, fragment(-1, letter().setStage(DeadLetterStage.DEAD_LETTER_STAGE_DEAD).build()));
    assertThat(blocks.counts()).containsOnly(Map.entry("spans/dead/" + MINUTE, 3L));
  }

  @Test
  void encode_unknownSignalOrTime_doesNotSpread() {
    blocks.write(
        encoder, fragment(-1, letter().setSignal("x".repeat(9)).setTimeUnixNano(-1).build()));
    assertThat(blocks.table("dead_letters").get(0))
        .containsEntry("signal", "unknown")
        .containsEntry("time", KAFKA_TIME);
    assertThat(blocks.counts())
        .containsOnly(Map.entry("unknown/rejected/" + KAFKA_TIME / 60_000, 3L));
  }

  @Test
  void encode_noDeadLetter_becomesOne() {
    blocks.write(encoder, fragment(-1, new byte[] {0x0a, 0x7f}));
    assertThat(blocks.table("dead_letters")).isEmpty();
    assertThat(blocks.dead())
        .singleElement()
        .satisfies(
            d -> {
              assertThat(d.reason()).startsWith("not a DeadLetter");
              assertThat(d.count()).isEqualTo(1);
            });
    assertThat(blocks.counts())
        .containsOnly(Map.entry("dead-letters/accepted/" + KAFKA_TIME / 60_000, 1L));
  }
}
