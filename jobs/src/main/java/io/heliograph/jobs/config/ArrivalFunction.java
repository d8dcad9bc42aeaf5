/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import io.heliograph.jobs.keyed.FoldFunction;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.protocol.Signal;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.util.Collector;

/** The facts of a release at one instance, by {@link ArrivalRules}. */
final class ArrivalFunction extends FoldFunction<ConfigFact, ArrivalState, ConfigOutput> {
  ArrivalFunction(Duration retention) {
    super(Signal.CONFIG_EVENTS, ArrivalState.class, retention);
  }

  @Override
  protected Origin origin(ConfigFact fact) {
    return fact.origin();
  }

  @Override
  protected long touchedMillis(ArrivalState state) {
    return state.touchedMillis();
  }

  @Override
  protected ArrivalState fold(@Nullable ArrivalState known, ConfigFact fact) {
    return ArrivalRules.onFact(known, fact);
  }

  @Override
  protected void emit(
      @Nullable ArrivalState before,
      ArrivalState after,
      ConfigFact fact,
      Collector<ConfigOutput> out) {
    out.collect(ConfigOutput.of(after));
  }
}
