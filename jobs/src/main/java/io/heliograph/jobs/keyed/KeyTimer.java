/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.keyed;

import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * The one event-time timer of a key. It is never later than what was last asked for, but may be
 * earlier: a key that keeps moving its deadline away costs a timer per deadline, not per event.
 * Whoever is woken too early asks again.
 */
public final class KeyTimer {
  private final ValueState<Long> pending;

  /** Call in {@code open}. The memory of the timer expires with the state it serves. */
  public KeyTimer(RuntimeContext context, StateTtlConfig ttl) {
    ValueStateDescriptor<Long> descriptor = new ValueStateDescriptor<>("timer", Types.LONG);
    descriptor.enableTimeToLive(ttl);
    pending = context.getState(descriptor);
  }

  /** Makes sure that the key is woken at {@code time}, or before. */
  public void wakeBy(long time, TimerService timers) throws IOException {
    Long at = pending.value();
    long next = by(time, at == null ? 0 : at, timers);
    if (at == null || next != at) {
      pending.update(next);
    }
  }

  /**
   * The same for who remembers by himself when the timer rings.
   *
   * @param pending when it rings, 0 if there is none
   * @return when it rings now
   */
  public static long by(long deadline, long pending, TimerService timers) {
    if (pending != 0) {
      if (pending <= deadline) {
        return pending;
      }
      timers.deleteEventTimeTimer(pending);
    }
    timers.registerEventTimeTimer(deadline);
    return deadline;
  }

  /** Call when the timer has fired, before asking for the next. */
  public void fired() {
    pending.clear();
  }
}
