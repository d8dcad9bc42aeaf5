/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import io.heliograph.jobs.trace.sampling.Keep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The row of a trace, from what was judged and what its assembly knows. */
final class TraceRows {
  private static final long[] NO_NUMBERS = {};

  private TraceRows() {}

  /** The version of a row: the fuller trace wins, of two as full the later revision. */
  static long version(int spans, int revision) {
    return (long) spans << 32 | revision;
  }

  static TraceRow of(TraceFacts facts, Keep keep, Judgement judged) {
    TraceTree tree = judged.tree();
    Span root = tree.span(tree.roots()[0]);
    int[] path = path(judged);
    return new TraceRow(
        facts.traceHigh(),
        facts.traceLow(),
        judged.startDay(),
        judged.startNanos(),
        judged.durationNanos(),
        root.service(),
        root.operation(),
        tree.size(),
        judged.errors(),
        services(tree),
        incompleteReason(facts, tree),
        tree.missingParents(),
        facts.lateSpans(),
        facts.duplicateSpans(),
        facts.overCapSpans(),
        lane(tree),
        Arrays.stream(path).mapToLong(i -> tree.span(i).id()).toArray(),
        Arrays.stream(path).mapToObj(i -> tree.span(i).service()).toList(),
        Arrays.stream(path).mapToObj(i -> tree.span(i).operation()).toList(),
        Arrays.stream(path).mapToLong(judged.path()::selfNanos).toArray(),
        judged.findings().culpritService(),
        judged.findings().list().size() + judged.findings().cut(),
        keep.reason(),
        keep.weight(),
        facts.revision(),
        version(tree.size(), facts.revision()),
        false);
  }

  /** Takes back the row of a day on which the trace no longer begins. */
  static TraceRow end(TraceFacts facts, Judgement before, long version) {
    return new TraceRow(
        facts.traceHigh(),
        facts.traceLow(),
        before.startDay(),
        before.startNanos(),
        0,
        "",
        "",
        0,
        0,
        List.of(),
        "",
        0,
        0,
        0,
        0,
        "",
        NO_NUMBERS,
        List.of(),
        List.of(),
        NO_NUMBERS,
        "",
        0,
        "",
        0,
        facts.revision(),
        version,
        true);
  }

  private static String incompleteReason(TraceFacts facts, TraceTree tree) {
    List<String> reasons = new ArrayList<>();
    if (!tree.hasRoot()) {
      reasons.add("missing_root");
    }
    if (tree.missingParents() > 0) {
      reasons.add("missing_parents");
    }
    if (facts.overCapSpans() > 0) {
      reasons.add("over_cap");
    }
    return String.join("+", reasons);
  }

  private static List<String> services(TraceTree tree) {
    String[] services = new String[tree.size()];
    for (int i = 0; i < services.length; i++) {
      services[i] = tree.span(i).service();
    }
    return Arrays.stream(services).distinct().sorted().toList();
  }

  /**
   * The lane of the span that stands for the trace: what it names for the request, else where its
   * instance stands; if that is the baseline, the first lane that a span names for the request.
   */
  private static String lane(TraceTree tree) {
    Span root = tree.span(tree.roots()[0]);
    if (!root.requestLane().isEmpty()) {
      return root.requestLane();
    }
    if (root.instanceLane() != null && !root.instanceLane().isEmpty()) {
      return root.instanceLane();
    }
    for (int i = 0; i < tree.size(); i++) {
      if (!tree.span(i).requestLane().isEmpty()) {
        return tree.span(i).requestLane();
      }
    }
    return "";
  }

  /** The spans that the critical path leads through, in the order of the tree. */
  private static int[] path(Judgement judged) {
    int[] spans = new int[judged.tree().size()];
    int size = 0;
    for (int i = 0; i < spans.length; i++) {
      if (judged.path().contains(i)) {
        spans[size++] = i;
      }
    }
    return Arrays.copyOf(spans, size);
  }
}
