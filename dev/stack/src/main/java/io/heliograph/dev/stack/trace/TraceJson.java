/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * A trace for a program: {@code trace_id}, {@code judged}, {@code start_time}, {@code duration_ns},
 * {@code trace} (as in {@code traces}, only if judged), {@code spans} in the order of the tree,
 * {@code findings}, {@code logs}. Names are those of the tables; {@code offset_ns} is from the
 * trace's start, {@code path_self_ns} is there for spans on the critical path only.
 */
public final class TraceJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TraceJson() {}

  /** One object, without line breaks. All spans that were read are in it. */
  public static String of(StoredTrace trace) {
    TimeScale scale = TimeScale.of(trace);
    ObjectNode page = JSON.createObjectNode();
    page.put("trace_id", trace.id());
    page.put("judged", trace.verdict().isPresent());
    page.put("start_time", Instant.ofEpochSecond(0, scale.fromNanos()).toString());
    page.put("duration_ns", scale.nanos());
    trace.verdict().ifPresent(verdict -> verdict(page.putObject("trace"), verdict));
    page.put("spans_stored", trace.spanTotal());
    spans(page.putArray("spans"), trace, scale);
    ArrayNode findings = page.putArray("findings");
    trace.findings().forEach(finding -> finding(findings.addObject(), finding));
    page.put("logs_stored", trace.logTotal());
    ArrayNode logs = page.putArray("logs");
    trace.logs().forEach(log -> log(logs.addObject(), log, scale));
    return page.toString();
  }

  private static void verdict(ObjectNode row, Verdict verdict) {
    row.put("root_service", verdict.rootService()).put("root_operation", verdict.rootOperation());
    row.put("span_count", verdict.spans()).put("error_count", verdict.errors());
    texts(row.putArray("services"), verdict.services());
    row.put("status", verdict.status()).put("incomplete_reason", verdict.incompleteReason());
    row.put("missing_parents", verdict.missingParents()).put("late_spans", verdict.late());
    row.put("duplicate_spans", verdict.duplicates()).put("over_cap_spans", verdict.overCap());
    row.put("revision", verdict.revision()).put("lane", verdict.lane());
    row.put("culprit_service", verdict.culprit()).put("keep_reason", verdict.keepReason());
    ArrayNode path = row.putArray("critical_path");
    for (PathStep step : verdict.path()) {
      path.addObject()
          .put("span_id", step.spanId())
          .put("service", step.service())
          .put("operation", step.operation())
          .put("self_ns", step.selfNanos());
    }
  }

  private static void spans(ArrayNode rows, StoredTrace trace, TimeScale scale) {
    SpanTree tree = SpanTree.of(trace.spans());
    PathText path = new PathText(trace);
    for (TreeLine line : TreeLine.of(tree, tree.size(), 0)) {
      SpanRow span = tree.span(line.span());
      ObjectNode row = rows.addObject();
      row.put("span_id", span.id()).put("parent_span_id", span.parentId());
      row.put("depth", line.depth());
      row.put("service", span.service()).put("operation", span.operation());
      row.put("kind", span.kind());
      row.put("offset_ns", span.startNanos() - scale.fromNanos());
      row.put("duration_ns", span.durationNanos());
      row.put("failed", span.failed()).put("message", span.message());
      row.put("copies", span.copies());
      if (path.selfNanos(span) >= 0) {
        row.put("path_self_ns", path.selfNanos(span));
      }
    }
  }

  private static void finding(ObjectNode row, Finding finding) {
    row.put("kind", finding.kind());
    row.put("service", finding.service()).put("operation", finding.operation());
    row.put("place", finding.place());
    texts(row.putArray("span_ids"), finding.spanIds());
    row.put("count", finding.count()).put("saving_ns", finding.savingNanos());
    row.put("lane", finding.lane());
    row.set("evidence", finding.evidence());
  }

  private static void log(ObjectNode row, LogLine log, TimeScale scale) {
    row.put("offset_ns", log.timeNanos() - scale.fromNanos());
    row.put("service", log.service()).put("span_id", log.spanId());
    row.put("severity", log.severity()).put("body", log.body());
  }

  private static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }
}
