/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Definition: an origin is a failed span whose error neither a child nor its caller explains (see
 * {@link ErrorCauses}): the deepest that erred. A caller that timed out on a callee which was
 * merely slow is itself the origin, with cause "timeout", and the evidence names the callee and how
 * long it took; every other origin has cause "error". Service, operation and place are the
 * origin's.
 *
 * <p>The culprit of the trace is the service of the origin at the end of the chain that leads down
 * from the root, each time into the failed child that ended last: the one whose error came out. If
 * the root did not fail, somebody coped, and the culprit is the origin that ended first.
 *
 * <p>Source: the way a person reads a waterfall; the same notion of an erring span whose children
 * did not err underlies MicroRank and other root cause rankings. Deadlines and cancellation
 * propagate as gRPC defines them (grpc.io, "Deadlines"). No threshold: an error is an error.
 */
final class ErrorOrigins {
  private ErrorOrigins() {}

  /** Finds them and returns the culprit; empty if nothing failed. */
  static String find(Calls calls, List<Finding> findings) {
    if (!calls.anyFailed) {
      return "";
    }
    TraceTree tree = calls.tree;
    ErrorCauses causes = ErrorCauses.of(calls);
    int first = Calls.NONE;
    for (int i = 0; i < tree.size(); i++) {
      if (causes.isOrigin(i)) {
        findings.add(finding(calls, causes, i));
        first = first == Calls.NONE || tree.end(i) < tree.end(first) ? i : first;
      }
    }
    int root = tree.roots()[0];
    return tree.span(tree.span(root).failed() ? causes.originOf(root) : first).service();
  }

  private static Finding finding(Calls calls, ErrorCauses causes, int index) {
    Span span = calls.tree.span(index);
    boolean timeout = span.error() == ErrorKind.TIMEOUT;
    int slow = timeout ? slowCallee(calls, index) : Calls.NONE;
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("cause", timeout ? "timeout" : "error");
    evidence.put("reached_root", causes.reachesRoot(index));
    evidence.put("duration_ns", span.durationNanos());
    if (!span.peer().isEmpty()) {
      evidence.put("peer", span.peer());
    }
    if (span.timeoutNanos() > 0) {
      evidence.put("timeout_ns", span.timeoutNanos());
      evidence.put("timeout_setting", span.timeoutSetting());
    }
    if (slow != Calls.NONE) {
      Span callee = calls.tree.span(slow);
      evidence.put("callee", callee.service());
      evidence.put("callee_operation", callee.operation());
      evidence.put("callee_duration_ns", callee.durationNanos());
    }
    return new Finding(
        FindingKind.ERROR_ORIGIN,
        span.service(),
        span.operation(),
        span.id(),
        causes.chain(index),
        1,
        0,
        "",
        evidence);
  }

  /** Who was waited for: the callee, or, for a span that makes no call, most of its time. */
  private static int slowCallee(Calls calls, int index) {
    TraceTree tree = calls.tree;
    if (Calls.isCallingSide(tree.span(index).kind())) {
      return calls.callee(index);
    }
    int longest = Calls.NONE;
    for (int child : tree.children(index)) {
      if (2 * tree.duration(child) > tree.duration(index)
          && calls.isCall(child)
          && (longest == Calls.NONE || tree.duration(child) > tree.duration(longest))) {
        longest = child;
      }
    }
    return longest == Calls.NONE || calls.callee(longest) == Calls.NONE
        ? longest
        : calls.callee(longest);
  }
}
