/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The critical path: by service, by step, and the self time of each span on it. */
final class PathText {
  private static final int MAX_STEPS = 20;
  private static final int MAX_SERVICES = 8;

  private final List<PathStep> steps;
  private final Map<String, Long> selfNanos = new HashMap<>();
  private final Map<String, Long> byService = new LinkedHashMap<>();
  private final long total;

  PathText(StoredTrace trace) {
    steps = trace.verdict().map(Verdict::path).orElse(List.of());
    long sum = 0;
    for (PathStep step : steps) {
      selfNanos.merge(key(step.spanId(), step.service()), step.selfNanos(), Long::sum);
      byService.merge(step.service(), step.selfNanos(), Long::sum);
      sum += step.selfNanos();
    }
    total = sum;
  }

  /** What a span adds to the path itself, or -1 if it is not on it. */
  long selfNanos(SpanRow span) {
    return selfNanos.getOrDefault(key(span.id(), span.service()), -1L);
  }

  /** Where the time went, such as {@code payments 1.20 s (60%), orders ...}; empty without path. */
  String services(Ink ink) {
    String shown =
        byService.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MAX_SERVICES)
            .map(
                entry ->
                    ink.service(entry.getKey(), Cells.oneLine(entry.getKey()))
                        + " "
                        + Amounts.duration(entry.getValue())
                        + String.format(
                            Locale.ROOT,
                            " (%.0f%%)",
                            100.0 * entry.getValue() / Math.max(1, total)))
            .collect(Collectors.joining(", "));
    int more = byService.size() - MAX_SERVICES;
    return more > 0 ? shown + ", " + more + " more" : shown;
  }

  /** The steps in order, at most {@value #MAX_STEPS}: those that took longest. */
  List<String> lines(Ink ink, int width) {
    Set<Integer> longest =
        IntStream.range(0, steps.size())
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> -steps.get(i).selfNanos()))
            .limit(MAX_STEPS)
            .collect(Collectors.toSet());
    List<String> lines = new ArrayList<>();
    long shown = 0;
    for (int i = 0; i < steps.size(); i++) {
      if (longest.contains(i)) {
        PathStep step = steps.get(i);
        shown += step.selfNanos();
        String service = Cells.cut(Cells.oneLine(step.service()), width / 3);
        int left = width - 12 - Cells.width(service);
        lines.add(
            Cells.right(Amounts.duration(step.selfNanos()), 10)
                + " "
                + ink.service(step.service(), service)
                + " "
                + Cells.cut(Cells.oneLine(step.operation()), left));
      }
    }
    if (steps.size() > MAX_STEPS) {
      lines.add(
          Cells.right(Amounts.duration(total - shown), 10)
              + " in "
              + Amounts.count(steps.size() - MAX_STEPS, "shorter step"));
    }
    return lines;
  }

  private static String key(String spanId, String service) {
    return spanId + '/' + service;
  }
}
