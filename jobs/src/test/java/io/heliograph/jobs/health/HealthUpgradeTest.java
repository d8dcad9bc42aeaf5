/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.INTERVAL;
import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.records.TextType;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A checkpoint of the version whose keys were written by Flink's own serializer, and which kept the
 * time of an instance's timer in a state by itself: two beats of orders-1, and one of orders-2,
 * which promises the next within a minute; log time had come to the second beat.
 */
final class HealthUpgradeTest {
  private static final long FORGET = 3_600_000;

  private KeyedTwoInputStreamOperatorTestHarness<String, Beat, Evidence, HealthOutput> harness;

  private static KeyedTwoInputStreamOperatorTestHarness<String, Beat, Evidence, HealthOutput>
      newHarness(OperatorSubtaskState checkpoint) throws Exception {
    KeyedTwoInputStreamOperatorTestHarness<String, Beat, Evidence, HealthOutput> harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new KeyedCoProcessOperator<>(new HealthFunction(HealthLimits.defaults())),
            beat -> beat.id().key(),
            Evidence::key,
            TextType.KEY);
    harness.initializeState(checkpoint);
    harness.open();
    return harness;
  }

  @BeforeEach
  void restore() throws Exception {
    Path stored = Path.of(HealthUpgradeTest.class.getResource("/state/health-2.snapshot").toURI());
    harness = newHarness(OperatorSnapshotUtil.readStateHandle(stored.toString()));
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

  private List<String> changes(String instance) {
    return harness.extractOutputValues().stream()
        .map(HealthOutput::event)
        .filter(Objects::nonNull)
        .filter(event -> event.id().instanceId().equals(instance))
        .map(event -> (event.timeMillis() - START) + " " + event.from() + ">" + event.to().state())
        .toList();
  }

  @Test
  void timers_areTheFormerOnes_andEachRings() throws Exception {
    assertThat(harness.numEventTimeTimers()).isEqualTo(2);

    hear(ABeat.number(3));
    assertThat(harness.numEventTimeTimers()).isEqualTo(2);
    logTime(START + 400_000);

    assertThat(changes("orders-1")).containsExactly("40000 UP>SUSPECT", "60000 SUSPECT>DOWN");
    assertThat(changes("orders-2")).containsExactly("120000 UP>SUSPECT", "240000 SUSPECT>DOWN");
    logTime(START + 4 * 60_000 + FORGET);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void instanceThatBeats_staysUp_withOneTimer_andOneState() throws Exception {
    for (long n = 3; n <= 30; n++) {
      hear(ABeat.number(n));
      hear(ABeat.number(n).of("orders", "orders-2").every(60_000));
      logTime(START + (n - 1) * INTERVAL);
      assertThat(harness.numEventTimeTimers()).isEqualTo(2);
    }

    assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
    assertThat(changes("orders-1")).isEmpty();
    assertThat(changes("orders-2")).isEmpty();
  }

  @Test
  void shorterPromise_movesTheFormerTimerForward() throws Exception {
    hear(ABeat.number(3).every(1_000));
    hear(ABeat.number(3).of("orders", "orders-2").every(1_000));
    logTime(START + 2 * INTERVAL + 2_000);

    assertThat(changes("orders-1")).containsExactly("22000 UP>SUSPECT");
    assertThat(changes("orders-2")).containsExactly("22000 UP>SUSPECT");
    assertThat(harness.numEventTimeTimers()).isEqualTo(2);
  }

  /** Of the former version's state as it was, of ours, and of both in one. */
  @Test
  void checkpoint_ofTheUpgradedJob_isRestored() throws Exception {
    hear(ABeat.number(3));
    OperatorSubtaskState checkpoint = harness.snapshot(2, 2);
    harness.close();
    harness = newHarness(checkpoint);

    logTime(START + 400_000);

    assertThat(changes("orders-1")).containsExactly("40000 UP>SUSPECT", "60000 SUSPECT>DOWN");
    assertThat(changes("orders-2")).containsExactly("120000 UP>SUSPECT", "240000 SUSPECT>DOWN");
    assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
    assertThat(harness.numEventTimeTimers()).isEqualTo(2);
  }
}
