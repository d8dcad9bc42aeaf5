/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gathers the counts of a minute, service and severity for 2 s (of our clock) and sends their sum
 * as an increment; nothing is kept after that. The table adds increments up, so it must stand
 * behind a sink that stores each exactly once.
 *
 * <p>The minute may lie in 1970 or 2100: it is a name here, no time that anything waits for. At the
 * end of a bounded input, where clocks stop, the timer at the end of time sends what is left.
 */
final class LogCountFunction extends KeyedProcessFunction<String, LogCount, LogCount> {
  static final long GATHER_MILLIS = 2_000;
  private static final long END_OF_INPUT = Long.MAX_VALUE - 1;

  /** Longer than any wait for a timer, the restart of a job included. */
  private static final Duration TTL = Duration.ofDays(7);

  private transient ValueState<LogCount> gathered;

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<LogCount> descriptor =
        new ValueStateDescriptor<>("gathered", LogCount.class);
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(TTL).build());
    gathered = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(LogCount count, Context ctx, Collector<LogCount> out)
      throws Exception {
    LogCount sum = gathered.value();
    if (sum == null) {
      TimerService timers = ctx.timerService();
      timers.registerProcessingTimeTimer(timers.currentProcessingTime() + GATHER_MILLIS);
      timers.registerEventTimeTimer(END_OF_INPUT);
    }
    gathered.update(sum == null ? count : sum.plus(count.count()));
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext ctx, Collector<LogCount> out)
      throws Exception {
    LogCount sum = gathered.value();
    if (sum != null) {
      out.collect(sum);
      gathered.clear();
    }
    ctx.timerService().deleteEventTimeTimer(END_OF_INPUT);
  }
}
