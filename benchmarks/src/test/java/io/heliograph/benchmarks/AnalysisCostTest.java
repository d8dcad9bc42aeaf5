/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalysisCostTest {
  /** 100 s at 10,000/s; a stack takes 0.2 processors idle. */
  private static AnalysisCost cost(double clickHouse, double taskManager) {
    return new AnalysisCost(
        Map.of("clickhouse", clickHouse, "taskmanager-1", taskManager), 100, 1_000_000, 0.2);
  }

  @Test
  void perMillion_cpuOverSpans_withAndWithoutWhatIsIdle() {
    AnalysisCost cost = cost(15, 25);

    assertThat(cost.perMillion("clickhouse")).isEqualTo(15);
    assertThat(cost.perMillion()).isEqualTo(40);
    assertThat(cost.beyondIdle()).isEqualTo(20);
    assertThat(cost.at(50_000)).isCloseTo(24, within(1e-9));
  }

  @Test
  void compare_bothRatiosBelowTheGoal_met() {
    assertThat(AnalysisCost.compare(cost(16, 29), cost(15, 25), 0.5))
        .contains(
            "| all                             | 45.00         | 40.00   | 5.00       | 1.13  |")
        .contains("Ratio: 1.125, at 50,000/s 1.208 by reckoning. The goal of at most 1.3 is met.");
  }

  @Test
  void compare_ratioAboveTheGoalOnlyWhereIdleWeighsLess_notMet() {
    assertThat(AnalysisCost.compare(cost(20, 30), cost(15, 25), 0.5))
        .contains(
            "Ratio: 1.250, at 50,000/s 1.417 by reckoning. The goal of at most 1.3 is NOT met.");
  }
}
