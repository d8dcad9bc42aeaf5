/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.INTERVAL;
import static io.heliograph.jobs.health.ABeat.ORDERS_1;
import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.keyed.IntakeFunction;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.keyed.Outcome;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HealthFunctionTest {
  private static final long FORGOTTEN = START + 4 * INTERVAL + 3_600_000;

  private KeyedTwoInputStreamOperatorTestHarness<String, Beat, Probe, HealthOutput> harness;

  private static KeyedTwoInputStreamOperatorTestHarness<String, Beat, Probe, HealthOutput>
      newHarness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new HealthFunction(HealthLimits.defaults())),
        beat -> beat.id().key(),
        probe -> probe.id().key(),
        Types.STRING);
  }

  @BeforeEach
  void open() throws Exception {
    harness = newHarness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void hear(ABeat beat) throws Exception {
    Beat built = beat.build();
    harness.processElement1(new StreamRecord<>(built, built.millis()));
  }

  private void logTime(long millis) throws Exception {
    harness.processBothWatermarks(new Watermark(millis));
  }

  private List<String> changes() {
    return harness.extractOutputValues().stream()
        .map(HealthOutput::event)
        .filter(Objects::nonNull)
        .map(event -> event.from() + ">" + event.to().state())
        .toList();
  }

  private List<String> stages() {
    return harness.getSideOutput(IntakeFunction.OUTCOMES).stream()
        .map(StreamRecord::getValue)
        .map(outcome -> outcome.signal() + " " + outcome.stage().label())
        .toList();
  }

  @Test
  void life_fromFirstBeatToForgotten_leavesNoStateAndNoTimer() throws Exception {
    hear(ABeat.first());
    hear(ABeat.number(2));
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);

    logTime(FORGOTTEN + INTERVAL - 1);
    assertThat(changes()).containsExactly(">UP", "UP>SUSPECT", "SUSPECT>DOWN");
    assertThat(harness.numKeyedStateEntries()).isEqualTo(2);

    logTime(FORGOTTEN + INTERVAL);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void steadyBeats_keepOneTimerAndStayUp() throws Exception {
    for (long n = 1; n <= 100; n++) {
      hear(ABeat.number(n));
      logTime(START + (n - 1) * INTERVAL);
      assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    }

    assertThat(changes()).containsExactly(">UP");
  }

  @Test
  void shorterPromise_movesTheTimerForward() throws Exception {
    hear(ABeat.first());
    hear(ABeat.number(2).every(1_000));

    logTime(START + INTERVAL + 2_000);

    assertThat(changes()).containsExactly(">UP", "UP>SUSPECT");
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
  }

  @Test
  void everyBeat_isStored_andLateOnesAndDuplicatesAreNoted() throws Exception {
    hear(ABeat.number(2));
    hear(ABeat.number(2));
    hear(ABeat.number(1));

    assertThat(stages())
        .containsExactly(
            "heartbeats stored",
            "heartbeats stored",
            "heartbeats duplicate",
            "heartbeats stored",
            "heartbeats late");
  }

  @Test
  void probe_isCountedUnderItsSignal_andLeavesNothingForAnUnknownInstance() throws Exception {
    Probe probe = new Probe(new Origin("heliograph.probes", 0, 1, START), ORDERS_1, "failed");
    harness.processElement2(new StreamRecord<>(probe, START));

    assertThat(stages()).containsExactly("probes stored");
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void restore_afterAnHourOffline_withBeatsWaiting_isNoFalseDown() throws Exception {
    hear(ABeat.first());
    logTime(START);
    OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
    harness.close();
    harness = newHarness();
    harness.setProcessingTime(START + 3_600_000);
    harness.initializeState(checkpoint);
    harness.open();

    for (long n = 2; n <= 361; n++) {
      hear(ABeat.number(n));
      logTime(START + (n - 1) * INTERVAL);
    }

    assertThat(changes()).isEmpty();
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
  }

  @Test
  void outcome_isOfTheMinuteItsRecordReachedKafka() throws Exception {
    hear(ABeat.first());

    Outcome outcome = harness.getSideOutput(IntakeFunction.OUTCOMES).peek().getValue();
    assertThat(outcome.origin()).isEqualTo(ABeat.first().build().origin());
  }
}
