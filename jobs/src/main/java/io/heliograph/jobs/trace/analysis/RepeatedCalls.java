/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Definition: under one parent, the same call (values taken out) to the same peer, at least {@link
 * AnalysisSettings#repeatedCalls} times, one after the other or at once. Another attempt of a call
 * that failed is the same time, not one more. Service is the parent's, operation the call, place
 * the parent.
 *
 * <p>Saving: what the critical path would lose if each call took only as much of it as it exceeds
 * those before it, as if one batch took as long as the longest, as far as {@link Savings} grants
 * it; one batch for each peer. 0 if they run beside something longer: the repetition is told all
 * the same, as it is load on the callee.
 *
 * <p>Source: the "N+1 queries" problem of object-relational mappers, and Sentry's detector of it as
 * inspiration. Unlike that, it looks at all sorts of calls, needs no first query, and sets no least
 * duration, since the caller decides by the saving. Five is where a batch begins to pay off, and
 * the default that the issue asks for.
 */
final class RepeatedCalls {
  private RepeatedCalls() {}

  static void find(Calls calls, List<Finding> findings) {
    for (Siblings siblings : calls.multiple()) {
      if (siblings.isGrouped()) {
        find(calls, siblings, findings);
      }
    }
  }

  private static void find(Calls calls, Siblings siblings, List<Finding> findings) {
    Map<String, Repetition> byCall = null;
    for (int i = 0; i < siblings.size(); i++) {
      int group = siblings.group(i);
      if (siblings.isRepeated(group)) {
        byCall = byCall == null ? new LinkedHashMap<>() : byCall;
        int call = siblings.call(i);
        byCall
            .computeIfAbsent(calls.tree.span(call).call(), name -> new Repetition())
            .add(calls, call, group);
      }
    }
    if (byCall != null) {
      byCall.forEach(
          (name, repetition) -> findings.add(repetition.finding(calls, siblings.parent, name)));
    }
  }

  /** One call repeated to one peer, or, as in a sharded store, repeated to several. */
  private static final class Repetition {
    private final List<Integer> spans = new ArrayList<>();
    private final List<Long> batched = new ArrayList<>();
    private final Map<Integer, Long> longest = new HashMap<>();
    private final TreeSet<String> peers = new TreeSet<>();
    private long total;
    private long onPath;
    private int failed;

    void add(Calls calls, int call, int group) {
      long pathNanos = calls.path.pathNanos(call);
      spans.add(call);
      peers.add(calls.peer(call));
      long before = longest.getOrDefault(group, 0L);
      batched.add(Math.max(0, pathNanos - before));
      longest.put(group, Math.max(before, pathNanos));
      total += calls.tree.duration(call);
      onPath += pathNanos;
      failed += calls.failed(call) ? 1 : 0;
    }

    Finding finding(Calls calls, int parentIndex, String call) {
      Span parent = calls.tree.span(parentIndex);
      long[] nanos = batched.stream().mapToLong(Long::longValue).toArray();
      Map<String, Object> evidence = new LinkedHashMap<>();
      evidence.put("peer", String.join(", ", peers));
      evidence.put("parent_operation", parent.operation());
      evidence.put("total_ns", total);
      evidence.put("critical_path_ns", onPath);
      if (failed > 0) {
        evidence.put("failed", failed);
      }
      return new Finding(
          FindingKind.REPEATED_CALL,
          parent.service(),
          call,
          parent.id(),
          SpanIds.of(calls.tree, spans),
          spans.size(),
          onPath == 0 ? 0 : calls.savings().of(parentIndex, spans, nanos),
          "",
          evidence);
    }
  }
}
