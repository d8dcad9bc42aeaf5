/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Recognises the retries of clients: a fragment whose idempotency key came on its partition within
 * the last 10 minutes goes on marked {@link Fragment#duplicate}. It is not dropped here, so that
 * whoever counts into the ledger can count it. Fragments without a key always pass unmarked.
 *
 * <p>Which subtask reads a partition is the source's business and can change with every restore, so
 * the state is a union list: each subtask restores the keys of all partitions, and uses those of
 * the ones it turns out to read. It writes into a checkpoint what it reads, and, of the partitions
 * nobody has read a record of yet, those that fall to it by number. Without this caretaker an idle
 * partition's keys would be lost by the second checkpoint after a restore; with it a partition may
 * be written twice, once stale, which the next restore merges.
 */
public final class FragmentDedup extends ProcessFunction<Fragment, Fragment>
    implements CheckpointedFunction {
  /** About 20 bytes each in a checkpoint, and up to 64 in memory. */
  static final int MAX_KEYS_PER_PARTITION = 200_000;

  private final int maxKeysPerPartition;
  private transient Map<Source, SeenKeys> seen;
  private transient Set<Source> read;
  private transient ListState<SeenMinute> state;
  private transient MessageDigest hash;
  private transient Counter duplicates;

  private record Source(String topic, int partition) {}

  /** A function with the usual bound. */
  public FragmentDedup() {
    this(MAX_KEYS_PER_PARTITION);
  }

  FragmentDedup(int maxKeysPerPartition) {
    this.maxKeysPerPartition = maxKeysPerPartition;
  }

  /** Puts the function behind a source; {@code uid} is the operator's, and must never change. */
  public static SingleOutputStreamOperator<Fragment> apply(
      DataStream<Fragment> fragments, String uid) {
    return fragments.process(new FragmentDedup()).uid(uid).name(uid);
  }

  @Override
  public void open(OpenContext context) {
    duplicates = getRuntimeContext().getMetricGroup().counter("duplicateFragments");
    getRuntimeContext()
        .getMetricGroup()
        .gauge("seenKeys", () -> seen.values().stream().mapToInt(SeenKeys::size).sum());
    getRuntimeContext()
        .getMetricGroup()
        .gauge("forgottenKeys", () -> seen.values().stream().mapToLong(SeenKeys::forgotten).sum());
  }

  @Override
  public void processElement(Fragment fragment, Context context, Collector<Fragment> out) {
    if (fragment.idempotencyKey().isEmpty()) {
      out.collect(fragment);
      return;
    }
    Source source = new Source(fragment.topic(), fragment.partition());
    read.add(source);
    ByteBuffer key =
        ByteBuffer.wrap(hash.digest(fragment.idempotencyKey().getBytes(StandardCharsets.UTF_8)));
    boolean first =
        keysOf(source).firstTime(key.getLong(), key.getLong(), fragment.timestampMillis());
    if (!first) {
      duplicates.inc();
    }
    out.collect(first ? fragment : fragment.asDuplicate());
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    seen = new HashMap<>();
    read = new HashSet<>();
    hash = sha256();
    state =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>("seen-keys", TypeInformation.of(SeenMinute.class)));
    for (SeenMinute minute : state.get()) {
      keysOf(new Source(minute.topic(), minute.partition()))
          .restore(minute.minute(), minute.keys());
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    state.clear();
    for (Map.Entry<Source, SeenKeys> entry : seen.entrySet()) {
      Source source = entry.getKey();
      if (read.contains(source) || isCaretakerOf(source)) {
        state.addAll(minutes(source, entry.getValue()));
      }
    }
  }

  private static List<SeenMinute> minutes(Source source, SeenKeys keys) {
    List<SeenMinute> minutes = new ArrayList<>();
    keys.forEachMinute(
        (minute, encoded) ->
            minutes.add(new SeenMinute(source.topic(), source.partition(), minute, encoded)));
    return minutes;
  }

  private boolean isCaretakerOf(Source source) {
    int number = source.topic().hashCode() * 31 + source.partition();
    int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();
    return Math.floorMod(number, subtasks)
        == getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
  }

  private SeenKeys keysOf(Source source) {
    return seen.computeIfAbsent(source, s -> new SeenKeys(maxKeysPerPartition));
  }

  /** The keys are the senders' own: a hash that cannot be steered keeps them apart. */
  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
