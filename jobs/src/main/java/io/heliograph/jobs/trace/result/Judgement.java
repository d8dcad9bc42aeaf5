/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.analysis.CriticalPath;
import io.heliograph.jobs.trace.analysis.Findings;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;

/**
 * What the rules say of a trace, and its place in time.
 *
 * <p>A trace starts when its first span does, as that span's host has it: the same as in {@code
 * otel_traces}, and so no late span but an earlier one moves it. Its duration is that from the
 * first start to the last end over all spans, asynchronous ones too, as Jaeger and Tempo count it;
 * there clocks are corrected, lest a host whose clock is an hour off makes it last an hour.
 *
 * @param startNanos Unix time of the first start, raw
 * @param startDay its day, UTC, since 1970; a Date ends in 2149
 * @param durationNanos corrected
 * @param errors spans that failed
 */
record Judgement(
    TraceTree tree,
    CriticalPath path,
    Findings findings,
    long startNanos,
    int startDay,
    long durationNanos,
    int errors) {
  private static final long DAY_NANOS = 86_400_000_000_000L;
  private static final int LAST_DAY = 0xFFFF;

  static Judgement of(TraceTree tree, AnalysisSettings settings) {
    CriticalPath path = CriticalPath.of(tree);
    Findings findings = Findings.of(tree, path, settings);
    long rawStart = Long.MAX_VALUE;
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    int errors = 0;
    for (int i = 0; i < tree.size(); i++) {
      Span span = tree.span(i);
      rawStart = Math.min(rawStart, span.startNanos());
      start = Math.min(start, tree.start(i));
      end = Math.max(end, tree.end(i));
      errors += span.failed() ? 1 : 0;
    }
    return new Judgement(tree, path, findings, rawStart, day(rawStart), end - start, errors);
  }

  private static int day(long nanos) {
    return (int) Math.max(0, Math.min(LAST_DAY, Math.floorDiv(nanos, DAY_NANOS)));
  }
}
