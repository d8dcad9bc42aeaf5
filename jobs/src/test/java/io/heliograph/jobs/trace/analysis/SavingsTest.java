/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.INVENTORY;
import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.ATrace.SHIPPING;
import static io.heliograph.jobs.trace.analysis.FindingKind.REPEATED_CALL;
import static io.heliograph.jobs.trace.analysis.FindingKind.RETRY_STORM;
import static io.heliograph.jobs.trace.analysis.FindingKind.SERIAL_CALLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.SpanKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The trace takes 100 ms; five calls of 10 ms, from 20 to 70 ms, would be one. */
final class SavingsTest {
  private final ATrace trace = new ATrace();
  private final ATrace.Node root = trace.root(FRONTEND, "Home", 0, 100);

  private static void gets(ATrace.Node parent) {
    for (int i = 0; i < 5; i++) {
      parent.calls("GET", "redis", 20 + 10 * i, 30 + 10 * i);
    }
  }

  private void assertSaving(FindingKind kind, double millis) {
    assertThat(trace.the(kind).savingNanos()).isEqualTo(Math.round(millis * MILLI));
  }

  @Test
  void nothingBeside_grantsAll() {
    root.internal("before", 0, 20);
    gets(root);
    root.internal("after", 70, 95);

    assertSaving(REPEATED_CALL, 40);
  }

  @Test
  void siblingThatEndedFirst_isWaitedForThen() {
    gets(root);
    root.internal("beside", 5, 65);

    assertSaving(REPEATED_CALL, 5);
  }

  @Test
  void siblingThatEndedEarly_costsNothing() {
    gets(root);
    root.internal("beside", 5, 28);

    assertSaving(REPEATED_CALL, 40);
  }

  @Test
  void siblingThatEndedMidway_grantsWhatCameBehind() {
    gets(root);
    root.internal("beside", 5, 45);

    assertSaving(REPEATED_CALL, 25);
  }

  @Test
  void callsOfTheSameKindBeside_wouldGoWithTheBatch() {
    gets(root);
    root.calls("GET", "redis", 15, 69);
    root.calls("GET", "redis", 15, 68);

    assertSaving(REPEATED_CALL, 40);
  }

  @Test
  void siblingThatBeganBehindAnother_isWaitedForAsWell() {
    gets(root.calls("Stock", INVENTORY, 15, 75));
    root.internal("beside", 20, 80);
    root.internal("behind it", 80, 98);
    root.calls("Place", ORDERS, 75, 100);

    assertSaving(REPEATED_CALL, 2);
  }

  @Test
  void callsBeforeAndBehindASibling_saveBoth() {
    gets(root);
    root.internal("beside the first", 18, 38);
    root.internal("beside the last", 41, 69);

    assertSaving(REPEATED_CALL, 2 + 1);
  }

  @Test
  void messageThatIsTakenBeside_isNotWaitedFor() {
    gets(root);
    root.child(SpanKind.CONSUMER, ORDERS, "taken", 5, 65);

    assertSaving(REPEATED_CALL, 40);
  }

  @Test
  void branchBesideTheParents_isWaitedForThen() {
    gets(root.calls("Stock", INVENTORY, 10, 90).servedBy(INVENTORY, 11, 89));
    root.calls("Place", ORDERS, 10, 87).servedBy(ORDERS, 11, 86);

    assertSaving(REPEATED_CALL, 3);
  }

  @Test
  void branchThatOutlivesTheTrace_grantsNothing() {
    gets(root.calls("Stock", INVENTORY, 10, 120).servedBy(INVENTORY, 11, 119));
    root.calls("Place", ORDERS, 10, 110);

    assertSaving(REPEATED_CALL, 0);
  }

  @Test
  void serialCalls_areNotSuggested_whereTheOtherBranchIsAsLong() {
    ATrace.Node stock = root.calls("Stock", INVENTORY, 10, 90).servedBy(INVENTORY, 11, 89);
    stock.calls("A", "a", 20, 50);
    stock.calls("B", "b", 51, 80);
    assertSaving(SERIAL_CALLS, 29);

    ATrace.Node beside = root.internal("beside", 10, 75);
    assertSaving(SERIAL_CALLS, 15);

    beside.internal("below", 11, 74);
    root.internal("beside, too", 10, 85);
    assertThat(trace.findings(SERIAL_CALLS)).isEmpty(); // 5 ms are not worth it
  }

  @Test
  void attemptsBesideALongCall_saveNothing() {
    for (int i = 0; i < 5; i++) {
      root.calls("Schedule", SHIPPING, 20 + 10 * i, 28 + 10 * i).fails();
    }
    assertSaving(RETRY_STORM, 32);

    root.internal("behind", 59, 66); // began when they were over
    assertSaving(RETRY_STORM, 32);

    root.internal("beside", 10, 67); // would be waited for instead of the last attempt
    assertSaving(RETRY_STORM, 1);
  }

  @Test
  void branchBesideSeveralCalls_limitsEachOfThem() {
    gets(root.calls("Stock", INVENTORY, 15, 75));
    root.calls("Place", ORDERS, 76, 90);
    root.internal("beside", 20, 83);
    assertSaving(REPEATED_CALL, 7);

    root.internal("beside the last", 77, 89);
    assertSaving(REPEATED_CALL, 7);
  }

  @Test
  @Timeout(20)
  void manyRepetitions_areWeighedInTime() {
    ATrace wide = new ATrace();
    ATrace.Node parent = wide.root(FRONTEND, "Home", 0, 100_000);
    for (int i = 0; i < 100_000; i++) {
      parent.calls("GET", "redis", i, i + 1).named("GET " + i / 5);
    }

    assertThat(Findings.of(wide.tree(), CriticalPath.of(wide.tree()), AnalysisSettings.DEFAULTS))
        .extracting(findings -> findings.list().get(0).savingNanos())
        .isEqualTo(4 * MILLI);
  }
}
