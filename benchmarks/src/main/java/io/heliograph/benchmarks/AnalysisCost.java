/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a stack took under load, and under a light one. Part of what it takes does not grow with the
 * load: what it takes idle, and an insert into each table at each checkpoint. Two loads tell the
 * two parts apart, as the two coefficients of a straight line.
 */
record AnalysisCost(Use light, Use load) {
  private static final double GOAL = 1.3;

  /** The rate at which the goals are set. */
  private static final double GOAL_RATE = 50_000;

  /**
   * What a stack took in a while.
   *
   * @param cpu CPU-seconds by process, user and system, during a load and some seconds after it
   * @param seconds how long that was
   * @param spans how many were stored in it
   */
  record Use(Map<String, Double> cpu, double seconds, long spans) {
    private double processors() {
      return cpu.values().stream().mapToDouble(Double::doubleValue).sum() / seconds;
    }

    private double spansPerSecond() {
      return spans / seconds;
    }
  }

  /** CPU-seconds of a process per million spans. */
  double perMillion(String process) {
    return load.cpu.getOrDefault(process, 0.0) * 1e6 / load.spans;
  }

  /** CPU-seconds of all per million spans. */
  double perMillion() {
    return load.processors() * 1e6 / load.spansPerSecond();
  }

  /** CPU-seconds that a million spans more cost. */
  double growing() {
    return (load.processors() - light.processors())
        * 1e6
        / (load.spansPerSecond() - light.spansPerSecond());
  }

  /** Processors that a stack takes whatever the load. */
  double standing() {
    return light.processors() - growing() * light.spansPerSecond() / 1e6;
  }

  /** What a million would cost at another rate. */
  double at(double spansPerSecond) {
    return growing() + standing() * 1e6 / spansPerSecond;
  }

  /**
   * A page that compares two stacks of one time.
   *
   * @param with analyses traces
   * @param without only stores spans
   * @param rest share of the processors' time that nobody wanted, from 0 to 1
   */
  static String compare(AnalysisCost with, AnalysisCost without, double rest) {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("CPU-s per million", "with analysis", "without", "difference", "ratio"));
    for (String process : with.load.cpu.keySet()) {
      table.add(row(process, with.perMillion(process), without.perMillion(process)));
    }
    table.add(row("all", with.perMillion(), without.perMillion()));
    table.add(row("that grow with the load", with.growing(), without.growing()));
    double withAtGoal = with.at(GOAL_RATE);
    double withoutAtGoal = without.at(GOAL_RATE);
    table.add(row("at 50,000/s, by reckoning", withAtGoal, withoutAtGoal));
    double ratio = with.perMillion() / without.perMillion();
    double atGoal = withAtGoal / withoutAtGoal;
    return """
    # What the analysis of traces costs

    Two stacks at the same time, %,d spans to each; user and system time of their processes, for %.0f s.
    Whatever the load, one takes %.3f processors with the analysis, the other %.3f (from a load of %,.0f spans/s).
    The processors had a rest of %.0f %%: below 20 %%, give a lower --rate.

    %s
    Ratio: %.3f, at 50,000/s %.3f by reckoning. The goal of at most %.1f is %s.
    """
        .formatted(
            with.load.spans,
            with.load.seconds,
            with.standing(),
            without.standing(),
            with.light.spansPerSecond(),
            100 * rest,
            MarkdownTable.of(table),
            ratio,
            atGoal,
            GOAL,
            Math.max(ratio, atGoal) <= GOAL ? "met" : "NOT met");
  }

  private static List<String> row(String what, double with, double without) {
    return List.of(
        what, number(with), number(without), number(with - without), number(with / without));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
