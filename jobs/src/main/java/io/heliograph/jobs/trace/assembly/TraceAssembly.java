/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import io.heliograph.jobs.trace.intake.PartBatch;
import io.heliograph.jobs.trace.intake.SpanBlock;
import io.heliograph.jobs.trace.result.TraceJudge;
import io.heliograph.jobs.trace.result.TraceOutput;
import io.heliograph.jobs.trace.sampling.TailSampler;
import java.util.List;
import java.util.stream.Stream;
import javax.annotation.Nullable;
import org.apache.flink.api.common.operators.ProcessingTimeService.ProcessingTimeCallback;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link TraceAssembler} as a Flink operator, keyed by trace id.
 *
 * <p>An operator and not a function, because open traces live in the heap and go straight into each
 * checkpoint, as raw keyed state: they never cost a state access. Skeletons are keyed state from
 * the start, and expire. So the heap holds what is open, bounded by its settings, and the state
 * backend what is remembered.
 *
 * <pre>
 *   parts ... barrier n:  prepareSnapshotPreBarrier  sums gathered so far go to the sink, into checkpoint n
 *                         snapshotState              images of what is open into the checkpoint
 *                         [backend snapshots]        skeletons
 *   restore:              images are read back; what came after barrier n is read again from Kafka
 * </pre>
 */
final class TraceAssembly extends AbstractStreamOperator<TraceOutput>
    implements OneInputStreamOperator<PartBatch, TraceOutput>,
        BoundedOneInput,
        ProcessingTimeCallback,
        TraceStore {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(TraceAssembly.class);
  private static final String SKELETONS = "skeletons";

  private final TraceSettings settings;

  private transient List<OpenTraceStreams.Image> restored;
  private transient ValueState<byte[]> skeletons;
  private transient ToldTraces told;
  private transient boolean isRestored;
  private transient AssemblyCounts counts;
  private transient TraceAssembler assembler;
  private transient TraceJudge judge;
  private transient StreamRecord<TraceOutput> record;

  TraceAssembly(TraceSettings settings) {
    this.settings = settings;
  }

  @Override
  protected boolean isUsingCustomRawKeyedState() {
    return true;
  }

  /** A part needs no state, as a rule; whoever does selects its key. */
  @Override
  public boolean hasKeyContext1() {
    return false;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restored = OpenTraceStreams.read(context.getRawKeyedStateInputs());
    isRestored = context.isRestored();
  }

  @Override
  public void open() throws Exception {
    super.open();
    skeletons = getRuntimeContext().getState(skeletons());
    record = new StreamRecord<>(null);
    judge =
        new TraceJudge(
            settings.analysis(),
            new TailSampler(
                settings.sampling(),
                getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks()),
            settings.maxOperationsOf(
                getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks()),
            settings.maxGathered());
    counts = new AssemblyCounts();
    long now = now();
    told = new ToldTraces(settings.skeletonExpiry().toMillis(), now);
    if (isRestored) {
      recall(now);
    }
    assembler =
        new TraceAssembler(
            settings.assembly(),
            this,
            new TraceTelling(new SpanBlock(), judge, this::emit, counts),
            counts,
            now);
    for (OpenTraceStreams.Image image : restored) {
      assembler.restore(image.id(), image.bytes());
    }
    restored = null;
    register();
    getProcessingTimeService().registerTimer(now + OpenTraces.TICK_MILLIS, this);
  }

  /**
   * Walks over all keys once, a microsecond for each: to look each new trace up in all files until
   * the former have expired would take more than the processors have.
   */
  private void recall(long now) {
    KeyedStateBackend<Tuple2<Long, Long>> backend = getKeyedStateBackend();
    long began = System.nanoTime();
    long[] recalled = {0};
    try (Stream<Tuple2<Long, Long>> keys = backend.getKeys(SKELETONS, VoidNamespace.INSTANCE)) {
      keys.forEach(
          key -> {
            told.add(new TraceId(key.f0, key.f1), now);
            recalled[0]++;
          });
    }
    LOG.info(
        "recalled {} traces that were told, in {} ms",
        recalled[0],
        (System.nanoTime() - began) / 1_000_000);
  }

  private ValueStateDescriptor<byte[]> skeletons() {
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>(
            SKELETONS, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(settings.skeletonExpiry())
            .disableCleanupInBackground() // of RocksDB's files, which expire as a whole
            .cleanupIncrementally(10, true)
            .build());
    return descriptor;
  }

  AssemblyCounts counts() {
    return counts;
  }

  private void register() {
    MetricGroup group = getMetricGroup();
    OpenTraces open = assembler.open();
    group.gauge("openTraces", open::size);
    group.gauge("openBytes", open::bytes);
    group.gauge("assembledSpans", () -> counts.spans);
    group.gauge("toldTraces", () -> counts.traces);
    group.gauge("revisions", () -> counts.revisions);
    group.gauge("lateSpans", () -> counts.lateSpans);
    group.gauge("duplicateSpans", () -> counts.duplicateSpans);
    group.gauge("overCapSpans", () -> counts.overCapSpans);
    group.gauge("evictedTraces", () -> counts.evictedTraces);
    group.gauge("skeletonLookUps", () -> counts.skeletonLookUps);
    group.gauge("skeletonBytes", () -> counts.skeletonBytes);
    group.gauge("skeletonSpans", () -> counts.skeletonSpans);
    group.gauge("otherOperations", judge::overflowedOperations);
  }

  @Override
  public void processElement(StreamRecord<PartBatch> element) throws Exception {
    element.getValue().forEach(assembler::add);
  }

  @Override
  public void onProcessingTime(long timestamp) throws Exception {
    long now = now();
    assembler.tick(now);
    getProcessingTimeService().registerTimer(now + OpenTraces.TICK_MILLIS, this);
  }

  @Override
  public void endInput() throws Exception {
    assembler.end();
    judge.flush(this::emit);
  }

  private void emit(TraceOutput told) {
    output.collect(record.replace(told));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    judge.flush(this::emit);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    OpenTraceStreams.write(
        assembler.open().all(),
        getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks(),
        context.getRawKeyedOperatorStateOutput());
  }

  private long now() {
    return getProcessingTimeService().getCurrentProcessingTime();
  }

  private void select(TraceId id) {
    setCurrentKey(Tuple2.of(id.high(), id.low()));
  }

  @Override
  @Nullable public byte[] skeleton(TraceId id) throws Exception {
    if (!told.mayHold(id)) {
      return null;
    }
    counts.skeletonLookUps++;
    select(id);
    return skeletons.value();
  }

  @Override
  public void keep(TraceId id, byte[] skeleton) throws Exception {
    select(id);
    skeletons.update(skeleton);
    told.add(id, now());
  }
}
