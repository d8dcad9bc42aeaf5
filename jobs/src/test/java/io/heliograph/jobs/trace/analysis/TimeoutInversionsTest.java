/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.ATrace.PAYMENTS;
import static io.heliograph.jobs.trace.analysis.FindingKind.TIMEOUT_INVERSION;
import static io.heliograph.jobs.trace.model.ErrorKind.CANCELLED;
import static io.heliograph.jobs.trace.model.ErrorKind.FAILURE;
import static io.heliograph.jobs.trace.model.ErrorKind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.SpanKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeoutInversionsTest {
  private final ATrace trace = new ATrace();
  private final ATrace.Node place = trace.root(ORDERS, "Place", 0, 1000);

  @Test
  void calleeThatOutlivesItsCallersPatience_worksForNobody() {
    ATrace.Node call = place.calls("Charge", PAYMENTS, 10, 110).within(100).fails(TIMEOUT);
    ATrace.Node payments = call.servedBy(PAYMENTS, 11, 311);

    Finding finding = trace.the(TIMEOUT_INVERSION);

    assertThat(finding.service()).isEqualTo(PAYMENTS);
    assertThat(finding.operation()).isEqualTo("Charge");
    assertThat(finding.place()).isEqualTo(payments.id);
    assertThat(finding.spanIds()).containsExactly(call.id, payments.id);
    assertThat(finding.evidence())
        .containsEntry("caller", ORDERS)
        .containsEntry("caller_operation", "Charge")
        .containsEntry("waited_ns", 100 * MILLI)
        .containsEntry("worked_ns", 300 * MILLI)
        .containsEntry("wasted_ns", 201 * MILLI)
        .containsEntry("caller_timeout_ns", 100 * MILLI)
        .containsEntry("caller_timeout_setting", "rpc.timeout_ms")
        .doesNotContainKey("callee_timeout_ns");
  }

  @Test
  void bothSettings_areNamedWhereTheSpansCarryThem() {
    ATrace.Node call = place.calls("Charge", PAYMENTS, 10, 110).within(100).fails(TIMEOUT);
    ATrace.Node payments = call.servedBy(PAYMENTS, 11, 311);
    ATrace.Node bank = payments.calls("Authorize", "bank", 12, 310).within(2000);

    assertThat(trace.findings(TIMEOUT_INVERSION))
        .extracting(Finding::place)
        .containsExactlyInAnyOrder(payments.id, bank.id);
    assertThat(trace.findings(TIMEOUT_INVERSION))
        .filteredOn(finding -> finding.place() == payments.id)
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.evidence())
                    .containsEntry("caller_timeout_ns", 100 * MILLI)
                    .containsEntry("callee_timeout_ns", 2000 * MILLI)
                    .containsEntry("callee_timeout_setting", "rpc.timeout_ms"));
  }

  @ParameterizedTest
  @CsvSource({"110, 0", "111, 0", "111.1, 1"})
  void calleeThatStoppedWhenTold_wastedNothing(double end, int findings) {
    place
        .calls("Charge", PAYMENTS, 10, 110)
        .fails(CANCELLED)
        .servedBy(PAYMENTS, 11, end)
        .fails(CANCELLED);

    assertThat(trace.findings(TIMEOUT_INVERSION)).hasSize(findings);
  }

  @Test
  void otherErrors_areNobodyGivingUp() {
    place.calls("Charge", PAYMENTS, 10, 110).fails(FAILURE).servedBy(PAYMENTS, 11, 311);
    place.calls("Charge", PAYMENTS, 400, 500).servedBy(PAYMENTS, 401, 600);

    assertThat(trace.findings(TIMEOUT_INVERSION)).isEmpty();
  }

  @Test
  void longerLimitThanTheCallers_isToldWithBothSettings() {
    ATrace.Node call = place.calls("Charge", PAYMENTS, 10, 20).within(100);
    ATrace.Node payments = call.servedBy(PAYMENTS, 11, 19);
    ATrace.Node bank = payments.internal("work", 11, 19).calls("Authorize", "bank", 12, 13);
    bank.within(101);

    Finding finding = trace.the(TIMEOUT_INVERSION);

    assertThat(finding.service()).isEqualTo(PAYMENTS);
    assertThat(finding.operation()).isEqualTo("Authorize");
    assertThat(finding.place()).isEqualTo(bank.id);
    assertThat(finding.evidence())
        .containsEntry("caller", ORDERS)
        .containsEntry("caller_operation", "Charge")
        .containsEntry("caller_timeout_ns", 100 * MILLI)
        .containsEntry("peer", "bank")
        .containsEntry("caller_timeout_setting", "rpc.timeout_ms")
        .containsEntry("callee_timeout_ns", 101 * MILLI)
        .containsEntry("callee_timeout_setting", "rpc.timeout_ms");
  }

  @Test
  void limitsThatShrinkOrStay_areRight() {
    ATrace.Node call = place.calls("Charge", PAYMENTS, 10, 20).within(100);
    call.servedBy(PAYMENTS, 11, 19).calls("Authorize", "bank", 12, 13).within(100);
    place.calls("Slow", "other", 30, 40).within(5000); // beside, not below

    assertThat(trace.judge().list()).isEmpty();
  }

  @Test
  void tightestLimitAbove_counts() {
    ATrace front = new ATrace();
    ATrace.Node outer = front.root(FRONTEND, "Buy", 0, 100).calls("Place", ORDERS, 1, 99);
    outer.within(50);
    ATrace.Node orders = outer.servedBy(ORDERS, 2, 98);
    ATrace.Node charge = orders.calls("Charge", PAYMENTS, 3, 97).within(200);
    charge.servedBy(PAYMENTS, 4, 96).calls("Authorize", "bank", 5, 95).within(150);

    assertThat(front.findings(TIMEOUT_INVERSION))
        .hasSize(2)
        .allMatch(finding -> finding.evidence().get("caller_timeout_ns").equals(50 * MILLI));
  }

  @Test
  void limitsWithinOneService_areItsOwnBusiness() {
    ATrace.Node logical = place.calls("Charge", PAYMENTS, 10, 20).within(100);
    ATrace.Node attempt = logical.calls("HTTP POST", PAYMENTS, 11, 19).within(500);
    assertThat(trace.judge().list()).isEmpty();

    attempt.servedBy(PAYMENTS, 12, 18).calls("Authorize", "bank", 13, 14).within(300);
    assertThat(trace.the(TIMEOUT_INVERSION).evidence())
        .containsEntry("caller_timeout_ns", 100 * MILLI);
  }

  @Test
  void messages_areTakenWithoutHaste() {
    ATrace.Node call = place.calls("Charge", PAYMENTS, 10, 20).within(100);
    ATrace.Node sent =
        call.servedBy(PAYMENTS, 11, 19).child(SpanKind.PRODUCER, PAYMENTS, "paid", 12, 13);
    sent.child(SpanKind.CONSUMER, "mailer", "paid", 14, 300)
        .calls("Send", "smtp", 15, 290)
        .within(30_000);

    assertThat(trace.judge().list()).isEmpty();
  }

  @Test
  void sameInversionManyTimes_isOneFinding() {
    ATrace.Node payments =
        place.calls("Charge", PAYMENTS, 10, 90).within(100).servedBy(PAYMENTS, 11, 89);
    for (int i = 0; i < 4; i++) {
      payments.calls("Authorize", "bank", 12 + i, 12.5 + i).within(200);
    }

    assertThat(trace.the(TIMEOUT_INVERSION).count()).isEqualTo(4);
  }
}
