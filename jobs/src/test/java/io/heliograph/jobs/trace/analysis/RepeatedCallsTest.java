/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.INVENTORY;
import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.FindingKind.REPEATED_CALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.SpanKind;
import org.junit.jupiter.api.Test;

final class RepeatedCallsTest {
  private final ATrace trace = new ATrace();
  private final ATrace.Node stock = trace.root(INVENTORY, "Stock", 0, 100);

  private void gets(int count, String peer) {
    for (int i = 0; i < count; i++) {
      stock.calls("GET", peer, 10 + 4 * i, 12 + 4 * i).named("GET stock:?");
    }
  }

  @Test
  void fiveCallsInARow_areRepeated() {
    gets(5, "redis");

    Finding finding = trace.the(REPEATED_CALL);

    assertThat(finding.service()).isEqualTo(INVENTORY);
    assertThat(finding.operation()).isEqualTo("GET stock:?");
    assertThat(finding.place()).isEqualTo(stock.id);
    assertThat(finding.count()).isEqualTo(5);
    assertThat(finding.spanIds()).containsExactly(0x1001, 0x1002, 0x1003, 0x1004, 0x1005);
    assertThat(finding.savingNanos()).isEqualTo(4 * 2 * MILLI);
    assertThat(finding.evidence())
        .containsEntry("peer", "redis")
        .containsEntry("parent_operation", "Stock")
        .containsEntry("total_ns", 10 * MILLI)
        .containsEntry("critical_path_ns", 10 * MILLI);
    assertThat(trace.judge().list()).hasSize(1);
  }

  @Test
  void fourCalls_areNot() {
    gets(4, "redis");

    assertThat(trace.judge().list()).isEmpty();
  }

  @Test
  void threshold_isASetting() {
    gets(4, "redis");

    AnalysisSettings three = new AnalysisSettings(3, 10 * MILLI, 0.1, 5, 4, MILLI, 10 * MILLI, 100);
    assertThat(trace.judge(three).list()).hasSize(1);
  }

  @Test
  void concurrentCalls_areRepeated_andSaveOnlyWhatIsOnThePath() {
    for (int i = 0; i < 6; i++) {
      stock.calls("GET", "redis", 10, 20 + i);
    }

    Finding finding = trace.the(REPEATED_CALL);

    assertThat(finding.count()).isEqualTo(6);
    assertThat(finding.savingNanos()).isZero();
  }

  @Test
  void callsBesideALongerOne_saveNothing() {
    gets(5, "redis");
    stock.calls("Slow", "catalog", 5, 95);

    assertThat(trace.the(REPEATED_CALL).savingNanos()).isZero();
  }

  @Test
  void otherNamePeerOrParent_isAnotherCall() {
    gets(4, "redis");
    stock.calls("GET", "redis", 60, 61).named("GET price:?");
    stock.calls("GET", "memcached", 62, 63).named("GET stock:?");
    stock.internal("inner", 70, 80).calls("GET", "redis", 71, 72).named("GET stock:?");

    assertThat(trace.findings(REPEATED_CALL)).isEmpty();
  }

  @Test
  void sameCallToTwoShards_isOneFinding() {
    gets(5, "redis/0");
    for (int i = 0; i < 5; i++) {
      stock.calls("GET", "redis/1", 50 + 4 * i, 53 + 4 * i).named("GET stock:?");
    }

    Finding finding = trace.the(REPEATED_CALL);

    assertThat(finding.count()).isEqualTo(10);
    assertThat(finding.savingNanos()).isEqualTo((4 * 2 + 4 * 3) * MILLI);
    assertThat(finding.evidence()).containsEntry("peer", "redis/0, redis/1");
  }

  @Test
  void attempts_areNoRepetition() {
    for (int i = 0; i < 4; i++) {
      ATrace.Node call = stock.calls("GET", "redis", 10 + 4 * i, 12 + 4 * i);
      if (i < 3) {
        call.fails();
      }
    }
    stock.calls("GET", "redis", 50, 52);
    stock.calls("GET", "redis", 54, 56);

    assertThat(trace.findings(REPEATED_CALL)).isEmpty();
  }

  @Test
  void failedCallsAtOnce_areRepeatedAndNotRetried() {
    for (int i = 0; i < 5; i++) {
      stock.calls("GET", "redis", 10, 20 + i).fails();
    }

    assertThat(trace.the(REPEATED_CALL).evidence()).containsEntry("failed", 5);
    assertThat(trace.findings(FindingKind.RETRY_STORM)).isEmpty();
  }

  @Test
  void serverSpansAlone_areCalls() {
    ATrace.Node home = trace.root(FRONTEND, "Home", 0, 100);
    for (int i = 0; i < 5; i++) {
      home.child(SpanKind.SERVER, INVENTORY, "Stock", 10 + 2 * i, 11 + 2 * i);
    }

    Finding finding = trace.the(REPEATED_CALL);

    assertThat(finding.service()).isEqualTo(FRONTEND);
    assertThat(finding.evidence()).containsEntry("peer", INVENTORY);
  }

  @Test
  void manyKindsOfCalls_areToldApart() {
    for (int i = 0; i < 60; i++) {
      stock.calls("GET", "redis", 10 + i, 10.5 + i).named("GET " + (char) ('a' + i % 12));
    }

    assertThat(trace.findings(REPEATED_CALL)).hasSize(12).allMatch(finding -> finding.count() == 5);
  }

  @Test
  void spanIds_areCappedTheCountIsNot() {
    for (int i = 0; i < 150; i++) {
      stock.calls("GET", "redis", 10 + i * 0.1, 10.05 + i * 0.1);
    }

    Finding finding = trace.the(REPEATED_CALL);

    assertThat(finding.spanIds()).hasSize(100);
    assertThat(finding.count()).isEqualTo(150);
  }
}
