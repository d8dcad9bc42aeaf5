/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.intake;

import io.heliograph.jobs.Fragment;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Fragments to the parts of traces in them. A repeated fragment goes no further: the raw path has
 * counted it. A fragment that cannot be read becomes a dead letter on the way into {@code
 * otel_traces}; here it only shows in the metric {@code unassembledFragments}. Spans without a
 * trace's id or their own are stored there as they are, and belong to no trace: metric {@code
 * unassembledSpans}.
 */
public final class PartFunction extends ProcessFunction<Fragment, SpanPart> {
  private transient PartReader reader;
  private transient Counter unassembledFragments;
  private transient Counter unassembledSpans;

  @Override
  public void open(OpenContext context) {
    reader = new PartReader();
    unassembledFragments = getRuntimeContext().getMetricGroup().counter("unassembledFragments");
    unassembledSpans = getRuntimeContext().getMetricGroup().counter("unassembledSpans");
  }

  @Override
  public void processElement(Fragment fragment, Context ctx, Collector<SpanPart> out) {
    if (fragment.duplicate()) {
      return; // the raw path has counted it
    }
    try {
      unassembledSpans.inc(reader.read(fragment.value(), fragment.timestampMillis(), out::collect));
    } catch (MalformedOtlpException e) {
      unassembledFragments.inc();
    }
  }
}
