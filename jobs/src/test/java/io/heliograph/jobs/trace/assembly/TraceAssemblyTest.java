/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import static io.heliograph.jobs.trace.assembly.Spans.ALL;
import static io.heliograph.jobs.trace.assembly.Spans.CALL;
import static io.heliograph.jobs.trace.assembly.Spans.QUERY;
import static io.heliograph.jobs.trace.assembly.Spans.ROOT;
import static io.heliograph.jobs.trace.assembly.Spans.SERVED;
import static io.heliograph.jobs.trace.assembly.Spans.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.jobs.trace.SkeletonFiles;
import io.heliograph.jobs.trace.intake.PartBatch;
import io.heliograph.jobs.trace.intake.PartBatches;
import io.heliograph.jobs.trace.intake.SpanPart;
import io.heliograph.jobs.trace.result.TraceOutput;
import io.heliograph.jobs.trace.result.TraceRow;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceAssemblyTest {
  private static final int MAX_PARALLELISM = 128;
  private static final long IDLE = AssemblySettings.DEFAULTS.idleMillis();

  private KeyedOneInputStreamOperatorTestHarness<Tuple2<Long, Long>, PartBatch, TraceOutput>
      harness;
  private long now = 1_000_000;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void openTrace_survivesARestore(boolean rocksDb) throws Exception {
    start(rocksDb, null);
    add(part(1, 0, ROOT, CALL));
    add(part(2, 0, CALL));
    OperatorSubtaskState checkpoint = checkpoint();
    harness.close();

    start(rocksDb, checkpoint);
    add(part(1, 0, SERVED, QUERY));
    passMillis(IDLE + 1_000);

    assertThat(rows()).hasSize(2);
    assertThat(row(1).spans()).isEqualTo(4);
    assertThat(row(2).spans()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void skeleton_survivesARestore_andTheImageIsGone(boolean rocksDb) throws Exception {
    start(rocksDb, null);
    add(part(1, 0, ROOT, CALL, SERVED));
    checkpoint();
    passMillis(1_000);
    OperatorSubtaskState checkpoint = checkpoint();
    assertThat(rows()).hasSize(1);
    harness.close();

    start(rocksDb, checkpoint);
    passMillis(IDLE + 1_000);
    assertThat(rows()).as("it is open no longer").isEmpty();
    add(part(1, 0, QUERY));
    passMillis(1_000);

    assertThat(row(1).spans()).isEqualTo(4);
    assertThat(row(1).revision()).isEqualTo(1);
    assertThat(row(1).lateSpans()).isEqualTo(1);
  }

  /** In RocksDB it would be looked for in each file, for as long as there may be older ones. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void newTrace_afterARestore_isNotLookedUp(boolean rocksDb) throws Exception {
    start(rocksDb, null);
    add(part(1, 0, ROOT, CALL, SERVED));
    passMillis(1_000);
    OperatorSubtaskState checkpoint = checkpoint();
    harness.close();

    start(rocksDb, checkpoint);
    add(part(2, 0, ROOT, CALL, SERVED));
    assertThat(lookUps()).isZero();
    add(part(1, 0, QUERY));
    assertThat(lookUps()).isEqualTo(1);
  }

  @Test
  void skeletons_ofAHundredCheckpoints_areAllRemembered() throws Exception {
    start(true, null);
    for (int trace = 1; trace <= 100; trace++) {
      add(part(trace, 0, ROOT, CALL, SERVED));
      passMillis(1_000);
      checkpoint();
    }
    for (int trace = 1; trace <= 100; trace++) {
      add(part(trace, 0, QUERY));
    }
    passMillis(1_000);

    assertThat(rows()).hasSize(200);
    for (int trace = 1; trace <= 100; trace++) {
      assertThat(row(trace).spans()).isEqualTo(4);
      assertThat(row(trace).revision()).isEqualTo(1);
    }
  }

  @Test
  void sums_leaveBeforeTheBarrier() throws Exception {
    start(false, null);
    add(part(1, 0, ALL));
    passMillis(1_000);
    assertThat(outputs().stream().anyMatch(out -> out.red() != null)).isFalse();

    checkpoint();

    assertThat(outputs().stream().anyMatch(out -> out.red() != null)).isTrue();
    assertThat(outputs().stream().anyMatch(out -> out.edge() != null)).isTrue();
  }

  @Test
  void endOfInput_tellsEverything_andLeavesNoOpenState() throws Exception {
    start(false, null);
    add(part(1, 0, CALL));
    checkpoint();
    harness.endInput();

    assertThat(rows()).hasSize(1);
    OperatorSubtaskState checkpoint = checkpoint();
    harness.close();
    start(false, checkpoint);
    passMillis(IDLE + 1_000);
    assertThat(rows()).as("nothing was open").isEmpty();
  }

  @Test
  void openTraces_ofOneSubtask_areDividedAmongMore() throws Exception {
    start(true, null);
    for (int trace = 1; trace <= 100; trace++) {
      add(part(trace, 0, CALL));
    }
    OperatorSubtaskState checkpoint = checkpoint();
    harness.close();
    List<Long> told = new ArrayList<>();

    for (int subtask = 0; subtask < 3; subtask++) {
      start(true, checkpoint, 3, subtask);
      passMillis(IDLE + 1_000);
      assertThat(rows()).isNotEmpty();
      rows().forEach(row -> told.add(row.traceLow()));
      harness.close();
    }

    assertThat(told).hasSize(100).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void openAndToldTraces_ofThreeSubtasks_areGatheredByOne(boolean rocksDb) throws Exception {
    OperatorSubtaskState[] checkpoints = new OperatorSubtaskState[3];
    for (int subtask = 0; subtask < 3; subtask++) {
      start(rocksDb, null, 3, subtask);
      for (int trace = 1; trace <= 30; trace++) {
        if (owner(trace) == subtask) {
          add(part(trace, 0, ROOT, CALL));
        }
      }
      passMillis(1_000); // these are told; what comes now stays open
      for (int trace = 31; trace <= 60; trace++) {
        if (owner(trace) == subtask) {
          add(part(trace, 0, CALL));
        }
      }
      checkpoints[subtask] = checkpoint();
      harness.close();
    }

    start(rocksDb, AbstractStreamOperatorTestHarness.repackageState(checkpoints));
    for (int trace = 1; trace <= 30; trace++) {
      add(part(trace, 0, SERVED, QUERY));
    }
    passMillis(IDLE + 1_000);

    assertThat(rows()).hasSize(60);
    for (int trace = 1; trace <= 60; trace++) {
      assertThat(row(trace).spans()).isEqualTo(trace <= 30 ? 4 : 1);
      assertThat(row(trace).revision()).isEqualTo(trace <= 30 ? 1 : 0);
    }
  }

  /** What would happen if batches were made for another parallelism than that of the assembly. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void traceOfAnotherSubtask_inABatch_isRefused_byACheckpointOrWhenItIsTold(boolean rocksDb)
      throws Exception {
    int stranger = 2;
    while (owner(stranger) == owner(1)) {
      stranger++;
    }
    start(rocksDb, null, 3, owner(1));
    add(part(1, 0, CALL), part(stranger, 0, ALL));

    assertThatThrownBy(this::checkpoint).hasStackTraceContaining("ey group");
    assertThatThrownBy(() -> passMillis(IDLE)).hasStackTraceContaining("ey group");
  }

  private static int owner(long trace) {
    SpanPart part = part(trace, 0, CALL);
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        Tuple2.of(part.traceHigh(), part.traceLow()), MAX_PARALLELISM, 3);
  }

  private void start(boolean rocksDb, OperatorSubtaskState from) throws Exception {
    start(rocksDb, from, 1, 0);
  }

  private void start(boolean rocksDb, OperatorSubtaskState from, int parallelism, int subtask)
      throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new TraceAssembly(TraceSettings.DEFAULTS),
            batch -> Tuple2.of(batch.traceHigh(), batch.traceLow()),
            Types.TUPLE(Types.LONG, Types.LONG),
            MAX_PARALLELISM,
            parallelism,
            subtask);
    if (rocksDb) {
      EmbeddedRocksDBStateBackend backend = new EmbeddedRocksDBStateBackend(true);
      backend.setRocksDBOptions(new SkeletonFiles());
      harness.setStateBackend(backend);
    }
    harness.setProcessingTime(now);
    if (from != null) {
      harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              from, MAX_PARALLELISM, 1, parallelism, subtask));
    }
    harness.open();
  }

  private OperatorSubtaskState checkpoint() throws Exception {
    harness.getOneInputOperator().prepareSnapshotPreBarrier(1);
    return harness.snapshot(1, now);
  }

  /** Adds parts as one batch. */
  private void add(SpanPart... parts) throws Exception {
    PartBatches batches = new PartBatches(MAX_PARALLELISM, 1);
    List.of(parts).forEach(batches::add);
    List<PartBatch> batch = new ArrayList<>();
    batches.flush(parts[0].logMillis(), batch::add);
    harness.processElement(batch.get(0), 0);
  }

  private void passMillis(long millis) throws Exception {
    long until = now + millis;
    while (now < until) {
      now += OpenTraces.TICK_MILLIS;
      harness.setProcessingTime(now);
    }
  }

  private long lookUps() {
    return ((TraceAssembly) harness.getOneInputOperator()).counts().skeletonLookUps;
  }

  private List<TraceOutput> outputs() {
    return new ArrayList<>(harness.extractOutputValues());
  }

  private List<TraceRow> rows() {
    return outputs().stream().map(TraceOutput::trace).filter(row -> row != null).toList();
  }

  private TraceRow row(long trace) {
    return rows().stream().filter(row -> row.traceLow() == trace).reduce((a, b) -> b).orElseThrow();
  }
}
