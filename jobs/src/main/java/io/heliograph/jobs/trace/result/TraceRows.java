/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.jobs.trace.analysis.CriticalPath;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import io.heliograph.jobs.trace.sampling.Keep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
    PathColumns path = new PathColumns(tree, judged.path());
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
        path.ids,
        Arrays.asList(path.services),
        Arrays.asList(path.operations),
        path.self,
        judged.findings().culpritService(),
        judged.findings().made(),
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
    Set<String> names = new HashSet<>();
    for (int i = 0; i < tree.size(); i++) {
      names.add(tree.span(i).service());
    }
    String[] services = names.toArray(String[]::new);
    Arrays.sort(services);
    return Arrays.asList(services);
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
  private static final class PathColumns {
    final long[] ids;
    final String[] services;
    final String[] operations;
    final long[] self;

    PathColumns(TraceTree tree, CriticalPath path) {
      int size = 0;
      for (int i = 0; i < tree.size(); i++) {
        size += path.contains(i) ? 1 : 0;
      }
      ids = new long[size];
      services = new String[size];
      operations = new String[size];
      self = new long[size];
      int next = 0;
      for (int i = 0; i < tree.size(); i++) {
        if (path.contains(i)) {
          Span span = tree.span(i);
          ids[next] = span.id();
          services[next] = span.service();
          operations[next] = span.operation();
          self[next++] = path.selfNanos(i);
        }
      }
    }
  }
}
