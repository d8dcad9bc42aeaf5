/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private final Findings findings = new Findings(Map.of("machine", "2 processors"));

  @Test
  void markdown_nothingYet_factsOnly() {
    assertThat(findings.markdown()).isEqualTo("# Registry benchmark\n\n- machine: 2 processors\n");
  }

  @Test
  void markdown_throughput_ratesAndProcessorTime() {
    Histogram micros = Outcome.histogram();
    micros.recordValue(2_000);
    findings.add(
        new Throughput(
            "Ours", "renewals, HTTP", new Outcome(30_000, 7, 1, 2, micros, "503"), 0.9, 0.3));

    assertThat(findings.markdown())
        .contains(
            "| Ours | renewals, HTTP | 15,000     | 30.0              | 10.0           | 2.0    | 7"
                + "        | 1          |");
  }

  @Test
  void mostPerSecond_severalPhases_theBestOfThoseNamed() {
    findings.add(throughput("renewals, HTTP", 10));
    findings.add(throughput("renewals, gRPC", 30));
    findings.add(throughput("registrations, HTTP", 50));

    assertThat(findings.mostPerSecond("Ours", "renewals")).isEqualTo(30);
    assertThat(findings.mostPerSecond("Ours", "lists")).isZero();
    assertThat(findings.mostPerSecond("Peer", "renewals")).isZero();
  }

  @Test
  void markdown_goals_metAndMissed() {
    findings.goal("fast", "12 ms", true);
    findings.goal("small", "9 GB", false);

    assertThat(findings.markdown()).contains("| fast  | 12 ms    | yes |");
    assertThat(findings.markdown()).contains("| small | 9 GB     | NO  |");
  }

  private static Throughput throughput(String what, long perSecond) {
    return new Throughput(
        "Ours", what, new Outcome(perSecond, 0, 0, 1, Outcome.histogram(), ""), 1, 1);
  }
}
