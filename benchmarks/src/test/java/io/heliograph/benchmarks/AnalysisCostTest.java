/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisCostTest {
  /** 100 s at 10,000/s, after 100 s at 1,000/s that took 21 CPU-seconds. */
  private static AnalysisCost cost(double clickHouse, double taskManager) {
    return new AnalysisCost(
        new AnalysisCost.Use(Map.of("clickhouse", 11.0, "taskmanager-1", 10.0), 100, 100_000),
        new AnalysisCost.Use(
            Map.of("clickhouse", clickHouse, "taskmanager-1", taskManager), 100, 1_000_000));
  }

  @Test
  void costs_ofTwoLoads_asOnAStraightLine() {
    AnalysisCost cost = cost(14, 25);

    assertThat(cost.perMillion("clickhouse")).isEqualTo(14);
    assertThat(cost.perMillion()).isCloseTo(39, within(1e-9));
    assertThat(cost.growing()).isCloseTo(20, within(1e-9));
    assertThat(cost.standing()).isCloseTo(0.19, within(1e-9));
    assertThat(cost.at(10_000)).isCloseTo(39, within(1e-9));
    assertThat(cost.at(50_000)).isCloseTo(23.8, within(1e-9));
  }

  @Test
  void compare_bothRatiosBelowTheGoal_met() {
    assertThat(AnalysisCost.compare(cost(16, 27), cost(14, 25), 0.5))
        .contains("| all                       | 43.00         | 39.00   | 4.00       | 1.10  |")
        .contains("Ratio: 1.103, at 50,000/s 1.183 by reckoning. The goal of at most 1.3 is met.");
  }

  @Test
  void compare_ratioAboveTheGoalOnlyWhereWhatStandsWeighsLess_notMet() {
    assertThat(AnalysisCost.compare(cost(20, 28), cost(14, 25), 0.5))
        .contains(
            "Ratio: 1.231, at 50,000/s 1.412 by reckoning. The goal of at most 1.3 is NOT met.");
  }
}
