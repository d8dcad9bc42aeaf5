/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.heliograph.benchmarks.MarkdownTable;
import io.heliograph.benchmarks.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found, as a page of Markdown that also reads well on a terminal. */
final class Findings {
  private static final List<String> THROUGHPUT =
      List.of(
          "",
          "what",
          "per second",
          "CPU-s per million",
          "load generator",
          "p99 ms",
          "not done",
          "sent again");

  private final Map<String, String> facts;
  private final List<Throughput> throughputs = new ArrayList<>();
  private final List<List<String>> figures = new ArrayList<>();
  private final List<List<String>> goals = new ArrayList<>();
  private final Map<String, String> notes = new LinkedHashMap<>();

  /**
   * Nothing yet.
   *
   * @param facts about the run, such as the machine, in order
   */
  Findings(Map<String, String> facts) {
    this.facts = facts;
  }

  void add(Throughput throughput) {
    throughputs.add(throughput);
    Progress.say(
        "%s: %s: %s/s, CPU-s per million %s, not done %d%s",
        throughput.subject(),
        throughput.what(),
        number(throughput.outcome().perSecond(), 0),
        number(throughput.cpuPerMillion(), 1),
        throughput.outcome().failed(),
        throughput.outcome().failure().isEmpty() ? "" : ": " + throughput.outcome().failure());
  }

  /**
   * Of all that a subject did, the most per second of what begins with a text; 0 if it did none.
   */
  double mostPerSecond(String subject, String what) {
    return throughputs.stream()
        .filter(t -> t.subject().equals(subject) && t.what().startsWith(what))
        .mapToDouble(t -> t.outcome().perSecond())
        .max()
        .orElse(0);
  }

  void figure(String subject, String what, String measured) {
    figures.add(List.of(subject, what, measured));
    Progress.say("%s: %s: %s", subject, what, measured);
  }

  void goal(String goal, String measured, boolean met) {
    goals.add(List.of(goal, measured, met ? "yes" : "NO"));
    Progress.say("goal: %s: %s: %s", goal, measured, met ? "met" : "MISSED");
  }

  /** What was left out, what a subject promises. */
  void note(String name, String text) {
    notes.put(name, text);
  }

  String markdown() {
    StringBuilder page = new StringBuilder("# Registry benchmark\n\n");
    facts.forEach(
        (name, value) -> page.append("- ").append(name).append(": ").append(value).append('\n'));
    if (!throughputs.isEmpty()) {
      page.append("\n## Throughput, closed loop\n\n").append(MarkdownTable.of(throughput()));
    }
    if (!figures.isEmpty()) {
      page.append("\n## Memory, watchers, restart\n\n")
          .append(table(List.of("", "what", "measured"), figures));
    }
    if (!goals.isEmpty()) {
      page.append("\n## Against the goals\n\n")
          .append(table(List.of("goal", "measured", "met"), goals));
    }
    if (!notes.isEmpty()) {
      page.append("\n## What was compared\n\n");
      notes.forEach(
          (name, text) ->
              page.append("- **").append(name).append("**: ").append(text).append('\n'));
    }
    return page.toString();
  }

  private List<List<String>> throughput() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(THROUGHPUT);
    for (Throughput throughput : throughputs) {
      rows.add(
          List.of(
              throughput.subject(),
              throughput.what(),
              number(throughput.outcome().perSecond(), 0),
              number(throughput.cpuPerMillion(), 1),
              number(throughput.generatorCpuPerMillion(), 1),
              number(throughput.outcome().p99Millis(), 1),
              number(throughput.outcome().failed(), 0),
              number(throughput.outcome().retries(), 0)));
    }
    return rows;
  }

  private static String table(List<String> heading, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(heading);
    all.addAll(rows);
    return MarkdownTable.of(all);
  }

  static String number(double value, int digits) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? "-"
        : String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  static String megabytes(double bytes) {
    return number(bytes / (1 << 20), 0) + " MiB";
  }
}
