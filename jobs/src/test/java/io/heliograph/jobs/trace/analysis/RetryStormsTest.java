/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.ATrace.SHIPPING;
import static io.heliograph.jobs.trace.analysis.FindingKind.RETRY_STORM;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RetryStormsTest {
  private final ATrace trace = new ATrace();
  private final ATrace.Node buy = trace.root(FRONTEND, "Buy", 0, 1000);

  /** Attempts of {@code Place}, each of which attempts {@code Schedule}; all fail. */
  private void attempts(int outer, int inner) {
    for (int i = 0; i < outer; i++) {
      int at = 100 * i;
      ATrace.Node place = buy.calls("Place", ORDERS, at, at + 90).fails();
      ATrace.Node orders = place.servedBy(ORDERS, at + 1, at + 89).fails();
      for (int j = 0; j < inner; j++) {
        orders.calls("Schedule", SHIPPING, at + 5 + 10 * j, at + 12 + 10 * j).fails();
      }
    }
  }

  @Test
  void threeTimesThreeAttempts_multiply() {
    attempts(3, 3);

    Finding finding = trace.the(RETRY_STORM);

    assertThat(finding.service()).isEqualTo(FRONTEND);
    assertThat(finding.operation()).isEqualTo("Place");
    assertThat(finding.place()).isEqualTo(0x1001);
    assertThat(finding.count()).isEqualTo(9);
    assertThat(finding.spanIds()).hasSize(3 + 9);
    assertThat(finding.savingNanos()).isEqualTo(2 * 90 * MILLI);
    assertThat(finding.evidence())
        .containsEntry("worst_case_calls", 9L)
        .containsEntry("recovered", false)
        .containsEntry(
            "levels",
            List.of(
                Map.of("service", FRONTEND, "call", "Place", "peer", ORDERS, "attempts", 3),
                Map.of("service", ORDERS, "call", "Schedule", "peer", SHIPPING, "attempts", 3)));
  }

  @Test
  void twoTimesTwo_isTheLeastStorm() {
    attempts(2, 2);

    assertThat(trace.the(RETRY_STORM).count()).isEqualTo(4);
  }

  @Test
  void oneLevel_isAStormFromFiveAttemptsOn() {
    attempts(4, 1);
    assertThat(trace.findings(RETRY_STORM)).isEmpty();

    buy.calls("Place", ORDERS, 350, 400);
    assertThat(trace.findings(RETRY_STORM)).isEmpty(); // the fifth began beside the fourth
  }

  @Test
  void fiveAttempts_areAStorm_evenIfTheLastIsServed() {
    attempts(4, 0);
    buy.calls("Place", ORDERS, 500, 510);

    Finding finding = trace.the(RETRY_STORM);

    assertThat(finding.count()).isEqualTo(5);
    assertThat(finding.evidence()).containsEntry("recovered", true);
    assertThat(finding.savingNanos()).isEqualTo(4 * 90 * MILLI);
  }

  @Test
  void thirdLevel_multipliesToo_andIsOneFinding() {
    for (int i = 0; i < 2; i++) {
      ATrace.Node a = buy.calls("A", ORDERS, 100 * i, 100 * i + 90).fails();
      for (int j = 0; j < 2; j++) {
        ATrace.Node b = a.calls("B", ORDERS, 100 * i + 40 * j, 100 * i + 40 * j + 38).fails();
        for (int k = 0; k < 2; k++) {
          double at = 100 * i + 40 * j + 10 * k;
          b.calls("C", ORDERS, at, at + 8).fails();
        }
      }
    }

    Finding finding = trace.the(RETRY_STORM);

    assertThat(finding.count()).isEqualTo(8);
    assertThat(finding.evidence()).containsEntry("worst_case_calls", 8L);
  }

  @Test
  void innermostCallsThatNeededNoRetry_countAsWell() {
    attempts(2, 3);
    ATrace.Node last = buy.calls("Place", ORDERS, 200, 290);
    last.servedBy(ORDERS, 201, 289).calls("Schedule", SHIPPING, 210, 220);

    assertThat(trace.the(RETRY_STORM).count()).isEqualTo(7);
  }

  @Test
  void successBetween_startsAnew() {
    for (int i = 0; i < 8; i++) {
      ATrace.Node call = buy.calls("Place", ORDERS, 100 * i, 100 * i + 90);
      if (i % 2 == 0) {
        call.fails();
      }
    }

    assertThat(trace.findings(RETRY_STORM)).isEmpty();
  }

  @Test
  void retriesBesideEachOther_doNotMultiply() {
    attempts(2, 1);
    for (int i = 0; i < 2; i++) {
      buy.calls("Schedule", SHIPPING, 300 + 20 * i, 310 + 20 * i).fails();
    }

    assertThat(trace.findings(RETRY_STORM)).isEmpty();
  }

  @Test
  void errorThatOnlyTheCalleeSays_isTriedAgainAsWell() {
    for (int i = 0; i < 5; i++) {
      ATrace.Node call = buy.calls("Place", ORDERS, 100 * i, 100 * i + 90);
      ATrace.Node orders = call.servedBy(ORDERS, 100 * i + 1, 100 * i + 89);
      if (i < 4) {
        orders.fails();
      }
    }

    assertThat(trace.the(RETRY_STORM).evidence()).containsEntry("recovered", true);
  }

  @Test
  void limits_areSettings() {
    attempts(3, 3);
    AnalysisSettings patient =
        new AnalysisSettings(5, 10 * MILLI, 0.1, 10, 10, MILLI, 10 * MILLI, 100);

    assertThat(trace.judge(patient).list()).extracting(Finding::kind).doesNotContain(RETRY_STORM);
  }
}
