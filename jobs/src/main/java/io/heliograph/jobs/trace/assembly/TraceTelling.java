/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.assembly;

import io.heliograph.jobs.trace.intake.MalformedBlockException;
import io.heliograph.jobs.trace.intake.SpanBlock;
import io.heliograph.jobs.trace.intake.SpanPart;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import io.heliograph.jobs.trace.result.TraceFacts;
import io.heliograph.jobs.trace.result.TraceJudge;
import io.heliograph.jobs.trace.result.TraceOutput;
import io.heliograph.jobs.trace.sampling.Keep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.annotation.Nullable;

/**
 * Decodes an open trace, leaves replays out, has it judged, and returns what is to be remembered of
 * it. Below the cap all it says follows from the set of different spans alone.
 */
final class TraceTelling {
  private final SpanBlock blocks;
  private final TraceJudge judge;
  private final Consumer<TraceOutput> out;
  private final AssemblyCounts counts;
  private final Fingerprints seen = new Fingerprints();

  TraceTelling(
      SpanBlock blocks, TraceJudge judge, Consumer<TraceOutput> out, AssemblyCounts counts) {
    this.blocks = blocks;
    this.judge = judge;
    this.out = out;
    this.counts = counts;
  }

  /** Tells a trace if no span is missing as far as one can see; else returns null. */
  @Nullable Skeleton tellIfWhole(OpenTrace trace, long machineMillis) {
    return tell(trace, machineMillis, true);
  }

  /** Tells a trace as it is. */
  Skeleton tell(OpenTrace trace, long machineMillis) {
    return tell(trace, machineMillis, false);
  }

  private Skeleton tell(OpenTrace trace, long machineMillis, boolean onlyIfWhole) {
    List<Span> before = spansOf(trace.base);
    List<Span> distinct = new ArrayList<>(before.size() + trace.spans);
    seen.clear();
    before.forEach(span -> addIfNew(span, seen, distinct));
    List<Span> came = decode(trace.blocks(), trace.bytes());
    came.forEach(span -> addIfNew(span, seen, distinct));
    TraceTree tree = TraceTree.of(distinct);
    if (onlyIfWhole && !(tree.hasRoot() && tree.missingParents() == 0)) {
      return null;
    }
    int fresh = distinct.size() - before.size();
    int duplicates = trace.duplicates + came.size() - fresh;
    TraceFacts facts = facts(trace, fresh, duplicates, machineMillis);
    Keep keep = judge.judge(facts, before, tree, out);
    count(trace, fresh, duplicates);
    return new Skeleton(
        facts.revision(),
        facts.lateSpans(),
        facts.duplicateSpans(),
        facts.overCapSpans(),
        keep,
        trace.logMillis,
        distinct.size(),
        blocks.encode(distinct));
  }

  private static TraceFacts facts(OpenTrace trace, int fresh, int duplicates, long machineMillis) {
    Skeleton base = trace.base;
    if (base == null) {
      return new TraceFacts(
          trace.id.high(), trace.id.low(), 0, 0, duplicates, trace.overCap, null, machineMillis);
    }
    return new TraceFacts(
        trace.id.high(),
        trace.id.low(),
        base.revision() + 1,
        base.lateSpans() + fresh,
        base.duplicateSpans() + duplicates,
        base.overCapSpans() + trace.overCap,
        base.keep(),
        machineMillis);
  }

  private void count(OpenTrace trace, int fresh, int duplicates) {
    counts.traces++;
    counts.duplicateSpans += duplicates;
    if (trace.base != null) {
      counts.revisions++;
      counts.lateSpans += fresh;
    }
  }

  private static boolean addIfNew(Span span, Fingerprints known, List<Span> to) {
    return known.add(span.fingerprint()) && to.add(span);
  }

  /**
   * Takes those spans of a part that a trace does not have and that its cap leaves room for. The
   * part that reaches the cap in bytes is still taken, up to the cap in spans.
   *
   * @return how many were beyond the cap; they count in service_red
   */
  int takeWhatFits(OpenTrace trace, SpanPart part, AssemblySettings settings) {
    if (trace.known == null) {
      trace.known = compact(trace);
    }
    List<Span> fresh = new ArrayList<>();
    int overCap = 0;
    for (Span span : decode(part.encoded(), part.encoded().length)) {
      if (trace.known.contains(span.fingerprint())) {
        trace.duplicates++;
      } else if (trace.allSpans() + fresh.size() < settings.maxSpans()
          && trace.heldBytes() < settings.maxTraceBytes()) {
        addIfNew(span, trace.known, fresh);
      } else {
        overCap++;
        judge.countOverCap(trace.id.high(), trace.id.low(), span, out);
      }
    }
    if (!fresh.isEmpty()) {
      trace.append(blocks.encode(fresh), fresh.size());
    }
    trace.overCap += overCap;
    return overCap;
  }

  /** Leaves the replays in the blocks out, and returns what the trace then holds. */
  private Fingerprints compact(OpenTrace trace) {
    Fingerprints known = new Fingerprints();
    spansOf(trace.base).forEach(span -> known.add(span.fingerprint()));
    List<Span> distinct = new ArrayList<>();
    decode(trace.blocks(), trace.bytes()).forEach(span -> addIfNew(span, known, distinct));
    trace.compact(blocks.encode(distinct), distinct.size());
    return known;
  }

  private List<Span> spansOf(@Nullable Skeleton skeleton) {
    return skeleton == null ? List.of() : decode(skeleton.block(), skeleton.block().length);
  }

  private List<Span> decode(byte[] bytes, int length) {
    List<Span> spans = new ArrayList<>();
    try {
      blocks.decode(bytes, 0, length, spans);
    } catch (MalformedBlockException e) {
      throw new IllegalStateException("spans that this job wrote itself cannot be read", e);
    }
    return spans;
  }
}
