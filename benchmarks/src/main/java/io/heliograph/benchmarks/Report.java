/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.measure.LatencyProbe.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Results as a page of Markdown that also reads well on a terminal. */
final class Report {
  private final List<Result> results;
  private final Map<String, String> facts;

  /**
   * @param results Heliograph's first
   * @param facts about the run, such as the machine, in order
   */
  Report(List<Result> results, Map<String, String> facts) {
    this.results = List.copyOf(results);
    this.facts = facts;
  }

  String markdown() {
    StringBuilder page = new StringBuilder("# End-to-end benchmark\n\n");
    facts.forEach(
        (name, value) -> page.append("- ").append(name).append(": ").append(value).append('\n'));
    page.append("\n## Throughput, latency, disk\n\n").append(summary());
    page.append("\n## CPU-seconds per million spans\n\n").append(cpu());
    page.append("\n## Against the goals\n\n").append(goals());
    page.append("\n## What was compared\n\n");
    for (Result result : results) {
      page.append("- **").append(result.name()).append("**: ").append(result.note()).append('\n');
    }
    page.append(
        """

        CPU is user and system time of the processes with their children, over the closed loop and
        5 s after it, for merges. Latency is from when a trace was due to be sent until a query by
        its id returns all its spans, or its row as a trace, in the open loop.
        Bytes per span are `bytes_on_disk` of the table of spans: as the run left it, and after
        `OPTIMIZE ... FINAL`.
        """);
    return page.toString();
  }

  private String summary() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "",
            "accepted/s",
            "stored/s",
            "not stored",
            "p50 s",
            "p99 s",
            "trace row p99 s",
            "B/span",
            "B/span merged",
            "open loop/s",
            "CPU-s per million there"));
    for (Result result : results) {
      rows.add(
          List.of(
              result.name(),
              number(result.acceptedPerSecond(), 0),
              number(result.storedPerSecond(), 0),
              number(result.accepted() - result.stored(), 0),
              result.latency().map(latency -> number(latency.p50(), 2)).orElse("-"),
              result.latency().map(latency -> number(latency.p99(), 2)).orElse("-"),
              result.traceLatency().map(latency -> number(latency.p99(), 2)).orElse("-"),
              result.disk().map(disk -> number(disk.asStored(), 1)).orElse("-"),
              result.disk().map(disk -> number(disk.merged(), 1)).orElse("-"),
              result.openCpuPerMillion().isPresent() ? number(result.openRate(), 0) : "-",
              number(result.openCpuPerMillion().orElse(Double.NaN), 1)));
    }
    return MarkdownTable.of(rows);
  }

  private String cpu() {
    double ours = results.get(0).cpuPerMillion();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "total", "Heliograph / it", "load generator", "of which"));
    for (Result result : results) {
      String parts =
          result.cpuSeconds().entrySet().stream()
              .filter(part -> result.perMillion(part.getValue()) >= 0.05)
              .map(part -> part.getKey() + " " + number(result.perMillion(part.getValue()), 1))
              .collect(Collectors.joining(", "));
      rows.add(
          List.of(
              result.name(),
              number(result.cpuPerMillion(), 1),
              number(ours / result.cpuPerMillion(), 2),
              number(result.perMillion(result.generatorCpuSeconds()), 1),
              parts));
    }
    return MarkdownTable.of(rows);
  }

  private String goals() {
    Result ours = results.get(0);
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("goal", "measured", "met"));
    rows.add(
        goal(
            "at least 60,000 spans/s stored",
            number(ours.storedPerSecond(), 0),
            ours.storedPerSecond() >= 60_000));
    find(KafkaEngineTrial.Encoding.JSON)
        .ifPresent(
            json ->
                rows.add(
                    goal(
                        "less CPU than the JSONEachRow engine",
                        number(ours.cpuPerMillion() / json.cpuPerMillion(), 2) + " of it",
                        ours.cpuPerMillion() < json.cpuPerMillion())));
    ours.latency().map(latency -> latencyGoal("until queryable", latency, 5)).ifPresent(rows::add);
    ours.traceLatency()
        .map(latency -> latencyGoal("until a complete trace is a row", latency, 3))
        .ifPresent(rows::add);
    ours.disk()
        .ifPresent(
            disk ->
                rows.add(
                    goal(
                        "at most 60 bytes per span",
                        number(disk.asStored(), 1) + ", merged " + number(disk.merged(), 1),
                        disk.asStored() <= 60)));
    rows.add(
        goal(
            "stored is what was accepted",
            number(ours.accepted() - ours.stored(), 0) + " missing",
            ours.accepted() == ours.stored()));
    return MarkdownTable.of(rows);
  }

  private Optional<Result> find(KafkaEngineTrial.Encoding encoding) {
    return results.stream().filter(result -> result.name().equals(encoding.title())).findFirst();
  }

  private static List<String> latencyGoal(String what, Latency latency, int seconds) {
    return goal(
        "p99 " + what + " under " + seconds + " s in the open loop",
        number(latency.p99(), 2) + " s",
        latency.p99() < seconds && latency.missing() == 0);
  }

  private static List<String> goal(String goal, String measured, boolean met) {
    return List.of(goal, measured, met ? "yes" : "NO");
  }

  static String number(double value, int digits) {
    return Double.isNaN(value) || Double.isInfinite(value)
        ? "-"
        : String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
