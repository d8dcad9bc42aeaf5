/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * The one event-time timer of an instance. It is never later than the instance's deadline, but may
 * be earlier: an instance that keeps moving its deadline away costs a timer per deadline, not per
 * beat. Whoever is woken too early is put to sleep again.
 *
 * <p>When it rings is remembered in the instance's own state. A state by itself would cost each
 * instance another look-up with each beat, and another copy of its key in memory and in each
 * checkpoint. Earlier versions had one; it is read where theirs goes on, and then cleared.
 */
final class Wakening {
  private final ValueState<Long> former;

  /** Call in {@code open}, with the time to live of the instances. */
  Wakening(RuntimeContext context, StateTtlConfig ttl) {
    ValueStateDescriptor<Long> descriptor = new ValueStateDescriptor<>("timer", Types.LONG);
    descriptor.enableTimeToLive(ttl);
    former = context.getState(descriptor);
  }

  /**
   * When the timer of an instance rings.
   *
   * @return log time; 0 if it has none
   */
  long pending(InstanceState known) throws IOException {
    if (known.wakesAtMillis() != 0) {
      return known.wakesAtMillis();
    }
    Long at = former.value();
    former.clear();
    return at == null ? 0 : at;
  }

  /**
   * Makes sure that the instance is woken by its deadline.
   *
   * @param pending when its timer rings, 0 if it has none
   * @return when its timer rings now
   */
  static long by(long deadline, long pending, TimerService timers) {
    if (pending != 0) {
      if (pending <= deadline) {
        return pending;
      }
      timers.deleteEventTimeTimer(pending);
    }
    timers.registerEventTimeTimer(deadline);
    return deadline;
  }
}
