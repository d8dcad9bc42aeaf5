/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Fragments to counts, summed per fragment. A fragment that cannot be read becomes a dead letter on
 * the way into {@code otel_logs}; here it only shows in the metric {@code uncountedFragments}.
 */
final class LogCountReader extends ProcessFunction<Fragment, LogCount> {
  private transient LogCounting counting;
  private transient Counter uncounted;

  @Override
  public void open(OpenContext context) {
    counting = new LogCounting();
    uncounted = getRuntimeContext().getMetricGroup().counter("uncountedFragments");
  }

  @Override
  public void processElement(Fragment fragment, Context ctx, Collector<LogCount> out) {
    if (fragment.duplicate()) {
      return; // the raw path has counted it
    }
    try {
      counting.count(fragment.value(), fragment.timestampMillis()).forEach(out::collect);
    } catch (MalformedOtlpException e) {
      uncounted.inc();
    }
  }
}
