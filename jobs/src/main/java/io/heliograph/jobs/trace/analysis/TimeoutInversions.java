/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.ErrorKind;
import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.SpanKind;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Definition: a client gave up (timeout or cancellation), and its callee went on: it ended later
 * than the client by more than {@link AnalysisSettings#wastedNanos}, or, where the clocks put it
 * elsewhere altogether, took that much longer. Service, operation and place are the callee's, who
 * worked for nobody; the evidence names the caller, the work wasted, and both time limits where the
 * spans carry them. What a trace risks without it having happened is told by {@link
 * TimeoutSettings}.
 *
 * <p>Source: gRPC's deadline propagation (grpc.io, "Deadlines": a server should stop what nobody
 * waits for) and "Latency and deadlines" in "Addressing Cascading Failures" of Google's SRE book.
 * The threshold is what a cancellation needs to arrive; a callee that stopped then wasted nothing.
 */
final class TimeoutInversions {
  private TimeoutInversions() {}

  static void find(Calls calls, List<Finding> findings) {
    if (calls.anyFailed) {
      for (int i = 0; i < calls.tree.size(); i++) {
        Span span = calls.tree.span(i);
        if (gaveUp(span) && calls.callee(i) != Calls.NONE) {
          long wasted = wastedNanos(calls.tree, i, calls.callee(i));
          if (wasted > calls.settings.wastedNanos()) {
            findings.add(finding(calls, i, calls.callee(i), wasted));
          }
        }
      }
    }
    if (calls.anyTimeout) {
      TimeoutSettings.find(calls, findings);
    }
  }

  private static boolean gaveUp(Span span) {
    return span.kind() == SpanKind.CLIENT
        && (span.error() == ErrorKind.TIMEOUT || span.error() == ErrorKind.CANCELLED);
  }

  private static long wastedNanos(TraceTree tree, int client, int callee) {
    boolean plausible =
        tree.start(callee) >= tree.start(client) && tree.start(callee) <= tree.end(client);
    return plausible
        ? tree.end(callee) - tree.end(client)
        : tree.duration(callee) - tree.duration(client);
  }

  private static Finding finding(Calls calls, int clientIndex, int calleeIndex, long wasted) {
    Span client = calls.tree.span(clientIndex);
    Span callee = calls.tree.span(calleeIndex);
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("caller", client.service());
    evidence.put("caller_operation", client.operation());
    evidence.put("waited_ns", client.durationNanos());
    evidence.put("worked_ns", callee.durationNanos());
    evidence.put("wasted_ns", wasted);
    putLimit(evidence, "caller_", client);
    Span longest = callee;
    for (int child : calls.tree.children(calleeIndex)) {
      Span span = calls.tree.span(child);
      longest = span.timeoutNanos() > longest.timeoutNanos() ? span : longest;
    }
    putLimit(evidence, "callee_", longest);
    return new Finding(
        FindingKind.TIMEOUT_INVERSION,
        callee.service(),
        callee.operation(),
        callee.id(),
        new long[] {client.id(), callee.id()},
        1,
        0,
        "",
        evidence);
  }

  static void putLimit(Map<String, Object> evidence, String prefix, Span span) {
    if (span.timeoutNanos() > 0) {
      evidence.put(prefix + "timeout_ns", span.timeoutNanos());
      evidence.put(prefix + "timeout_setting", span.timeoutSetting());
    }
  }
}
