/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.IntakeFunction;
import io.heliograph.jobs.keyed.KeyTimer;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.jobs.keyed.Outcome;
import io.heliograph.jobs.keyed.Stage;
import io.heliograph.jobs.records.PackedType;
import io.heliograph.protocol.Signal;
import java.io.IOException;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the state of each instance and wakes it at its next deadline of log time. A DOWN instance
 * is forgotten after {@link HealthLimits#forget}; if log time stands still, the state's time to
 * live of a day beyond that ends it.
 */
final class HealthFunction extends KeyedCoProcessFunction<String, Beat, Evidence, HealthOutput> {
  /** Side output: what the registry is told. */
  static final OutputTag<Advice> ADVICE =
      new OutputTag<>("advice", TypeInformation.of(Advice.class));

  private static final Duration TTL_BEYOND_FORGET = Duration.ofDays(1);

  private final HealthLimits limits;
  private transient HealthRules rules;
  private transient PackedType<InstanceState> packed;
  private transient ValueState<Object> instance;
  private transient Wakening wakening;

  HealthFunction(HealthLimits limits) {
    this.limits = limits;
  }

  @Override
  public void open(OpenContext context) {
    rules = new HealthRules(limits);
    // in the background Flink would look at five other instances with each access to one
    StateTtlConfig ttl =
        StateTtlConfig.newBuilder(limits.forget().plus(TTL_BEYOND_FORGET))
            .disableCleanupInBackground()
            .cleanupFullSnapshot()
            .build();
    packed = new PackedType<>(InstanceState.class, new InstanceStateSerializer());
    ValueStateDescriptor<Object> descriptor = new ValueStateDescriptor<>("instance", packed);
    descriptor.enableTimeToLive(ttl);
    instance = getRuntimeContext().getState(descriptor);
    wakening = new Wakening(getRuntimeContext(), ttl);
  }

  @Override
  public void processElement1(Beat beat, Context ctx, Collector<HealthOutput> out)
      throws Exception {
    long clock = ctx.timerService().currentWatermark();
    InstanceState known = packed.unpack(instance.value());
    HealthRules.Step step = rules.onBeat(known, beat, clock);
    count(beat.origin(), Signal.HEARTBEATS, Stage.STORED, ctx);
    if (step.note() != null) {
      count(beat.origin(), Signal.HEARTBEATS, step.note(), ctx);
    } else {
      keep(step, pending(known), Math.max(clock, beat.millis()), ctx, out);
    }
  }

  @Override
  public void processElement2(Evidence evidence, Context ctx, Collector<HealthOutput> out)
      throws Exception {
    long clock = ctx.timerService().currentWatermark();
    InstanceState known = packed.unpack(instance.value());
    if (evidence.standing() != null) {
      HealthRules.Step step = rules.onStanding(known, evidence.standing().standing(), clock);
      keep(step, pending(known), clock, ctx, out);
      return;
    }
    Probe probe = evidence.probe();
    HealthRules.Step step = rules.onProbe(known, probe, clock);
    count(probe.origin(), Signal.PROBES, Stage.STORED, ctx);
    if (step.note() != null) {
      count(probe.origin(), Signal.PROBES, step.note(), ctx);
    } else {
      keep(step, pending(known), clock, ctx, out);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext ctx, Collector<HealthOutput> out)
      throws Exception {
    InstanceState known = packed.unpack(instance.value());
    if (known != null) {
      long pending = pending(known);
      long left = pending == timestamp ? 0 : pending; // else it is one of a state that expired
      keep(rules.onTime(known, timestamp), left, timestamp, ctx, out);
    }
  }

  private long pending(@Nullable InstanceState known) throws IOException {
    return known == null ? 0 : wakening.pending(known);
  }

  /**
   * Keeps what came of it, and tells.
   *
   * @param pending when the timer rings, 0 if there is none
   */
  private void keep(
      HealthRules.Step step, long pending, long now, Context ctx, Collector<HealthOutput> out)
      throws Exception {
    if (step.state() == null) {
      instance.clear();
    } else {
      long deadline = rules.nextDeadline(step.state(), now);
      long wakesAt = KeyTimer.by(deadline, pending, ctx.timerService());
      instance.update(packed.pack(step.state().waking(wakesAt)));
    }
    if (step.row() != null) {
      out.collect(HealthOutput.of(step.row()));
    }
    if (step.event() != null) {
      out.collect(HealthOutput.of(step.event()));
    }
    if (step.advice() != null) {
      ctx.output(ADVICE, step.advice());
    }
  }

  private static void count(Origin origin, Signal signal, Stage stage, Context ctx) {
    ctx.output(IntakeFunction.OUTCOMES, Outcome.of(origin, signal.label(), stage, 1));
  }
}
