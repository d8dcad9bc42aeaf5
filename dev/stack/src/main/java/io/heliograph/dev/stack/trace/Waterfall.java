/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A trace as text for a terminal: header, tree of spans with bars, findings under the span that
 * they were found at, logs. Of more spans than the view has lines for, the first are drawn, and the
 * critical path is listed before them.
 */
public final class Waterfall {
  private final StoredTrace trace;
  private final View view;
  private final Ink ink;
  private final SpanTree tree;
  private final TimeScale scale;
  private final PathText path;
  private final List<String> lines = new ArrayList<>();

  private Waterfall(StoredTrace trace, View view) {
    this.trace = trace;
    this.view = view;
    this.ink = new Ink(view.colours());
    this.tree = SpanTree.of(trace.spans());
    this.scale = TimeScale.of(trace);
    this.path = new PathText(trace);
  }

  /** The lines of a trace that has spans, a verdict or both. */
  public static List<String> of(StoredTrace trace, View view) {
    Waterfall waterfall = new Waterfall(trace, view);
    waterfall.header();
    waterfall.spans();
    waterfall.logs();
    return waterfall.lines;
  }

  private void header() {
    lines.addAll(new HeaderText(trace, tree, ink).lines(scale, view.zone()));
    String services = path.services(ink);
    if (!services.isEmpty()) {
      lines.add("critical path: " + services);
    }
  }

  private void spans() {
    SpanText text = new SpanText(view.width(), ink, scale, path);
    List<TreeLine> drawn = TreeLine.of(tree, view.maxSpans(), text.maxIndent());
    if (drawn.size() < trace.spanTotal() || trace.spans().isEmpty()) {
      list("CRITICAL PATH", path.lines(ink, view.width()));
    }
    Set<Finding> left = new HashSet<>(trace.findings());
    if (!drawn.isEmpty()) {
      lines.add("");
      lines.add(text.titles());
      Map<Integer, List<Finding>> places = places();
      for (TreeLine line : drawn) {
        draw(text, line);
        for (Finding finding : places.getOrDefault(line.span(), List.of())) {
          lines.addAll(text.below(line, ink.yellow("▲"), FindingText.of(finding)));
          left.remove(finding);
        }
      }
    }
    leftOut(drawn.size());
    list("FOUND ELSEWHERE", elsewhere(left));
  }

  private void draw(SpanText text, TreeLine line) {
    SpanRow span = tree.span(line.span());
    lines.add(text.line(line, span));
    if (tree.isOrphan(line.span())) {
      lines.addAll(text.below(line, "?", "its parent " + span.parentId() + where(span)));
    }
    if (span.failed() && !span.message().isBlank()) {
      lines.addAll(text.below(line, ink.red("✗"), span.message()));
    }
  }

  /** Why a span's parent is not above it. */
  private String where(SpanRow span) {
    if (tree.find(span.parentId(), span.service()) >= 0) {
      return " is among its own descendants";
    }
    return tree.size() < trace.spanTotal() ? " was not read" : " is not there";
  }

  /** Findings by the span that they were found at, if it was read. */
  private Map<Integer, List<Finding>> places() {
    Map<Integer, List<Finding>> places = new HashMap<>();
    for (Finding finding : trace.findings()) {
      int span = tree.find(finding.place(), finding.service());
      places.computeIfAbsent(span, index -> new ArrayList<>()).add(finding);
    }
    return places;
  }

  private void leftOut(int drawn) {
    long more = trace.spanTotal() - drawn;
    if (more > 0) {
      boolean all = trace.spanTotal() > tree.size() && drawn == tree.size();
      lines.add(
          ink.faint(
              "… and %s (%s)"
                  .formatted(
                      Amounts.count(more, "more span"),
                      all ? "./heliograph sql reaches them" : "--all, --spans N")));
    }
  }

  private List<String> elsewhere(Set<Finding> left) {
    return trace.findings().stream()
        .filter(left::contains)
        .map(
            finding ->
                ink.yellow("▲ ")
                    + Cells.oneLine("span " + finding.place() + ": " + FindingText.of(finding)))
        .toList();
  }

  private void logs() {
    LogText text = new LogText(tree, scale, view, ink);
    String title =
        trace.logs().size() < trace.logTotal()
            ? String.format(
                Locale.ROOT,
                "LOGS (the first %,d of %,d: --logs N)",
                trace.logs().size(),
                trace.logTotal())
            : "LOGS";
    list(title, trace.logs().stream().map(text::line).toList());
  }

  private void list(String title, List<String> items) {
    if (!items.isEmpty()) {
      lines.add("");
      lines.add(ink.bold(title));
      lines.addAll(items);
    }
  }
}
