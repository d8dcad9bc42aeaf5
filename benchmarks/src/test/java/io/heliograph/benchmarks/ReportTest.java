/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.benchmarks.measure.Disk;
import io.heliograph.benchmarks.measure.LatencyProbe.Latency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Result OURS =
      new Result(
          "Heliograph",
          70_000,
          65_000,
          2_000_000,
          2_000_000,
          Map.of("gateway", 10.0, "clickhouse", 20.0),
          8,
          Optional.of(new Disk(55.5, 52, 2_000_000)),
          Optional.of(new Latency(300, 0, 1.2, 3.4, 4, "")),
          Optional.of(new Latency(300, 0, 1.5, 2.4, 4, "")),
          32_500,
          OptionalDouble.of(17.5),
          "all counted");
  private static final Result JSON =
      new Result(
          KafkaEngineTrial.Encoding.JSON.title(),
          Double.NaN,
          20_000,
          1_000_000,
          1_000_000,
          Map.of("clickhouse", 42.0),
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          OptionalDouble.empty(),
          "one row a record");

  @Test
  void markdown_results_ratesRatiosAndGoals() {
    String page = new Report(List.of(OURS, JSON), Map.of("machine", "2 processors")).markdown();

    assertThat(page)
        .contains("- machine: 2 processors")
        .contains("| Heliograph                | 70,000     | 65,000   | 0 ")
        .contains("| Heliograph                | 15.0  | 1.00            | 4.0 ")
        .contains("clickhouse 10.0")
        .containsPattern("\\| Heliograph .*\\| 32,500 +\\| 17.5 ")
        .contains("| Kafka engine, JSONEachRow | 42.0  | 0.36 ")
        .containsPattern("less CPU than the JSONEachRow engine +\\| 0.36 of it +\\| yes ")
        .doesNotContain("NO");
  }

  @Test
  void markdown_goalsMissed_saysNo() {
    Result slow =
        new Result(
            "Heliograph",
            50_000,
            40_000,
            1_000_000,
            999_990,
            Map.of("gateway", 90.0),
            8,
            Optional.of(new Disk(70, 68, 1)),
            Optional.of(new Latency(300, 1, 1.2, 3.4, 4, "")),
            Optional.empty(),
            20_000,
            OptionalDouble.empty(),
            "");

    String page = new Report(List.of(slow, JSON), Map.of()).markdown();

    assertThat(page.lines().filter(line -> line.endsWith("| NO  |"))).hasSize(5);
    assertThat(page).contains("10 missing");
  }

  @Test
  void table_cellsOfAnyLength_columnsAligned() {
    assertThat(MarkdownTable.of(List.of(List.of("", "value"), List.of("a name", "1"))))
        .isEqualTo("|        | value |\n|--------|-------|\n| a name | 1     |\n");
  }
}
