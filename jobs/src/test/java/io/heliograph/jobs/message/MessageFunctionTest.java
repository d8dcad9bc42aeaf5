/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import static io.heliograph.jobs.message.AFact.BILLING;
import static io.heliograph.jobs.message.AFact.START;
import static io.heliograph.jobs.message.AFact.at;
import static io.heliograph.jobs.message.AFact.produced;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.keyed.IntakeFunction;
import io.heliograph.jobs.keyed.Outcome;
import io.heliograph.jobs.keyed.Stage;
import io.heliograph.jobs.message.MessageFact.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MessageFunctionTest {
  private static final Duration RETENTION = Duration.ofHours(6);

  private KeyedOneInputStreamOperatorTestHarness<String, MessageFact, MessageOutput> harness;

  @BeforeEach
  void open() throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new MessageFunction(RETENTION)),
            MessageFact::traceKey,
            Types.STRING);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private List<Outcome> outcomes() {
    return harness.getSideOutput(IntakeFunction.OUTCOMES).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  @Test
  void message_isForgottenAfterTheRetention_leavingNoStateAndNoTimer() throws Exception {
    harness.processElement(produced(100), START);
    harness.processElement(at(BILLING, Kind.CONSUMED, 1, 300), START);
    harness.processElement(at(BILLING, Kind.CONSUMED, 1, 300), START);

    assertThat(harness.extractOutputValues())
        .extracting(output -> output.row().group())
        .containsExactly("", BILLING);
    assertThat(outcomes())
        .extracting(Outcome::stage)
        .containsExactly(Stage.STORED, Stage.STORED, Stage.STORED, Stage.DUPLICATE);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);

    harness.processWatermark(START + RETENTION.toMillis());
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void groupTooMany_isADeadLetterThatShowsTheFact() throws Exception {
    for (int i = 0; i <= MessageRules.MAX_GROUPS; i++) {
      harness.processElement(at("group-" + i, Kind.CONSUMED, 1, 300), START);
    }

    Outcome last = outcomes().get(MessageRules.MAX_GROUPS);
    assertThat(last.stage()).isEqualTo(Stage.DEAD);
    assertThat(last.reason()).contains("64 consumer groups");
    assertThat(new String(last.payload(), StandardCharsets.UTF_8)).contains("group-64");
    assertThat(outcomes()).filteredOn(o -> o.stage() == Stage.STORED).hasSize(64);
  }
}
