/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EscrowTest {
  private static FakeClickHouse clickHouse;

  private OneInputStreamOperatorTestHarness<
          CommittableMessage<SinkCommittable>, CommittableMessage<SinkCommittable>>
      escrow;

  @BeforeEach
  void open() throws Exception {
    clickHouse = new FakeClickHouse();
    escrow = harness(Fixtures.settings());
    escrow.open();
  }

  private static OneInputStreamOperatorTestHarness<
          CommittableMessage<SinkCommittable>, CommittableMessage<SinkCommittable>>
      harness(SinkSettings settings) throws Exception {
    return harness(settings, 1, 0);
  }

  private static OneInputStreamOperatorTestHarness<
          CommittableMessage<SinkCommittable>, CommittableMessage<SinkCommittable>>
      harness(SinkSettings settings, int parallelism, int subtask) throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new Escrow(
            settings,
            (s, group) -> new ClickHouseCommitter(s, clickHouse, CommitMetrics.register(group))),
        128,
        parallelism,
        subtask);
  }

  private void give(long checkpoint, SinkCommittable committable) throws Exception {
    escrow.processElement(new StreamRecord<>(new CommittableSummary<>(0, 1, checkpoint, 1, 0)));
    escrow.processElement(
        new StreamRecord<>(new CommittableWithLineage<>(committable, checkpoint, 0)));
  }

  private static List<List<Object>> stored() {
    return clickHouse.rows("orders");
  }

  @Test
  void complete_storesWhatTheCheckpointCoversAndPassesNothingOn() throws Exception {
    give(1, Fixtures.orders("a-", "tea"));
    escrow.snapshot(1, 1);
    give(2, Fixtures.orders("b-", "cup"));
    assertThat(stored()).isEmpty();

    escrow.notifyOfCompletedCheckpoint(1);

    assertThat(stored()).containsExactly(List.of(0L, "tea"));
    assertThat(escrow.getOutput()).isEmpty();
  }

  @Test
  void complete_afterOneThatDidNot_storesBoth() throws Exception {
    give(1, Fixtures.orders("a-", "tea"));
    escrow.snapshot(1, 1);
    escrow.getOneInputOperator().notifyCheckpointAborted(1);
    give(2, Fixtures.orders("b-", "cup"));
    escrow.snapshot(2, 2);

    escrow.notifyOfCompletedCheckpoint(2);

    assertThat(stored()).containsExactly(List.of(0L, "tea"), List.of(0L, "cup"));
  }

  @Test
  void complete_again_storesNothingTwice() throws Exception {
    give(1, Fixtures.orders("a-", "tea"));
    escrow.snapshot(1, 1);
    escrow.notifyOfCompletedCheckpoint(1);
    escrow.notifyOfCompletedCheckpoint(2);

    assertThat(clickHouse.attempts()).hasSize(2); // rows and ledger
  }

  @Test
  void restore_storesWhatTheCheckpointHolds() throws Exception {
    give(1, Fixtures.orders("a-", "tea"));
    give(1, Fixtures.orders("b-", "cup"));
    OperatorSubtaskState checkpoint = escrow.snapshot(1, 1);
    give(2, Fixtures.orders("c-", "never in a checkpoint"));

    escrow = harness(Fixtures.settings());
    escrow.initializeState(checkpoint);

    assertThat(stored()).containsExactlyInAnyOrder(List.of(0L, "tea"), List.of(0L, "cup"));
  }

  @Test
  void restore_withTwiceTheSubtasks_sharesThemOut() throws Exception {
    give(1, Fixtures.orders("a-", "tea"));
    give(1, Fixtures.orders("b-", "cup"));
    OperatorSubtaskState checkpoint = escrow.snapshot(1, 1);

    for (int subtask : new int[] {0, 1}) {
      escrow = harness(Fixtures.settings(), 2, subtask);
      escrow.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              checkpoint, 128, 1, 2, subtask));
      assertThat(stored()).hasSize(subtask + 1);
    }
  }

  @Test
  void snapshot_whenNothingIsHeld_isEmpty() throws Exception {
    give(1, Fixtures.orders("a-", "tea"));
    escrow.snapshot(1, 1);
    escrow.notifyOfCompletedCheckpoint(1);

    assertThat(escrow.snapshot(2, 2).getRawOperatorState()).isEmpty();
  }

  @Test
  void checkpointsThatNeverComplete_endInAFailureNotInMemory() throws Exception {
    escrow = harness(Fixtures.settings(1_000_000, 1 << 20, true));
    escrow.open();
    byte[] noise = new byte[5 << 20];
    new Random(1).nextBytes(noise);
    SinkCommittable large =
        new SinkCommittable(
            "n-0",
            List.of(
                new FrozenInsert(
                    "orders",
                    "n-1",
                    List.of("id"),
                    List.of(),
                    Body.of(noise),
                    new Provenance(List.of(), new byte[0]))),
            List.of());
    for (int checkpoint = 1; checkpoint <= 3; checkpoint++) {
      give(checkpoint, large);
    }

    assertThatThrownBy(() -> give(4, large))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sink test holds 20971520 compressed bytes")
        .hasMessageContaining("may hold 16777216");
  }
}
