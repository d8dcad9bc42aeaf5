/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is said of a trace as a whole. */
final class HeaderText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS zzz", Locale.ROOT);

  private static final int MAX_SERVICES = 12;

  private final StoredTrace trace;
  private final SpanTree tree;
  private final Ink ink;

  HeaderText(StoredTrace trace, SpanTree tree, Ink ink) {
    this.trace = trace;
    this.tree = tree;
    this.ink = ink;
  }

  List<String> lines(TimeScale scale, ZoneId zone) {
    List<String> lines = new ArrayList<>();
    lines.add(ink.bold(root()));
    lines.add("trace " + trace.id());
    List<String> services = services();
    lines.add(
        "%s · %s · %s · %s: %s"
            .formatted(
                TIME.format(Instant.ofEpochSecond(0, scale.fromNanos()).atZone(zone)),
                Amounts.duration(scale.nanos()),
                Amounts.count(
                    trace.verdict().map(Verdict::spans).orElse(trace.spanTotal()), "span"),
                Amounts.count(services.size(), "service"),
                names(services)));
    if (trace.verdict().isPresent()) {
      lines.add(judged(trace.verdict().get()));
      if (trace.spans().isEmpty()) {
        lines.add(ink.yellow("its spans are not stored any more: what was found is shown"));
      }
    } else {
      lines.add(
          ink.yellow("not judged yet")
              + ": the trace job writes what it finds once the trace is whole, or idle; these are"
              + " the spans as stored");
    }
    if (!trace.otherDays().isEmpty()) {
      lines.add(
          "the same id was used on %s, too: --day shows it"
              .formatted(
                  trace.otherDays().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining(", "))));
    }
    return lines;
  }

  private String names(List<String> services) {
    String names =
        services.stream()
            .limit(MAX_SERVICES)
            .map(service -> ink.service(service, service))
            .collect(Collectors.joining(", "));
    int more = services.size() - MAX_SERVICES;
    return more > 0 ? names + ", … " + more + " more" : names;
  }

  private String root() {
    if (trace.verdict().isPresent()) {
      Verdict verdict = trace.verdict().get();
      return Cells.oneLine(verdict.rootService() + " " + verdict.rootOperation());
    }
    SpanRow root = tree.span(tree.roots().get(0));
    return Cells.oneLine(root.service() + " " + root.operation());
  }

  private List<String> services() {
    if (trace.verdict().isPresent()) {
      return trace.verdict().get().services().stream().map(Cells::oneLine).toList();
    }
    return trace.spans().stream()
        .map(span -> Cells.oneLine(span.service()))
        .distinct()
        .sorted()
        .toList();
  }

  private String judged(Verdict verdict) {
    List<String> parts = new ArrayList<>();
    parts.add(
        verdict.incompleteReason().isEmpty()
            ? verdict.status()
            : ink.yellow(verdict.status()) + ": " + reasons(verdict));
    if (verdict.errors() > 0) {
      parts.add(ink.red(Amounts.count(verdict.errors(), "error")));
    }
    if (!verdict.culprit().isEmpty()) {
      parts.add("culprit " + ink.red(Cells.oneLine(verdict.culprit())));
    }
    if (!verdict.lane().isEmpty()) {
      parts.add("lane " + Cells.oneLine(verdict.lane()));
    }
    if (verdict.late() > 0) {
      parts.add(Amounts.count(verdict.late(), "late span") + ", revision " + verdict.revision());
    }
    if (verdict.duplicates() > 0) {
      parts.add(Amounts.count(verdict.duplicates(), "duplicate"));
    }
    if (!verdict.keepReason().isEmpty()) {
      parts.add("kept longer: " + Cells.oneLine(verdict.keepReason()));
    }
    return String.join(" · ", parts);
  }

  private static String reasons(Verdict verdict) {
    List<String> reasons = new ArrayList<>();
    for (String reason : verdict.incompleteReason().split("\\+", -1)) {
      reasons.add(
          switch (reason) {
            case "missing_root" -> "its root is missing";
            case "missing_parents" ->
                Amounts.count(verdict.missingParents(), "parent")
                    + (verdict.missingParents() == 1 ? " is missing" : " are missing");
            case "over_cap" ->
                Amounts.count(verdict.overCap(), "span") + " over the cap, not analysed";
            default -> Cells.oneLine(reason.replace('_', ' '));
          });
    }
    return String.join(", ", reasons);
  }
}
