/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.keyed.LogTime;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.trace.traffic.TrafficRecord;
import java.util.function.Consumer;
import javax.annotation.Nullable;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Fragments to the parts of traces in them, a batch for each subtask of the assembly. A repeated
 * fragment goes no further: the raw path has counted it. A fragment that cannot be read becomes a
 * dead letter on the way into {@code otel_traces}; here it only shows in the metric {@code
 * unassembledFragments}. Spans without a trace's id or their own are stored there as they are, and
 * belong to no trace: metric {@code unassembledSpans}.
 *
 * <p>On the way it gathers the calls that instances served, spans without ids among them, and what
 * precedes a damaged place. {@link PartOperator} says when they leave for {@link #TRAFFIC}.
 */
public final class PartFunction extends ProcessFunction<Fragment, PartBatch> {
  /** Side output: calls by instance, for the health job. */
  public static final OutputTag<TrafficRecord> TRAFFIC =
      new OutputTag<>("traffic", TypeInformation.of(TrafficRecord.class));

  private final boolean gathersTraffic;
  private final int keyGroups;
  private final int assemblers;
  @Nullable private transient TrafficTally traffic;
  private transient PartReader reader;
  private transient PartBatches batches;
  private transient Counter unassembledFragments;
  private transient Counter unassembledSpans;

  /**
   * A function.
   *
   * @param gathersTraffic whether the calls of instances are gathered as well
   * @param keyGroups of the assembly: the maximum of its subtasks
   * @param assemblers its subtasks
   */
  public PartFunction(boolean gathersTraffic, int keyGroups, int assemblers) {
    this.gathersTraffic = gathersTraffic;
    this.keyGroups = keyGroups;
    this.assemblers = assemblers;
  }

  @Override
  public void open(OpenContext context) {
    traffic = gathersTraffic ? new TrafficTally() : null;
    reader = new PartReader(traffic);
    batches = new PartBatches(keyGroups, assemblers);
    unassembledFragments = getRuntimeContext().getMetricGroup().counter("unassembledFragments");
    unassembledSpans = getRuntimeContext().getMetricGroup().counter("unassembledSpans");
  }

  @Override
  public void processElement(Fragment fragment, Context ctx, Collector<PartBatch> out) {
    if (fragment.duplicate()) {
      return; // the raw path has counted it
    }
    if (traffic != null) {
      long now = ctx.timerService().currentProcessingTime();
      traffic.at(LogTime.of(fragment.timestampMillis(), now));
    }
    try {
      unassembledSpans.inc(reader.read(fragment.value(), fragment.timestampMillis(), batches::add));
    } catch (MalformedOtlpException e) {
      unassembledFragments.inc();
    }
    batches.flush(fragment.timestampMillis(), out::collect);
    if (traffic != null && traffic.isFull()) {
      traffic.flush(gathered -> ctx.output(TRAFFIC, gathered));
    }
  }

  void flushTraffic(Consumer<TrafficRecord> out) {
    if (traffic != null) {
      traffic.flush(out);
    }
  }
}
