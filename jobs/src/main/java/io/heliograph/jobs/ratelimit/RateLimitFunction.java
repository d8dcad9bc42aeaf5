/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import io.heliograph.jobs.keyed.IntakeFunction;
import io.heliograph.jobs.keyed.Outcome;
import io.heliograph.jobs.keyed.Stage;
import io.heliograph.protocol.Signal;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * One second of one rule and key. Its row is sent half a second (of our clock) after a report
 * changed it, so that the reports of many instances make one row; and at the latest when the second
 * is closed, which ends its state. If log time stands still, the state's time to live of a day
 * beyond the lateness ends it.
 */
final class RateLimitFunction extends KeyedProcessFunction<String, Usage, RateLimitOutput> {
  static final long GATHER_MILLIS = 500;
  private static final Duration TTL_BEYOND_LATENESS = Duration.ofDays(1);

  private final Duration lateness;
  private transient RateLimitRules rules;
  private transient ValueState<WindowState> window;
  private transient MapState<String, Report> reports;

  RateLimitFunction(Duration lateness) {
    this.lateness = lateness;
  }

  @Override
  public void open(OpenContext context) {
    rules = new RateLimitRules(lateness);
    StateTtlConfig ttl = StateTtlConfig.newBuilder(lateness.plus(TTL_BEYOND_LATENESS)).build();
    ValueStateDescriptor<WindowState> windowDescriptor =
        new ValueStateDescriptor<>("window", WindowState.class);
    windowDescriptor.enableTimeToLive(ttl);
    window = getRuntimeContext().getState(windowDescriptor);
    MapStateDescriptor<String, Report> reportsDescriptor =
        new MapStateDescriptor<>("reports", Types.STRING, TypeInformation.of(Report.class));
    reportsDescriptor.enableTimeToLive(ttl);
    reports = getRuntimeContext().getMapState(reportsDescriptor);
  }

  @Override
  public void processElement(Usage usage, Context ctx, Collector<RateLimitOutput> out)
      throws Exception {
    WindowState before = window.value();
    Report previous = before == null ? null : reports.get(usage.reporter());
    long watermark = ctx.timerService().currentWatermark();
    String refusal = rules.refusal(before, previous, usage, watermark);
    if (!refusal.isEmpty()) {
      refuse(usage, refusal, watermark, ctx);
      return;
    }
    count(Stage.STORED, usage, ctx);
    WindowState after = RateLimitRules.onReport(before, previous, usage);
    if (after.equals(before)) {
      count(Stage.DUPLICATE, usage, ctx);
      return;
    }
    if (before == null) {
      ctx.timerService().registerEventTimeTimer(rules.closes(after.windowMillis()));
    }
    if (before == null || !before.dirty()) {
      long now = ctx.timerService().currentProcessingTime();
      ctx.timerService().registerProcessingTimeTimer(now + GATHER_MILLIS);
    }
    window.update(after);
    reports.put(usage.reporter(), usage.report());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext ctx, Collector<RateLimitOutput> out)
      throws Exception {
    WindowState known = window.value();
    if (known != null && known.dirty()) {
      WindowRow row = RateLimitRules.row(known);
      out.collect(RateLimitOutput.of(row));
      window.update(RateLimitRules.sent(known, row));
    }
    if (ctx.timeDomain() == TimeDomain.EVENT_TIME) {
      window.clear();
      reports.clear();
    }
  }

  private void refuse(Usage usage, String refusal, long watermark, Context ctx) {
    if (rules.isLate(usage, watermark)) {
      count(Stage.LATE, usage, ctx);
    }
    ctx.output(
        IntakeFunction.OUTCOMES,
        Outcome.dead(usage.origin(), Signal.USAGE.label(), 1, refusal, UsageDecoder.encode(usage)));
  }

  private static void count(Stage stage, Usage usage, Context ctx) {
    ctx.output(IntakeFunction.OUTCOMES, Outcome.of(usage.origin(), Signal.USAGE.label(), stage, 1));
  }
}
