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
    if (at != null && at <= time) {
      return;
    }
    if (at != null) {
      timers.deleteEventTimeTimer(at);
    }
    timers.registerEventTimeTimer(time);
    pending.update(time);
  }

  /** Call when the timer has fired, before asking for the next. */
  public void fired() {
    pending.clear();
  }
}
