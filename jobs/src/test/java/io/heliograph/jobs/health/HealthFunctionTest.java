/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.INTERVAL;
import static io.heliograph.jobs.health.ABeat.ORDERS_1;
import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.health.peer.PeerStanding;
import io.heliograph.jobs.health.peer.Standing;
import io.heliograph.jobs.keyed.IntakeFunction;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.keyed.Outcome;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HealthFunctionTest {
  private static final long FORGOTTEN = START + 4 * INTERVAL + 3_600_000;

  private KeyedTwoInputStreamOperatorTestHarness<String, Beat, Evidence, HealthOutput> harness;

  private static KeyedTwoInputStreamOperatorTestHarness<String, Beat, Evidence, HealthOutput>
      newHarness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new HealthFunction(HealthLimits.defaults())),
        beat -> beat.id().key(),
        Evidence::key,
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
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);

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
    Probe probe = new Probe(new Origin("heliograph.probes", 0, 1, START), ORDERS_1, "failed", "p");
    harness.processElement2(new StreamRecord<>(Evidence.of(probe), START));

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

  private List<Advice> advices() {
    return harness.getSideOutput(HealthFunction.ADVICE).stream()
        .map(StreamRecord::getValue)
        .toList();
  }

  @Test
  void advice_endsWithATombstone() throws Exception {
    hear(ABeat.first());
    logTime(FORGOTTEN + INTERVAL);

    assertThat(advices())
        .extracting(advice -> advice.verdict() == null ? null : advice.verdict().state())
        .containsExactly(HealthState.UP, HealthState.SUSPECT, HealthState.DOWN, null);
    assertThat(advices()).extracting(Advice::revision).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void standing_reachesTheInstanceItIsOf() throws Exception {
    hear(ABeat.first());
    hear(ABeat.first().of("orders", "orders-2"));
    Standing slow = new Standing(START, 0, 0, 0, 0, 10, 3_000_000_000L, 1_000_000_000, 0.67);
    harness.processElement2(
        new StreamRecord<>(
            Evidence.of(new PeerStanding("default", "orders", "orders-2", slow)), START));

    Advice last = advices().get(advices().size() - 1);
    assertThat(last.id().instanceId()).isEqualTo("orders-2");
    assertThat(last.verdict().score()).isEqualTo(33);
  }

  /** What version 1 wrote: no probers, no standing, no steadiness, no advice. */
  @Test
  void restore_ofTheFirstVersionsState_goesOn() throws Exception {
    harness.close();
    harness = newHarness();
    URL stored = HealthFunctionTest.class.getResource("/state/health-1.snapshot");
    harness.initializeState(
        OperatorSnapshotUtil.readStateHandle(Path.of(stored.toURI()).toString()));
    harness.open();
    hear(ABeat.number(3));
    logTime(START + 3 * INTERVAL);

    assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
    assertThat(changes()).containsExactly("UP>SUSPECT");
    Advice first = advices().get(0);
    assertThat(first.id()).isEqualTo(ORDERS_1);
    assertThat(first.verdict().state()).isEqualTo(HealthState.UP);
    logTime(FORGOTTEN + 10 * INTERVAL);
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void hourOfBeatsAtOnce_outOfOrderAndTwice_isNoFalseDown() throws Exception {
    List<ABeat> hour = new ArrayList<>();
    for (long n = 1; n <= 360; n++) {
      hour.add(ABeat.number(n));
      hour.add(ABeat.number(n));
    }
    for (int from = 0; from < hour.size(); from += 20) {
      Collections.shuffle(hour.subList(from, from + 20), new Random(from));
    }
    for (ABeat beat : hour) {
      hear(beat);
    }
    logTime(START + 359 * INTERVAL);

    assertThat(changes()).containsExactly(">UP");
  }

  @Test
  void hostClocks_hoursAhead_makeNoDifference() throws Exception {
    long ahead = 7 * 3_600_000_000_000L;
    for (long n = 1; n <= 10; n++) {
      long sent = (START + (n - 1) * INTERVAL) * 1_000_000 + ahead;
      hear(ABeat.number(n).started(START * 1_000_000 + ahead).sent(sent));
      logTime(START + (n - 1) * INTERVAL);
    }
    assertThat(changes()).containsExactly(">UP");
  }
}
