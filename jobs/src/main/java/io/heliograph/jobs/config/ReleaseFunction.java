/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import io.heliograph.jobs.keyed.FoldFunction;
import io.heliograph.jobs.keyed.Origin;
import io.heliograph.protocol.Signal;
import java.time.Duration;
import javax.annotation.Nullable;
import org.apache.flink.util.Collector;

/** The facts of a release, by {@link ReleaseRules}. */
final class ReleaseFunction extends FoldFunction<ConfigFact, ReleaseState, ConfigOutput> {
  ReleaseFunction(Duration retention) {
    super(Signal.CONFIG_EVENTS, ReleaseState.class, retention);
  }

  @Override
  protected Origin origin(ConfigFact fact) {
    return fact.origin();
  }

  @Override
  protected long touchedMillis(ReleaseState state) {
    return state.touchedMillis();
  }

  @Override
  protected ReleaseState fold(@Nullable ReleaseState known, ConfigFact fact) {
    return ReleaseRules.onFact(known, fact);
  }

  @Override
  protected void emit(
      @Nullable ReleaseState before,
      ReleaseState after,
      ConfigFact fact,
      Collector<ConfigOutput> out) {
    out.collect(ConfigOutput.of(after));
  }
}
