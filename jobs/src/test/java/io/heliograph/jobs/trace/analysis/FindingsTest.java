/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.INVENTORY;
import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.AnalysisSettings.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FindingsTest {
  private static final int MANY = 100_000;

  private final ATrace trace = new ATrace();
  private final ATrace.Node root = trace.root(FRONTEND, "Buy", 0, 1000);

  @Test
  void healthyTrace_hasTheOneEmptyAnswer() {
    root.calls("Place", ORDERS, 1, 900).servedBy(ORDERS, 2, 899).calls("GET", "redis", 3, 4);
    root.calls("Stock", INVENTORY, 1, 800).servedBy(INVENTORY, 2, 799).calls("GET", "redis", 3, 4);

    assertThat(trace.judge()).isSameAs(trace.judge());
    assertThat(trace.judge().list()).isEmpty();
    assertThat(trace.judge().cut()).isZero();
    assertThat(trace.judge().culpritService()).isEmpty();
  }

  @Test
  void singleSpan_isHealthy() {
    assertThat(trace.judge().list()).isEmpty();
  }

  @Test
  void worstCameFirst_andTheRestIsCounted() {
    for (int parent = 0; parent < 130; parent++) {
      ATrace.Node work = root.internal("work", 7 * parent, 7 * parent + 6);
      for (int i = 0; i < 5; i++) {
        double at = 7 * parent + i;
        work.calls("GET", "redis", at, at + 0.1 + 0.005 * parent);
      }
    }

    Findings findings = trace.judge();

    assertThat(findings.list()).hasSize(100);
    assertThat(findings.cut()).isEqualTo(30);
    assertThat(findings.list()).isSortedAccordingTo(Finding.WORST_FIRST);
    assertThat(findings.list().get(0).savingNanos()).isEqualTo(4 * 745_000);
  }

  @Test
  void callsThatMayHaveLeftTheirLane_areToldLast_andDoNotCount() {
    root.lane("gray", "gray").fails();
    for (int i = 0; i < 3; i++) {
      root.calls("op", "s" + i, i, i + 1).servedBy("s" + i, i, i + 1).lane("", "");
    }
    AnalysisSettings two = new AnalysisSettings(5, 10 * MILLI, 0.1, 5, 4, MILLI, 10 * MILLI, 2);

    Findings findings = trace.judge(two);

    assertThat(findings.list())
        .extracting(Finding::kind)
        .containsExactly(FindingKind.ERROR_ORIGIN, FindingKind.LANE_VIOLATION);
    assertThat(findings.cut()).isZero();
    assertThat(findings.made()).isEqualTo(1);
  }

  @Test
  void equalSavings_goByKind() {
    root.fails();
    for (int i = 0; i < 5; i++) {
      root.calls("GET", "redis", 10, 20 + i).fails();
    }
    root.calls("Slow", ORDERS, 5, 995);

    assertThat(trace.judge().list())
        .extracting(Finding::kind)
        .containsSubsequence(FindingKind.ERROR_ORIGIN, FindingKind.REPEATED_CALL);
  }

  @Test
  void findings_areUniqueByKindPlaceServiceAndOperation() {
    Findings findings = Planted.everything().judge();

    assertThat(findings.list())
        .extracting(f -> List.of(f.kind(), f.place(), f.service(), f.operation()))
        .doesNotHaveDuplicates();
  }

  @Test
  void evidence_isWhatJsonKnows() {
    for (Finding finding : Planted.everything().judge().list()) {
      assertThat(finding.evidence()).isNotEmpty();
      assertJson(finding.evidence());
    }
  }

  private static void assertJson(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, entry) -> assertThat(key).isInstanceOf(String.class));
      map.values().forEach(FindingsTest::assertJson);
    } else if (value instanceof List<?> list) {
      list.forEach(FindingsTest::assertJson);
    } else {
      assertThat(value).isInstanceOfAny(String.class, Long.class, Integer.class, Boolean.class);
    }
  }

  @Test
  void deepTrace_isJudgedInTime() {
    ATrace.Node at = root.fails();
    for (int i = 0; i < MANY; i++) {
      double shrink = i * 0.005;
      at = at.child(i % 2 == 0 ? SpanKind.CLIENT : SpanKind.SERVER, "s" + i / 2, "op", shrink, 999);
      at.fails().within(i).lane("gray", i % 3 == 0 ? "" : "gray");
    }

    long before = System.nanoTime();
    assertThat(trace.judge().cut()).isPositive();
    assertThat(System.nanoTime() - before).isLessThan(60_000 * MILLI);
  }

  @Test
  void wideTrace_isJudgedInTime() {
    List<ATrace.Node> calls = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      calls.add(root.calls("op" + i % 4999, "peer", i * 0.1, i * 0.1 + 0.05).fails());
    }

    long before = System.nanoTime();
    assertThat(trace.judge().list()).hasSize(100);
    assertThat(System.nanoTime() - before).isLessThan(60_000 * MILLI);
  }

  @Test
  void manyStorms_areJudgedInTime() {
    for (int i = 0; i < MANY / 8; i++) {
      ATrace.Node work = root.internal("work", 0, 999);
      for (int j = 0; j < 2; j++) {
        ATrace.Node outer = work.calls("op", ORDERS, 10 * j, 10 * j + 9).fails();
        outer.calls("inner", INVENTORY, 10 * j, 10 * j + 4).fails();
        outer.calls("inner", INVENTORY, 10 * j + 5, 10 * j + 9).fails();
      }
    }

    long before = System.nanoTime();
    assertThat(Findings.of(trace.tree(), CriticalPath.of(trace.tree()), DEFAULTS).cut())
        .isGreaterThan(MANY / 8);
    assertThat(System.nanoTime() - before).isLessThan(60_000 * MILLI);
  }

  @Test
  void nestedRetries_areJudgedInTime() {
    ATrace.Node at = root;
    for (int i = 0; i < MANY / 3; i++) {
      double from = i * 0.1;
      at.calls("op", ORDERS, from, from + 0.05).fails();
      at = at.calls("op", ORDERS, from + 0.05, 999).fails();
    }

    Finding storm =
        trace.judge().list().stream()
            .filter(finding -> finding.kind() == FindingKind.RETRY_STORM)
            .findFirst()
            .orElseThrow();
    assertThat(storm.evidence()).containsEntry("worst_case_calls", 1_000_000_000L);
  }
}
