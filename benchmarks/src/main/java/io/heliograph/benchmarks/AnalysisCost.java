/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a stack took under load.
 *
 * @param cpu CPU-seconds by process, user and system, during the load and some seconds after it
 * @param compiling what compilers took of it, which is paid once
 * @param spans how many were stored in it
 */
record AnalysisCost(Map<String, Double> cpu, double compiling, long spans) {
  private static final double GOAL = 1.3;

  /**
   * Two stacks that ran at the same time.
   *
   * @param rest share of the processors' time that nobody wanted, from 0 to 1
   */
  record Round(AnalysisCost with, AnalysisCost without, double rest) {
    double ratio() {
      return with.perMillion() / without.perMillion();
    }
  }

  /** CPU-seconds of a process per million spans, compilers included. */
  double perMillion(String process) {
    return cpu.getOrDefault(process, 0.0) * 1e6 / spans;
  }

  /** CPU-seconds of compilers per million spans. */
  double compilingPerMillion() {
    return compiling * 1e6 / spans;
  }

  /** CPU-seconds of all but compilers per million spans. */
  double perMillion() {
    double all = cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    return (all - compiling) * 1e6 / spans;
  }

  private AnalysisCost plus(AnalysisCost other) {
    Map<String, Double> sum = new LinkedHashMap<>(cpu);
    other.cpu.forEach((process, seconds) -> sum.merge(process, seconds, Double::sum));
    return new AnalysisCost(sum, compiling + other.compiling, spans + other.spans);
  }

  /**
   * A page that compares two stacks over rounds in which one and the other was started first, which
   * is charged more for the same: what that adds to each cancels out in the sum.
   */
  static String compare(List<Round> rounds) {
    AnalysisCost with = rounds.stream().map(Round::with).reduce(AnalysisCost::plus).orElseThrow();
    AnalysisCost without =
        rounds.stream().map(Round::without).reduce(AnalysisCost::plus).orElseThrow();
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("CPU-s per million", "with analysis", "without", "difference", "ratio"));
    for (String process : with.cpu.keySet()) {
      table.add(row(process, with.perMillion(process), without.perMillion(process)));
    }
    table.add(
        row("compilers, of these", with.compilingPerMillion(), without.compilingPerMillion()));
    table.add(row("all but compilers", with.perMillion(), without.perMillion()));
    double ratio = with.perMillion() / without.perMillion();
    return """
    # What the analysis of traces costs

    Two stacks at the same time, %,d spans to each; user and system time of their processes.
    The processors had a rest of %.0f %%: below 20 %%, give a lower --rate.

    %s
    Ratio: %.3f, of the rounds by themselves %s. The goal of at most %.1f is %s.
    """
        .formatted(
            with.spans,
            100 * rounds.stream().mapToDouble(Round::rest).average().orElseThrow(),
            MarkdownTable.of(table),
            ratio,
            String.join(
                " and ", rounds.stream().map(round -> "%.3f".formatted(round.ratio())).toList()),
            GOAL,
            ratio <= GOAL ? "met" : "NOT met");
  }

  private static List<String> row(String what, double with, double without) {
    return List.of(
        what, number(with), number(without), number(with - without), number(with / without));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
