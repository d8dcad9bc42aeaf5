/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import io.heliograph.jobs.trace.model.Span;
import io.heliograph.jobs.trace.model.TraceTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Definition: attempts are calls of the same thing to the same peer under one parent, each begun
 * after the one before had failed. Attempts beneath an attempt multiply. It is a storm if two
 * levels or more retry and the product of their attempts, along the worst way down, is {@link
 * AnalysisSettings#stormCalls} or more, or if one level makes {@link
 * AnalysisSettings#stormAttempts} or more. One finding per outermost series of attempts: service is
 * who retries, operation the call, place the first attempt, count the calls at the innermost level.
 *
 * <p>Saving: what the critical path would lose if all attempts but the last of the outermost level
 * took no time, as far as {@link Savings} grants it.
 *
 * <p>Source: "Addressing Cascading Failures" in Google's SRE book: retry at one level only, at most
 * three attempts per request, as three levels of four attempts make 64 calls. Hence the least that
 * multiplies, 2 x 2, is a storm, and so are 5 attempts, beyond what a sound policy sets.
 */
final class RetryStorms {
  private static final int NAMED = 20;

  private final Calls calls;
  private final TraceTree tree;

  /** For each span the series of attempts it makes, as a linked list. */
  private final Attempts[] made;

  /** For each span the worst series beneath it. */
  private final Attempts[] worst;

  private RetryStorms(Calls calls) {
    this.calls = calls;
    tree = calls.tree;
    made = new Attempts[tree.size()];
    worst = new Attempts[tree.size()];
  }

  static void find(Calls calls, List<Finding> findings) {
    if (!calls.anyFailed) {
      return;
    }
    RetryStorms storms = null;
    for (Siblings siblings : calls.multiple()) {
      for (int i = 0; i < siblings.size() && siblings.isGrouped(); i++) {
        if (siblings.attemptsFrom(i) > 1) {
          storms = storms == null ? new RetryStorms(calls) : storms;
          storms.made[siblings.parent] = new Attempts(siblings, i, storms.made[siblings.parent]);
        }
      }
    }
    if (storms != null) {
      storms.find(findings);
    }
  }

  private void find(List<Finding> findings) {
    int[] order = calls.preorder();
    for (int i = order.length - 1; i >= 0; i--) {
      worst[order[i]] = worstOf(order[i]);
    }
    boolean[] withinAttempt = new boolean[tree.size()];
    for (int i : order) {
      int parent = tree.parent(i);
      withinAttempt[i] |= parent >= 0 && withinAttempt[parent];
      for (Attempts series = made[i]; series != null; series = series.next) {
        for (int attempt : series.spans) {
          withinAttempt[attempt] = true;
        }
        if (!withinAttempt[i] && isStorm(series)) {
          findings.add(finding(i, series));
        }
      }
    }
  }

  private Attempts worstOf(int index) {
    Attempts found = null;
    for (int child : tree.children(index)) {
      found = Attempts.worse(found, worst[child]);
    }
    for (Attempts series = made[index]; series != null; series = series.next) {
      for (int attempt : series.spans) {
        series.multiplyBy(worst[attempt]);
      }
      found = Attempts.worse(found, series);
    }
    return found;
  }

  private boolean isStorm(Attempts series) {
    if (series.inner() != null && series.product() >= calls.settings.stormCalls()) {
      return true;
    }
    for (Attempts level = series; level != null; level = level.inner()) {
      if (level.spans.length >= calls.settings.stormAttempts()) {
        return true;
      }
    }
    return false;
  }

  private Finding finding(int parentIndex, Attempts outermost) {
    List<Map<String, Object>> levels = new ArrayList<>();
    Attempts innermost = outermost;
    for (Attempts level = outermost; level != null; level = level.inner()) {
      innermost = level;
      if (levels.size() < NAMED) {
        levels.add(evidence(level));
      }
    }
    List<Integer> spans = new ArrayList<>();
    for (int attempt : outermost.spans) {
      spans.add(attempt);
    }
    long saving = saving(parentIndex, spans.subList(0, spans.size() - 1));
    List<Integer> innerCalls = innermost == outermost ? spans : like(innermost, outermost);
    if (innermost != outermost) {
      spans.addAll(innerCalls);
    }
    Span parent = tree.span(parentIndex);
    Span first = tree.span(outermost.spans[0]);
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("worst_case_calls", outermost.product());
    evidence.put("levels", levels);
    evidence.put("recovered", !calls.failed(outermost.spans[outermost.spans.length - 1]));
    return new Finding(
        FindingKind.RETRY_STORM,
        parent.service(),
        first.call(),
        first.id(),
        SpanIds.of(tree, spans),
        innerCalls.size(),
        saving,
        "",
        evidence);
  }

  private long saving(int parent, List<Integer> inVain) {
    long nanos = 0;
    for (int attempt : inVain) {
      nanos += calls.path.pathNanos(attempt);
    }
    return nanos == 0 ? 0 : calls.savings().of(parent, inVain, new long[inVain.size()]);
  }

  private Map<String, Object> evidence(Attempts level) {
    int call = level.spans[0];
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("service", tree.span(tree.parent(call)).service());
    entry.put("call", tree.span(call).call());
    entry.put("peer", calls.peer(call));
    entry.put("attempts", level.spans.length);
    return entry;
  }

  /** All calls beneath the outermost attempts that are like the innermost ones. */
  private List<Integer> like(Attempts innermost, Attempts outermost) {
    Span example = tree.span(innermost.spans[0]);
    String peer = calls.peer(innermost.spans[0]);
    List<Integer> found = new ArrayList<>();
    for (int span : Preorder.beneath(tree, outermost.spans)) {
      if (calls.isCall(span)
          && tree.span(span).call().equals(example.call())
          && calls.peer(span).equals(peer)) {
        found.add(span);
      }
    }
    return found;
  }
}
