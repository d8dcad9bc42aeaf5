/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.KeyTimer;
import java.io.IOException;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The one event-time timer of an instance, set by {@link KeyTimer#by}.
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
}
