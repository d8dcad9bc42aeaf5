/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.INVENTORY;
import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.ATrace.SHIPPING;
import static io.heliograph.jobs.trace.analysis.FindingKind.SERIAL_CALLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.SpanKind;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class SerialCallsTest {
  private final ATrace trace = new ATrace();
  private final ATrace.Node browse = trace.root(FRONTEND, "Browse", 0, 100);

  @Test
  void callsInARow_saveAllButTheLongest() {
    browse.calls("Stock", INVENTORY, 5, 30).servedBy(INVENTORY, 6, 29);
    browse.calls("Quote", SHIPPING, 31, 61);
    browse.calls("Similar", INVENTORY, 62, 90);

    Finding finding = trace.the(SERIAL_CALLS);

    assertThat(finding.service()).isEqualTo(FRONTEND);
    assertThat(finding.operation()).isEqualTo("Browse");
    assertThat(finding.place()).isEqualTo(browse.id);
    assertThat(finding.count()).isEqualTo(3);
    assertThat(finding.savingNanos()).isEqualTo((25 + 28) * MILLI);
    assertThat(finding.evidence())
        .containsEntry("runs", 1)
        .containsEntry("critical_path_ns", 83 * MILLI)
        .containsEntry("trace_ns", 100 * MILLI);
    assertThat(finding.evidence().get("calls"))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .first()
        .isEqualTo(Map.of("peer", INVENTORY, "call", "Stock", "duration_ns", 25 * MILLI));
    assertThat(trace.judge().list()).hasSize(1);
  }

  @Test
  void callsThatTouch_areSerial_callsThatOverlap_areNot() {
    browse.calls("Stock", INVENTORY, 10, 40);
    browse.calls("Quote", SHIPPING, 40, 70);
    assertThat(trace.findings(SERIAL_CALLS)).hasSize(1);

    ATrace other = new ATrace();
    ATrace.Node parallel = other.root(FRONTEND, "Browse", 0, 100);
    parallel.calls("Stock", INVENTORY, 10, 40);
    parallel.calls("Quote", SHIPPING, 39, 70);
    assertThat(other.judge().list()).isEmpty();
  }

  @Test
  void saving_mustBeTenMillisAndTenPercent() {
    assertThat(saving(100, 10)).isEqualTo(1);
    assertThat(saving(100, 9.9)).isZero();
    assertThat(saving(200, 20)).isEqualTo(1);
    assertThat(saving(200, 19.9)).isZero();
    assertThat(saving(50, 9.9)).isZero();
  }

  private static int saving(double traceMillis, double shorterMillis) {
    ATrace trace = new ATrace();
    ATrace.Node browse = trace.root(FRONTEND, "Browse", 0, traceMillis);
    browse.calls("Stock", INVENTORY, 1, 1 + shorterMillis);
    browse.calls("Quote", SHIPPING, 22, 43);
    return trace.findings(SERIAL_CALLS).size();
  }

  @Test
  void callsOffTheCriticalPath_areNotSuggested() {
    browse.calls("Long", SHIPPING, 1, 95);
    ATrace.Node work = browse.internal("beside", 2, 90);
    work.calls("Stock", INVENTORY, 10, 40);
    work.calls("Quote", SHIPPING, 41, 80);

    assertThat(trace.judge().list()).isEmpty();
  }

  @Test
  void callBesideTheOthers_breaksTheRun() {
    browse.calls("Stock", INVENTORY, 10, 40);
    browse.calls("Quote", SHIPPING, 41, 80);
    browse.calls("Long", SHIPPING, 5, 85);

    assertThat(trace.findings(SERIAL_CALLS)).isEmpty();
  }

  @Test
  void repeatedCalls_areLeftToTheirOwnRule() {
    for (int i = 0; i < 5; i++) {
      browse.calls("GET", "redis", 5 + 18 * i, 20 + 18 * i);
    }

    assertThat(trace.judge().list())
        .extracting(Finding::kind)
        .containsExactly(FindingKind.REPEATED_CALL);
  }

  @Test
  void failedCall_endsTheRun_asWhatFollowsMayBeItsFallback() {
    browse.calls("Stock", INVENTORY, 5, 35).fails();
    browse.calls("OldStock", INVENTORY, 36, 66);
    assertThat(trace.findings(SERIAL_CALLS)).isEmpty();

    browse.calls("Quote", SHIPPING, 67, 97);
    assertThat(trace.the(SERIAL_CALLS).count()).isEqualTo(2);
  }

  @Test
  void errorThatOnlyTheCalleeSays_endsTheRun_unlessItCameTooLateForTheCaller() {
    browse.calls("Stock", INVENTORY, 5, 35).servedBy(INVENTORY, 6, 34).fails();
    browse.calls("OldStock", INVENTORY, 36, 66);
    assertThat(trace.findings(SERIAL_CALLS)).isEmpty();

    ATrace late = new ATrace();
    ATrace.Node home = late.root(FRONTEND, "Browse", 0, 100);
    home.calls("Stock", INVENTORY, 5, 35).servedBy(INVENTORY, 6, 90).fails();
    home.calls("OldStock", INVENTORY, 36, 66);
    assertThat(late.findings(SERIAL_CALLS)).hasSize(1);
  }

  @Test
  void attempts_areNoRun() {
    browse.calls("Stock", INVENTORY, 5, 35).fails();
    browse.calls("Stock", INVENTORY, 36, 66);
    browse.calls("Quote", SHIPPING, 67, 97);

    assertThat(trace.findings(SERIAL_CALLS)).isEmpty();
  }

  @Test
  void twoRunsOfOneParent_areOneFinding() {
    browse.calls("A", INVENTORY, 0, 15);
    browse.calls("B", SHIPPING, 16, 31);
    browse.calls("C", INVENTORY, 32, 40);
    browse.calls("D", SHIPPING, 35, 45);
    browse.calls("E", INVENTORY, 46, 66);
    browse.calls("F", SHIPPING, 67, 87);

    Finding finding = trace.the(SERIAL_CALLS);

    assertThat(finding.count()).isEqualTo(4);
    assertThat(finding.savingNanos()).isEqualTo((15 + 20) * MILLI);
    assertThat(finding.evidence()).containsEntry("runs", 2);
  }

  @Test
  void runsBesideOneSpan_areWeighedTogether() {
    browse.calls("A", INVENTORY, 0, 20);
    browse.calls("B", SHIPPING, 20, 40);
    browse.calls("C", INVENTORY, 40, 50);
    browse.calls("D", SHIPPING, 45, 50);
    browse.calls("E", INVENTORY, 50, 70);
    browse.calls("F", SHIPPING, 70, 95);
    browse.internal("beside", 0, 80);

    Finding finding = trace.the(SERIAL_CALLS);

    assertThat(finding.count()).isEqualTo(4);
    assertThat(finding.evidence()).containsEntry("runs", 2);
    assertThat(finding.savingNanos()).isEqualTo(15 * MILLI);
  }

  @Test
  void messages_areNoCallsOneWaitsFor() {
    ATrace.Node sent = browse.child(SpanKind.PRODUCER, FRONTEND, "send a", 5, 6);
    sent.child(SpanKind.CONSUMER, SHIPPING, "process a", 7, 60);
    ATrace.Node then = browse.child(SpanKind.PRODUCER, FRONTEND, "send b", 8, 9);
    then.child(SpanKind.CONSUMER, INVENTORY, "process b", 61, 99);

    assertThat(trace.judge().list()).isEqualTo(List.of());
  }

  @Test
  void messageAfterACall_tellsOfIt_andIsNotSuggestedBesideIt() {
    browse.calls("Charge", SHIPPING, 5, 40);
    browse.child(SpanKind.PRODUCER, FRONTEND, "send order", 40, 90);

    assertThat(trace.judge().list()).isEqualTo(List.of());
  }
}
