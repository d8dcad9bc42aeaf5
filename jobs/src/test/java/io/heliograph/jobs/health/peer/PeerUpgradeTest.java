/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.records.TextType;
import java.nio.file.Path;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checkpoints of former versions, taken after a slot in which orders-3 failed half of its calls:
 * peers-1 was written by Flink's serializers alone, peers-2 with the records of our own, but keys
 * as before.
 */
class PeerUpgradeTest {
  private static final long START = 1_700_000_000_000L;

  private static KeyedOneInputStreamOperatorTestHarness<String, TrafficEvent, PeerStanding>
      restored(OperatorSubtaskState checkpoint) throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, TrafficEvent, PeerStanding> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new PeerFunction(10)), TrafficEvent::key, TextType.KEY);
    harness.initializeState(checkpoint);
    harness.open();
    return harness;
  }

  private static void slot(
      KeyedOneInputStreamOperatorTestHarness<String, TrafficEvent, PeerStanding> harness,
      int number)
      throws Exception {
    long start = START + number * Slot.MILLIS;
    for (int n = 1; n <= 3; n++) {
      Traffic traffic = Traffic.reported(100, n == 3 ? 50 : 0);
      harness.processElement(
          new StreamRecord<>(
              new TrafficEvent("shop", "orders", "orders-" + n, start, 0, 0, traffic), start));
    }
    harness.processWatermark(start + Slot.MILLIS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"peers-1", "peers-2"})
  void traffic_ofAFormerVersion_countsOn(String former) throws Exception {
    Path stored =
        Path.of(PeerUpgradeTest.class.getResource("/state/" + former + ".snapshot").toURI());
    OperatorSubtaskState checkpoint = OperatorSnapshotUtil.readStateHandle(stored.toString());
    OperatorSubtaskState ours;
    try (var harness = restored(checkpoint)) {
      ours = harness.snapshot(2, 2);
    }

    try (var harness = restored(ours)) {
      slot(harness, 1);

      // the second slot in succession: one alone would cost nothing
      assertThat(harness.extractOutputValues())
          .filteredOn(told -> told.standing().errorLoss() > 0)
          .singleElement()
          .satisfies(
              told -> {
                assertThat(told.instanceId()).isEqualTo("orders-3");
                assertThat(told.standing().errorLoss()).isEqualTo(0.5);
                assertThat(told.standing().errorRate()).isEqualTo(0.5);
              });
      assertThat(harness.numEventTimeTimers()).isEqualTo(1);
      harness.processWatermark(START + 600_000);
      assertThat(harness.numKeyedStateEntries()).isZero();
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }
}
