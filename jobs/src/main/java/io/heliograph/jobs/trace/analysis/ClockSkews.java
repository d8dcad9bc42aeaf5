/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.SkewEstimate;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Definition: a host whose clock is off by {@link AnalysisSettings#skewNanos} or more, against that
 * of the host where the trace begins, however the time of its calls was split between there and
 * back. The tree estimated by how much, and corrected it for all other rules. Service is the
 * host's, no operation is named, place is the first span of that host, count the pairs of client
 * and server spans that say so.
 *
 * <p>A clock that is behind shows at once: nothing is served before it was called for. One that is
 * ahead shows by ends only, and on a busy machine a server's span may end well after its answer has
 * arrived. So that is told only of a host that began to serve a call after its caller had its
 * answer, or that {@value #ENOUGH} calls or more agree on.
 *
 * <p>Source: the estimate is the tree's (intersection of intervals, with Cristian's and Marzullo's
 * algorithms). The threshold is far above what a synchronised host shows, and small enough to
 * reorder spans.
 */
final class ClockSkews {
  /** Calls of one trace that may not all end late by chance. */
  static final int ENOUGH = 3;

  private ClockSkews() {}

  static void find(Calls calls, List<Finding> findings) {
    List<SkewEstimate> skews = calls.tree.skews();
    if (skews.isEmpty()) {
      return;
    }
    Map<List<String>, Integer> hosts = firstSpans(calls.tree);
    for (SkewEstimate skew : skews) {
      if (skew.leastNanos() >= calls.settings.skewNanos()
          && (skew.offsetNanos() < 0 || isBeyondDoubt(calls.tree, skew))) {
        int first = hosts.get(List.of(skew.service(), skew.host()));
        findings.add(finding(skew, calls.tree.span(first).id()));
      }
    }
  }

  private static boolean isBeyondDoubt(TraceTree tree, SkewEstimate skew) {
    if (skew.pairs() >= ENOUGH) {
      return true;
    }
    for (int i = 0; i < tree.size(); i++) {
      Span span = tree.span(i);
      if (span.kind() == SpanKind.SERVER
          && tree.parent(i) >= 0
          && tree.span(tree.parent(i)).kind() == SpanKind.CLIENT
          && span.startNanos() > tree.span(tree.parent(i)).endNanos()
          && tree.span(tree.parent(i)).hasAnswerOf(span)
          && span.service().equals(skew.service())
          && span.host().equals(skew.host())) {
        return true;
      }
    }
    return false;
  }

  private static Map<List<String>, Integer> firstSpans(TraceTree tree) {
    Map<List<String>, Integer> first = new HashMap<>();
    for (int i = 0; i < tree.size(); i++) {
      Span span = tree.span(i);
      first.putIfAbsent(List.of(span.service(), span.host()), i);
    }
    return first;
  }

  private static Finding finding(SkewEstimate skew, long place) {
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("offset_ns", skew.offsetNanos());
    evidence.put("at_least_ns", skew.leastNanos());
    evidence.put("host", skew.host());
    evidence.put("reference_service", skew.referenceService());
    evidence.put("pairs", skew.pairs());
    return new Finding(
        FindingKind.CLOCK_SKEW,
        skew.service(),
        "",
        place,
        new long[] {place},
        skew.pairs(),
        0,
        "",
        evidence);
  }
}
