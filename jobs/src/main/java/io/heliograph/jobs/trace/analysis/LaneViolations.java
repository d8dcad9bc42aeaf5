/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Definition: a request belongs to the lane its caller's request belongs to, else to the one its
 * span names, else to the one its instance stands in, else to the baseline (""). Where it enters a
 * service, it stands in the lane of the instance, or, if the resource names none, of the span. If
 * that is not the lane it belongs to, it left its lane. Entries of the same operation, lanes and
 * caller's service are one finding; service and operation are the callee's, place the first entry.
 *
 * <p>These are candidates: a callee without an instance in the lane is rightly served by the
 * baseline, and whether it has one is not known from one trace. The view {@code trace_findings}
 * joins them with {@code service_lanes}; until then they do not count as findings of the trace.
 *
 * <p>Source: lanes as Heliograph's registry routes by them; the idea is known as tenancy routing or
 * staging by request (request-level isolation over shared instances). No threshold: one request in
 * the wrong lane is one too many.
 */
final class LaneViolations {
  private LaneViolations() {}

  static void find(Calls calls, List<Finding> findings) {
    if (!calls.anyLane) {
      return;
    }
    TraceTree tree = calls.tree;
    String[] lanes = new String[tree.size()];
    Map<List<String>, List<Integer>> entries = new LinkedHashMap<>();
    for (int i : calls.preorder()) {
      Span span = tree.span(i);
      int parent = tree.parent(i);
      String inherited = parent < 0 ? "" : lanes[parent];
      lanes[i] = inherited.isEmpty() ? ownLane(span) : inherited;
      if (Calls.isEntry(tree, i) && !lanes[i].equals(standsIn(span))) {
        entries
            .computeIfAbsent(
                Arrays.asList(
                    span.service(),
                    span.operation(),
                    lanes[i],
                    standsIn(span),
                    tree.span(parent).service()),
                key -> new ArrayList<>())
            .add(i);
      }
    }
    entries.values().forEach(spans -> findings.add(finding(tree, spans, lanes[spans.get(0)])));
  }

  private static String ownLane(Span span) {
    if (!span.requestLane().isEmpty() || span.instanceLane() == null) {
      return span.requestLane();
    }
    return span.instanceLane();
  }

  private static String standsIn(Span span) {
    return span.instanceLane() == null ? span.requestLane() : span.instanceLane();
  }

  private static Finding finding(TraceTree tree, List<Integer> spans, String lane) {
    int first = spans.get(0);
    Span span = tree.span(first);
    Span caller = tree.span(tree.parent(first));
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("lane", lane);
    evidence.put("stands_in", standsIn(span));
    evidence.put("told_by", span.instanceLane() == null ? "span" : "resource");
    evidence.put("host", span.host());
    evidence.put("caller", caller.service());
    evidence.put("caller_operation", caller.operation());
    return new Finding(
        FindingKind.LANE_VIOLATION,
        span.service(),
        span.operation(),
        span.id(),
        SpanIds.of(tree, spans),
        spans.size(),
        0,
        lane,
        evidence);
  }
}
