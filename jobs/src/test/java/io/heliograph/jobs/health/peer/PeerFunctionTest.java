/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PeerFunctionTest {
  private static final long START = 1_700_000_000_000L;

  private KeyedOneInputStreamOperatorTestHarness<String, TrafficEvent, PeerStanding> harness;

  private static KeyedOneInputStreamOperatorTestHarness<String, TrafficEvent, PeerStanding>
      newHarness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new PeerFunction(10)), TrafficEvent::key, Types.STRING);
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

  private void hear(String instance, long slotMillis, long calls, long errors) throws Exception {
    harness.processElement(
        new StreamRecord<>(
            new TrafficEvent(
                "shop", "orders", instance, slotMillis, 0, 0, Traffic.reported(calls, errors)),
            slotMillis));
  }

  /** orders-3 fails half of its calls. */
  private void slots(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      long slot = START + i * Slot.MILLIS;
      for (int n = 1; n <= 3; n++) {
        hear("orders-" + n, slot, 100, n == 3 ? 50 : 0);
      }
      harness.processWatermark(slot + Slot.MILLIS);
    }
  }

  private List<PeerStanding> told(String instance) {
    return harness.extractOutputValues().stream()
        .filter(told -> told.instanceId().equals(instance))
        .toList();
  }

  @Test
  void failing_isTold_andNothingIsLeftWhenTrafficEnds() throws Exception {
    slots(0, 6);

    PeerStanding last = told("orders-3").get(told("orders-3").size() - 1);
    assertThat(last.namespace()).isEqualTo("shop");
    assertThat(last.service()).isEqualTo("orders");
    assertThat(last.standing().errorLoss()).isEqualTo(0.5);
    assertThat(last.standing().millis()).isEqualTo(START + 2 * Slot.MILLIS);
    assertThat(told("orders-1").get(0).standing().errorLoss()).isZero();
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);

    harness.processWatermark(START + 600_000);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
    PeerStanding end = told("orders-3").get(told("orders-3").size() - 1);
    assertThat(end.standing().errorLoss()).isZero();
  }

  @Test
  void restore_inTheMiddle_comesToTheSame() throws Exception {
    slots(0, 1);
    OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
    harness.close();
    harness = newHarness();
    harness.initializeState(checkpoint);
    harness.open();
    slots(1, 3);

    assertThat(told("orders-3").get(0).standing().errorLoss()).isEqualTo(0.5);
  }

  @Test
  void trafficOfSlotsThatLeftTheWindow_isForgotten() throws Exception {
    harness.processWatermark(START + 60_000);
    hear("orders-1", START, 100, 100);

    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void instancesBeyondTheBound_areNotKept() throws Exception {
    for (int n = 0; n < 100; n++) {
      hear("orders-" + n, START, 100, 0);
    }
    harness.processWatermark(START + Slot.MILLIS);

    assertThat(harness.extractOutputValues()).hasSize(10);
  }
}
