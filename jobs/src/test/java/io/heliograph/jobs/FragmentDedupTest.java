/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FragmentDedupTest {
  private static final long T0 = 1_700_000_000_000L;
  private static final long MINUTE = 60_000;

  private final List<AutoCloseable> open = new ArrayList<>();
  private OneInputStreamOperatorTestHarness<Fragment, Fragment> harness;
  private long offset;

  private OneInputStreamOperatorTestHarness<Fragment, Fragment> harness(
      int parallelism, int subtask) throws Exception {
    OneInputStreamOperatorTestHarness<Fragment, Fragment> created =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(new FragmentDedup(100)), 128, parallelism, subtask);
    open.add(created);
    return created;
  }

  private void start() throws Exception {
    harness = harness(1, 0);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable harness : open) {
      harness.close();
    }
  }

  private boolean duplicate(
      OneInputStreamOperatorTestHarness<Fragment, Fragment> at,
      int partition,
      String key,
      long time)
      throws Exception {
    int before = at.extractOutputValues().size();
    at.processElement(
        new Fragment("t", partition, offset++, time, 1, key, false, new byte[] {1}), time);
    List<Fragment> out = at.extractOutputValues();
    assertThat(out).as("nothing is dropped").hasSize(before + 1);
    return out.get(before).duplicate();
  }

  private boolean duplicate(int partition, String key, long time) throws Exception {
    return duplicate(harness, partition, key, time);
  }

  @Test
  void process_sameKeySamePartition_isMarked() throws Exception {
    start();
    assertThat(duplicate(0, "a", T0)).isFalse();
    assertThat(duplicate(0, "a", T0 + 1)).isTrue();
    assertThat(duplicate(0, "a", T0 + 2)).isTrue();
    assertThat(duplicate(0, "b", T0 + 3)).isFalse();
  }

  @Test
  void process_sameKeyOtherPartition_isAnotherFragmentOfTheRequest() throws Exception {
    start();
    assertThat(duplicate(0, "a", T0)).isFalse();
    assertThat(duplicate(1, "a", T0)).isFalse();
  }

  @Test
  void process_noKey_neverIsADuplicate() throws Exception {
    start();
    assertThat(duplicate(0, "", T0)).isFalse();
    assertThat(duplicate(0, "", T0)).isFalse();
  }

  @Test
  void process_outOfOrder_isMarkedBothWays() throws Exception {
    start();
    assertThat(duplicate(0, "a", T0)).isFalse();
    assertThat(duplicate(0, "late", T0 - 5 * MINUTE)).isFalse();
    assertThat(duplicate(0, "late", T0)).isTrue();
    assertThat(duplicate(0, "a", T0 - 9 * MINUTE)).isTrue();
  }

  @Test
  void process_afterTenMinutes_isForgotten() throws Exception {
    start();
    assertThat(duplicate(0, "a", T0)).isFalse();
    assertThat(duplicate(0, "a", T0 + 10 * MINUTE)).isTrue();
    assertThat(duplicate(0, "b", T0 + 11 * MINUTE)).isFalse();
    assertThat(duplicate(0, "a", T0 + 11 * MINUTE)).isFalse();
  }

  @Test
  void process_keyOlderThanTheWindow_isRememberedAllTheSame() throws Exception {
    start();
    assertThat(duplicate(0, "a", T0)).isFalse();
    assertThat(duplicate(0, "old", T0 - 60 * MINUTE)).isFalse();
    assertThat(duplicate(0, "old", T0 - 60 * MINUTE)).isTrue();
  }

  @Test
  void process_expiryOfOnePartition_leavesTheOthers() throws Exception {
    start();
    assertThat(duplicate(0, "a", T0)).isFalse();
    assertThat(duplicate(1, "x", T0 + 60 * MINUTE)).isFalse();
    assertThat(duplicate(0, "a", T0)).isTrue();
  }

  @Test
  void process_moreKeysThanTheBound_forgetsTheOldestMinute() throws Exception {
    start();
    for (int i = 0; i < 60; i++) {
      assertThat(duplicate(0, "old" + i, T0)).isFalse();
    }
    for (int i = 0; i < 60; i++) {
      assertThat(duplicate(0, "new" + i, T0 + MINUTE)).isFalse();
    }
    assertThat(duplicate(0, "new0", T0 + MINUTE)).isTrue();
    assertThat(duplicate(0, "new59", T0 + MINUTE)).isTrue();
    assertThat(duplicate(0, "old0", T0 + MINUTE)).isFalse();
  }

  @Test
  void restore_sameParallelism_stillMarks() throws Exception {
    start();
    assertThat(duplicate(0, "a", T0)).isFalse();
    OperatorSubtaskState state = harness.snapshot(1, 1);

    harness = harness(1, 0);
    harness.initializeState(state);
    harness.open();
    assertThat(duplicate(0, "a", T0 + MINUTE)).isTrue();
    assertThat(duplicate(0, "b", T0 + MINUTE)).isFalse();
  }

  @Test
  void restore_rescaled_anySubtaskKnowsAnyPartition() throws Exception {
    start();
    assertThat(duplicate(0, "a", T0)).isFalse();
    assertThat(duplicate(1, "b", T0)).isFalse();
    OperatorSubtaskState state = harness.snapshot(1, 1);

    List<OneInputStreamOperatorTestHarness<Fragment, Fragment>> three = restored(state, 1, 3);
    // the source may hand the partitions to any of them, also crosswise
    assertThat(duplicate(three.get(2), 0, "a", T0)).isTrue();
    assertThat(duplicate(three.get(0), 1, "b", T0)).isTrue();
  }

  @Test
  void restore_twiceWithIdlePartition_keysSurvive() throws Exception {
    start();
    for (int partition = 0; partition < 4; partition++) {
      assertThat(duplicate(partition, "a", T0)).isFalse();
    }
    OperatorSubtaskState state = harness.snapshot(1, 1);

    List<OneInputStreamOperatorTestHarness<Fragment, Fragment>> three = restored(state, 1, 3);
    // only partition 0 goes on, and at a subtask of the source's choice; 1 to 3 are idle
    assertThat(duplicate(three.get(1), 0, "b", T0 + MINUTE)).isFalse();
    OperatorSubtaskState[] states = new OperatorSubtaskState[3];
    for (int i = 0; i < 3; i++) {
      states[i] = three.get(i).snapshot(2, 2);
    }
    OneInputStreamOperatorTestHarness<Fragment, Fragment> one =
        restored(AbstractStreamOperatorTestHarness.repackageState(states), 3, 1).get(0);

    assertThat(duplicate(one, 0, "a", T0 + MINUTE)).isTrue();
    assertThat(duplicate(one, 0, "b", T0 + MINUTE)).isTrue();
    assertThat(duplicate(one, 3, "a", T0 + MINUTE)).isTrue();
    assertThat(duplicate(one, 3, "c", T0 + MINUTE)).isFalse();
  }

  private List<OneInputStreamOperatorTestHarness<Fragment, Fragment>> restored(
      OperatorSubtaskState state, int before, int now) throws Exception {
    List<OneInputStreamOperatorTestHarness<Fragment, Fragment>> all = new ArrayList<>();
    for (int subtask = 0; subtask < now; subtask++) {
      OneInputStreamOperatorTestHarness<Fragment, Fragment> created = harness(now, subtask);
      created.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, 128, before, now, subtask));
      created.open();
      all.add(created);
    }
    return all;
  }

  @Test
  void types_ofStreamAndState_arePojos() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(Fragment.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(SeenMinute.class);
  }
}
