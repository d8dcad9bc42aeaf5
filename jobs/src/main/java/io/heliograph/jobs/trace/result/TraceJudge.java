/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.analysis.AnalysisSettings;
import io.heliograph.jobs.trace.analysis.Edges;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import io.heliograph.jobs.trace.sampling.Keep;
import io.heliograph.jobs.trace.sampling.SamplingSettings;
import io.heliograph.jobs.trace.sampling.TailSampler;
import io.heliograph.jobs.trace.sampling.TraceSummary;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * Turns traces into rows. What the tables show in the end depends on the set of a trace's spans
 * alone: a row of a trace or finding replaces the one before, sums tell the difference. In however
 * many revisions the spans came, the outcome is that of one judgement of all of them (but for what
 * {@link TraceFacts} says, and for operations beyond the limit, where the first to come are named).
 *
 * <p>Rows of traces and findings go out at once; sums over many traces are gathered until {@link
 * #flush}, or until there are too many of them. One per subtask; the task thread runs it.
 */
public final class TraceJudge {
  private static final long[] NOTHING = {};

  private final AnalysisSettings settings;
  private final TailSampler sampler;
  private final int maxGathered;
  private final RedSums red;
  private final EdgeSums edges = new EdgeSums();
  private final LaneSightings lanes = new LaneSightings();

  /**
   * A judge that has gathered nothing.
   *
   * @param maxOperationsPerService so many operations of a service are counted by name in {@code
   *     service_red} by this judge, the others as one: 1 or more
   * @param maxGathered so many sums are held between flushes: 1 or more
   */
  public TraceJudge(
      AnalysisSettings settings,
      TailSampler sampler,
      int maxOperationsPerService,
      int maxGathered) {
    if (maxOperationsPerService < 1 || maxGathered < 1) {
      throw new IllegalArgumentException(
          "maxOperationsPerService is %d and maxGathered %d: give 1 or more"
              .formatted(maxOperationsPerService, maxGathered));
    }
    this.settings = settings;
    this.sampler = sampler;
    this.maxGathered = maxGathered;
    red = new RedSums(maxOperationsPerService);
  }

  /** A judge without tail sampling. */
  public TraceJudge(AnalysisSettings settings, int maxOperationsPerService, int maxGathered) {
    this(settings, new TailSampler(SamplingSettings.OFF, 1), maxOperationsPerService, maxGathered);
  }

  /**
   * Judges a trace, for the first time or again.
   *
   * @param before the spans of the last row, empty for the first; all of them are in the tree
   * @param after all spans
   * @return whether its raw spans are kept longer
   */
  public Keep judge(
      TraceFacts facts, List<Span> before, TraceTree after, Consumer<TraceOutput> out) {
    Judgement judged = Judgement.of(after, settings);
    Keep keep = decide(facts, judged);
    TraceRow row = TraceRows.of(facts, keep, judged);
    out.accept(TraceOutput.of(row));
    if (before.size() == after.size()) {
      return keep; // only the facts have changed
    }
    Judgement old = before.isEmpty() ? null : Judgement.of(TraceTree.of(before), settings);
    if (old != null && old.startDay() != judged.startDay()) {
      out.accept(TraceOutput.of(TraceRows.end(facts, old, row.version())));
    }
    FindingRows.changes(facts, old, judged, row.version(), out);
    gather(facts, before, old, after);
    flushIfFull(out);
    return keep;
  }

  private Keep decide(TraceFacts facts, Judgement judged) {
    Span root = judged.tree().span(judged.tree().roots()[0]);
    TraceSummary summary =
        new TraceSummary(
            facts.traceLow(),
            root.service(),
            root.operation(),
            judged.durationNanos(),
            judged.errors() > 0,
            judged.findings().made(),
            judged.startNanos() / 1_000_000);
    return facts.keptBefore() == null
        ? sampler.decide(summary)
        : sampler.revise(facts.keptBefore(), summary);
  }

  private void gather(
      TraceFacts facts, List<Span> before, @Nullable Judgement old, TraceTree after) {
    long[] known =
        before.isEmpty()
            ? NOTHING
            : before.stream().mapToLong(Span::fingerprint).sorted().toArray();
    for (int i = 0; i < after.size(); i++) {
      Span span = after.span(i);
      if (known.length == 0 || Arrays.binarySearch(known, span.fingerprint()) < 0) {
        red.add(facts.traceHigh(), facts.traceLow(), span);
        lanes.add(span);
      }
    }
    edges.add(Edges.of(after, facts.traceHigh(), facts.traceLow()), 1);
    if (old != null) {
      edges.add(Edges.of(old.tree(), facts.traceHigh(), facts.traceLow()), -1);
    }
  }

  /** Counts a span that is beyond the cap of its trace: in {@code service_red}, and only there. */
  public void countOverCap(long traceHigh, long traceLow, Span span, Consumer<TraceOutput> out) {
    red.add(traceHigh, traceLow, span);
    flushIfFull(out);
  }

  private void flushIfFull(Consumer<TraceOutput> out) {
    if (red.size() + edges.size() + lanes.size() > maxGathered) {
      flush(out);
    }
  }

  /** Hands out what was gathered, and forgets it. To be called before each checkpoint barrier. */
  public void flush(Consumer<TraceOutput> out) {
    red.flush(out);
    edges.flush(out);
    lanes.flush(out);
  }

  /** Spans counted under another operation's name, since their service has too many. */
  public long overflowedOperations() {
    return red.overflowed();
  }
}
