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
import java.util.stream.LongStream;

/**
 * Definition: under one parent, a run of two or more calls, each next to the other in time, all on
 * the critical path, none overlapping any other call of the parent. A call that is repeated or
 * retried ends a run (other rules speak of it), and so does a call that failed: what follows may be
 * there because it did. So does the sending of a message, which as a rule tells others what the
 * calls before it did. Service, operation and place are the parent's; runs of one parent that are
 * each worth it make one finding.
 *
 * <p>Saving: what the critical path would lose if each call of a run took only as much of it as it
 * exceeds those before it, as if they had started together; all runs of the parent at once, as far
 * as {@link Savings} grants it. A run off the critical path saves nothing and is not told. Worth it
 * is {@link AnalysisSettings#serialSavingNanos} and {@link AnalysisSettings#serialSavingShare} of
 * the trace, for each run by itself. Whether one call needs the other's answer no trace can tell:
 * this is a suggestion.
 *
 * <p>Source: the critical path is CRISP's (Zhang et al., USENIX ATC 2022), which asks the same
 * what-if question of single operations; the consecutive queries and HTTP calls that Sentry reports
 * were the inspiration for the run and for a threshold in time.
 */
final class SerialCalls {
  private static final int NAMED = 20;

  private SerialCalls() {}

  static void find(Calls calls, List<Finding> findings) {
    for (Siblings siblings : calls.multiple()) {
      if (calls.path.contains(siblings.parent)) {
        find(calls, siblings, findings);
      }
    }
  }

  private static void find(Calls calls, Siblings siblings, List<Finding> findings) {
    TraceTree tree = calls.tree;
    Suggestion suggestion = null;
    long endsBefore = Long.MIN_VALUE;
    int from = 0;
    for (int i = 0; i < siblings.size(); i++) {
      int call = siblings.call(i);
      boolean alone =
          tree.start(call) >= endsBefore
              && (i + 1 == siblings.size() || tree.start(siblings.call(i + 1)) >= tree.end(call));
      endsBefore = Math.max(endsBefore, tree.end(call));
      boolean member =
          alone
              && calls.path.contains(call)
              && !siblings.isOneOfMany(i)
              && tree.span(call).kind() != SpanKind.PRODUCER;
      if (!member) {
        suggestion = add(calls, siblings, from, i, suggestion);
        from = i + 1;
      } else if (calls.failed(call)) {
        suggestion = add(calls, siblings, from, i + 1, suggestion);
        from = i + 1;
      }
    }
    suggestion = add(calls, siblings, from, siblings.size(), suggestion);
    if (suggestion != null) {
      findings.add(suggestion.finding(calls, siblings.parent));
    }
  }

  private static Suggestion add(
      Calls calls, Siblings siblings, int from, int to, Suggestion before) {
    if (to - from < 2) {
      return before;
    }
    List<Integer> run = new ArrayList<>(to - from);
    long[] together = new long[to - from];
    long sum = 0;
    long longest = 0;
    for (int i = from; i < to; i++) {
      long nanos = calls.path.pathNanos(siblings.call(i));
      run.add(siblings.call(i));
      sum += nanos;
      together[i - from] = Math.max(0, nanos - longest);
      longest = Math.max(longest, nanos);
    }
    if (!isWorthIt(calls, sum - longest)
        || !isWorthIt(calls, calls.savings().of(siblings.parent, run, together))) {
      return before;
    }
    Suggestion suggestion = before == null ? new Suggestion() : before;
    suggestion.add(run, together, sum);
    return suggestion;
  }

  private static boolean isWorthIt(Calls calls, long saving) {
    return saving >= calls.settings.serialSavingNanos()
        && saving >= calls.settings.serialSavingShare() * calls.traceNanos;
  }

  private static final class Suggestion {
    private final List<Integer> spans = new ArrayList<>();
    private long[] nanos = {};
    private long sum;
    private int runs;

    void add(List<Integer> run, long[] together, long runSum) {
      spans.addAll(run);
      nanos = LongStream.concat(Arrays.stream(nanos), Arrays.stream(together)).toArray();
      sum += runSum;
      runs++;
    }

    Finding finding(Calls calls, int parentIndex) {
      Span parent = calls.tree.span(parentIndex);
      List<Map<String, Object>> named = new ArrayList<>();
      for (int call : spans.subList(0, Math.min(NAMED, spans.size()))) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("peer", calls.peer(call));
        entry.put("call", calls.tree.span(call).call());
        entry.put("duration_ns", calls.tree.duration(call));
        named.add(entry);
      }
      Map<String, Object> evidence = new LinkedHashMap<>();
      evidence.put("calls", named);
      evidence.put("runs", runs);
      evidence.put("critical_path_ns", sum);
      evidence.put("trace_ns", calls.traceNanos);
      return new Finding(
          FindingKind.SERIAL_CALLS,
          parent.service(),
          parent.operation(),
          parent.id(),
          SpanIds.of(calls.tree, spans),
          spans.size(),
          calls.savings().of(parentIndex, spans, nanos),
          "",
          evidence);
    }
  }
}
