/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of {@link TimeoutInversions} that looks at settings alone. Definition: a service makes a
 * call with a longer time limit than that of a call it is itself serving, its caller's or one
 * further up; so it may wait when nobody waits for it any more. Messages end the chain: who takes
 * one serves nobody who waits. Service and operation are those of the outgoing call, place is its
 * first span; the evidence names both settings, the caller's being the tightest. No threshold:
 * equal limits pass, and any longer one is the wrong way round.
 */
final class TimeoutSettings {
  private final Calls calls;
  private final TraceTree tree;

  /** For each span the call with the tightest limit that its service serves. */
  private final int[] limits;

  /** For each span the call with the tightest limit that its service makes around it. */
  private final int[] own;

  private TimeoutSettings(Calls calls) {
    this.calls = calls;
    tree = calls.tree;
    limits = new int[tree.size()];
    own = new int[tree.size()];
  }

  static void find(Calls calls, List<Finding> findings) {
    new TimeoutSettings(calls).find(findings);
  }

  private void find(List<Finding> findings) {
    Map<List<Object>, List<Integer>> inverted = new LinkedHashMap<>();
    for (int i : calls.preorder()) {
      inherit(i);
      Span span = tree.span(i);
      if (span.kind() == SpanKind.CLIENT && span.timeoutNanos() > 0) {
        if (limits[i] != Calls.NONE && span.timeoutNanos() > tree.span(limits[i]).timeoutNanos()) {
          inverted
              .computeIfAbsent(
                  Arrays.asList(limits[i], span.service(), span.operation(), span.timeoutNanos()),
                  key -> new ArrayList<>())
              .add(i);
        }
        own[i] = tighter(own[i], i);
      }
    }
    inverted.values().forEach(spans -> findings.add(finding(spans)));
  }

  private void inherit(int index) {
    int parent = tree.parent(index);
    limits[index] = parent < 0 ? Calls.NONE : limits[parent];
    own[index] = parent < 0 ? Calls.NONE : own[parent];
    if (tree.span(index).kind() == SpanKind.CONSUMER) {
      limits[index] = Calls.NONE;
      own[index] = Calls.NONE;
    } else if (Calls.isEntry(tree, index)) {
      limits[index] = tighter(limits[index], own[index]);
      own[index] = Calls.NONE;
    }
  }

  private int tighter(int one, int other) {
    if (one == Calls.NONE || other == Calls.NONE) {
      return one == Calls.NONE ? other : one;
    }
    return tree.span(other).timeoutNanos() < tree.span(one).timeoutNanos() ? other : one;
  }

  private Finding finding(List<Integer> spans) {
    int first = spans.get(0);
    Span call = tree.span(first);
    Span caller = tree.span(limits[first]);
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("caller", caller.service());
    evidence.put("caller_operation", caller.operation());
    TimeoutInversions.putLimit(evidence, "caller_", caller);
    evidence.put("peer", calls.peer(first));
    TimeoutInversions.putLimit(evidence, "callee_", call);
    return new Finding(
        FindingKind.TIMEOUT_INVERSION,
        call.service(),
        call.operation(),
        call.id(),
        SpanIds.of(tree, spans),
        spans.size(),
        0,
        "",
        evidence);
  }
}
