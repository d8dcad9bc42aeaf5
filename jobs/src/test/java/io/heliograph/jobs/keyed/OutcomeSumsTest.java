/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutcomeSumsTest {
  private static final long MINUTE = 1_700_000_040_000L;

  private OneInputStreamOperatorTestHarness<Outcome, Outcome> harness;

  @BeforeEach
  void open() throws Exception {
    harness = new OneInputStreamOperatorTestHarness<>(new OutcomeSums());
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private static Outcome outcome(long millis, Stage stage, long count) {
    return Outcome.of(
        new Origin("heliograph.heartbeats", 0, 7, millis), "heartbeats", stage, count);
  }

  private void hear(Outcome outcome) throws Exception {
    harness.processElement(new StreamRecord<>(outcome));
  }

  @Test
  void outcomes_untilTheBarrier_areOneSumForStageAndMinute() throws Exception {
    hear(outcome(MINUTE, Stage.STORED, 1));
    hear(outcome(MINUTE, Stage.LATE, 1));
    hear(outcome(MINUTE + 59_999, Stage.STORED, 5));
    hear(outcome(MINUTE + 60_000, Stage.STORED, 1));
    hear(outcome(MINUTE, Stage.STORED, 1));
    assertThat(harness.extractOutputValues()).isEmpty();

    harness.prepareSnapshotPreBarrier(1);

    assertThat(harness.extractOutputValues())
        .containsExactly(
            outcome(MINUTE, Stage.STORED, 7),
            outcome(MINUTE, Stage.LATE, 1),
            outcome(MINUTE + 60_000, Stage.STORED, 1));
  }

  @Test
  void nextCheckpoint_countsAnew() throws Exception {
    hear(outcome(MINUTE, Stage.STORED, 1));
    harness.prepareSnapshotPreBarrier(1);
    harness.prepareSnapshotPreBarrier(2);
    hear(outcome(MINUTE, Stage.STORED, 2));
    harness.endInput();

    assertThat(harness.extractOutputValues())
        .containsExactly(outcome(MINUTE, Stage.STORED, 1), outcome(MINUTE, Stage.STORED, 2));
  }

  @Test
  void deadLetter_passesAsItIs() throws Exception {
    Outcome dead =
        Outcome.dead(
            new Origin("heliograph.heartbeats", 0, 7, MINUTE), "heartbeats", 1, "bad", new byte[1]);
    hear(dead);

    assertThat(harness.extractOutputValues()).containsExactly(dead);
  }

  @Test
  void manyMinutes_areHandedOnBeforeTheyAreMore() throws Exception {
    for (int minute = 0; minute <= OutcomeSums.MAX_SUMS; minute++) {
      hear(outcome(MINUTE + minute * 60_000L, Stage.STORED, 1));
    }

    assertThat(harness.extractOutputValues()).hasSize(OutcomeSums.MAX_SUMS);
  }
}
