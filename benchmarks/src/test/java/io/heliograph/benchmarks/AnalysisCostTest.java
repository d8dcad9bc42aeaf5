/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisCostTest {
  /** A million spans, 5 CPU-seconds of compilers among those of the TaskManager. */
  private static AnalysisCost cost(double clickHouse, double taskManager) {
    return new AnalysisCost(
        Map.of("clickhouse", clickHouse, "taskmanager-1", taskManager), 5, 1_000_000);
  }

  @Test
  void perMillion_all_withoutWhatCompilersTook() {
    AnalysisCost cost = cost(14, 25);

    assertThat(cost.perMillion("taskmanager-1")).isEqualTo(25);
    assertThat(cost.compilingPerMillion()).isEqualTo(5);
    assertThat(cost.perMillion()).isCloseTo(34, within(1e-9));
  }

  @Test
  void compare_firstIsChargedMore_cancelsOut() {
    assertThat(
            AnalysisCost.compare(
                List.of(
                    new AnalysisCost.Round(cost(22, 38), cost(20, 30), 0.2),
                    new AnalysisCost.Round(cost(20, 35), cost(22, 33), 0.3))))
        .contains("2,000,000 spans to each")
        .contains("a rest of 25 %")
        .contains("| all but compilers   | 52.50         | 47.50   | 5.00       | 1.11  |")
        .contains(
            "Ratio: 1.105, of the rounds by themselves 1.222 and 1.000."
                + " The goal of at most 1.3 is met.");
  }

  @Test
  void compare_ratioAboveTheGoal_notMet() {
    assertThat(
            AnalysisCost.compare(List.of(new AnalysisCost.Round(cost(30, 40), cost(20, 30), 0.5))))
        .contains("Ratio: 1.444, of the rounds by themselves 1.444.")
        .contains("The goal of at most 1.3 is NOT met.");
  }
}
