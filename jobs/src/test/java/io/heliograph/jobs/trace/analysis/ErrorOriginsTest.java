/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.INVENTORY;
import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.ATrace.PAYMENTS;
import static io.heliograph.jobs.trace.analysis.FindingKind.ERROR_ORIGIN;
import static io.heliograph.jobs.trace.model.ErrorKind.CANCELLED;
import static io.heliograph.jobs.trace.model.ErrorKind.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

final class ErrorOriginsTest {
  private final ATrace trace = new ATrace();
  private final ATrace.Node buy = trace.root(FRONTEND, "Buy", 0, 1000);

  private String culprit() {
    return trace.judge().culpritService();
  }

  @Test
  void healthyTrace_hasNoCulprit() {
    buy.calls("Place", ORDERS, 10, 90).servedBy(ORDERS, 11, 89);

    assertThat(culprit()).isEmpty();
    assertThat(trace.judge().list()).isEmpty();
  }

  @Test
  void errorAtDepth_isFoundWhereItBegan() {
    buy.fails();
    ATrace.Node place = buy.calls("Place", ORDERS, 10, 900).fails();
    ATrace.Node orders = place.servedBy(ORDERS, 11, 899).fails();
    ATrace.Node charge = orders.calls("Charge", PAYMENTS, 20, 800).fails();
    ATrace.Node payments = charge.servedBy(PAYMENTS, 21, 799).fails();
    payments.calls("Authorize", "bank", 30, 40);

    Finding finding = trace.the(ERROR_ORIGIN);

    assertThat(finding.service()).isEqualTo(PAYMENTS);
    assertThat(finding.operation()).isEqualTo("Charge");
    assertThat(finding.place()).isEqualTo(payments.id);
    assertThat(finding.spanIds())
        .containsExactly(payments.id, charge.id, orders.id, place.id, buy.id);
    assertThat(finding.evidence())
        .containsEntry("cause", "error")
        .containsEntry("reached_root", true)
        .doesNotContainKey("callee");
    assertThat(culprit()).isEqualTo(PAYMENTS);
  }

  @Test
  void errorThatSomebodyCopedWith_didNotReachTheRoot() {
    buy.calls("Quote", INVENTORY, 10, 50).servedBy(INVENTORY, 11, 49).fails();

    Finding finding = trace.the(ERROR_ORIGIN);

    assertThat(finding.service()).isEqualTo(INVENTORY);
    assertThat(finding.evidence()).containsEntry("reached_root", false);
    assertThat(culprit()).isEqualTo(INVENTORY);
  }

  @Test
  void severalOrigins_theOneWhoseErrorCameOutIsToBlame() {
    buy.fails();
    buy.calls("Stock", INVENTORY, 10, 50).servedBy(INVENTORY, 11, 49).fails();
    buy.calls("Charge", PAYMENTS, 60, 100).fails();

    assertThat(trace.findings(ERROR_ORIGIN))
        .extracting(Finding::service)
        .containsExactlyInAnyOrder(INVENTORY, FRONTEND);
    assertThat(culprit()).isEqualTo(FRONTEND); // its call to payments ended last
  }

  @Test
  void severalOriginsBelowAHealthyRoot_theFirstToEndIsToBlame() {
    buy.calls("Charge", PAYMENTS, 10, 100).fails().servedBy(PAYMENTS, 20, 90).fails();
    buy.calls("Stock", INVENTORY, 20, 50).fails().servedBy(INVENTORY, 21, 49).fails();

    assertThat(culprit()).isEqualTo(INVENTORY);
  }

  @Test
  void attemptThatWasMadeGood_doesNotExplainWhatFailedLater() {
    buy.fails();
    ATrace.Node first = buy.calls("Stock", INVENTORY, 10, 50).fails();
    buy.calls("Stock", INVENTORY, 60, 70).fails();
    buy.calls("Stock", INVENTORY, 80, 90);

    assertThat(trace.findings(ERROR_ORIGIN))
        .extracting(Finding::place, finding -> finding.evidence().get("reached_root"))
        .contains(tuple(first.id, false), tuple(buy.id, true))
        .hasSize(3);
    assertThat(culprit()).isEqualTo(FRONTEND);
  }

  @Test
  void attemptsThatWereNotMadeGood_explainTheFailure() {
    buy.fails();
    for (int i = 0; i < 3; i++) {
      buy.calls("Stock", INVENTORY, 10 + 20 * i, 20 + 20 * i)
          .fails()
          .servedBy(INVENTORY, 11 + 20 * i, 19 + 20 * i)
          .fails();
    }

    assertThat(trace.findings(ERROR_ORIGIN)).extracting(Finding::service).containsOnly(INVENTORY);
    assertThat(culprit()).isEqualTo(INVENTORY);
  }

  @Test
  void timeoutOnASlowCallee_isTheCallersAndNamesTheCallee() {
    buy.fails();
    ATrace.Node charge = buy.calls("Charge", PAYMENTS, 10, 110).within(100).fails(TIMEOUT);
    charge.servedBy(PAYMENTS, 11, 311);

    Finding finding = trace.the(ERROR_ORIGIN);

    assertThat(finding.service()).isEqualTo(FRONTEND);
    assertThat(finding.place()).isEqualTo(charge.id);
    assertThat(finding.evidence())
        .containsEntry("cause", "timeout")
        .containsEntry("reached_root", true)
        .containsEntry("callee", PAYMENTS)
        .containsEntry("callee_operation", "Charge")
        .containsEntry("callee_duration_ns", 300 * MILLI)
        .containsEntry("timeout_ns", 100 * MILLI);
    assertThat(culprit()).isEqualTo(FRONTEND);
  }

  @Test
  void calleeThatWasOnlyCancelled_isExplainedByItsCaller() {
    buy.fails();
    ATrace.Node place = buy.calls("Place", ORDERS, 10, 110).fails(TIMEOUT);
    ATrace.Node orders = place.servedBy(ORDERS, 11, 112).fails(); // failed since it was cancelled
    ATrace.Node charge = orders.calls("Charge", PAYMENTS, 20, 111).fails(CANCELLED);
    charge.servedBy(PAYMENTS, 21, 111).fails(CANCELLED);

    Finding finding = trace.the(ERROR_ORIGIN);

    assertThat(finding.place()).isEqualTo(place.id);
    assertThat(finding.evidence())
        .containsEntry("cause", "timeout")
        .containsEntry("callee", ORDERS);
  }

  @Test
  void timeoutBelowATimeout_isTheDeeperOnes() {
    buy.fails();
    ATrace.Node place = buy.calls("Place", ORDERS, 10, 110).fails(TIMEOUT);
    ATrace.Node orders = place.servedBy(ORDERS, 11, 111).fails(TIMEOUT);
    ATrace.Node charge = orders.calls("Charge", PAYMENTS, 20, 110).fails(TIMEOUT);
    charge.servedBy(PAYMENTS, 21, 300);

    Finding finding = trace.the(ERROR_ORIGIN);

    assertThat(finding.place()).isEqualTo(charge.id);
    assertThat(finding.evidence()).containsEntry("callee", PAYMENTS);
    assertThat(culprit()).isEqualTo(ORDERS);
  }

  @Test
  void failureAfterTheCallerTimedOut_doesNotExplainIt() {
    buy.fails();
    ATrace.Node place = buy.calls("Place", ORDERS, 10, 110).fails(TIMEOUT);
    ATrace.Node orders = place.servedBy(ORDERS, 11, 500).fails();

    assertThat(trace.findings(ERROR_ORIGIN))
        .extracting(Finding::place)
        .containsExactlyInAnyOrder(place.id, orders.id);
    assertThat(culprit()).isEqualTo(FRONTEND);
  }

  @Test
  void siblingCancelledBesideAFailure_isNoOrigin() {
    buy.fails();
    buy.calls("Stock", INVENTORY, 10, 50).fails();
    buy.calls("Charge", PAYMENTS, 10, 51).fails(CANCELLED);

    assertThat(trace.the(ERROR_ORIGIN).operation()).isEqualTo("Stock");
  }

  @Test
  void cancellationByNobody_isAnOrigin_theTopmostSpanOfIt() {
    ATrace.Node charge = buy.calls("Charge", PAYMENTS, 10, 51).fails(CANCELLED);
    charge.servedBy(PAYMENTS, 11, 50).fails(CANCELLED);

    assertThat(trace.the(ERROR_ORIGIN).place()).isEqualTo(charge.id);
  }

  @Test
  void failureForACancelledCallee_isTheCallees() {
    buy.fails();
    ATrace.Node charge = buy.calls("Charge", PAYMENTS, 10, 51).fails(CANCELLED);

    assertThat(trace.the(ERROR_ORIGIN).place()).isEqualTo(charge.id);
    assertThat(trace.the(ERROR_ORIGIN).evidence()).containsEntry("reached_root", true);
  }

  @Test
  void timeoutWithoutAnyCallee_namesThePeer() {
    buy.calls("SELECT", "postgresql/shop", 10, 51).fails(TIMEOUT);

    assertThat(trace.the(ERROR_ORIGIN).evidence())
        .containsEntry("cause", "timeout")
        .containsEntry("peer", "postgresql/shop")
        .doesNotContainKey("callee");
  }

  @Test
  void serverThatTimedOut_namesTheCallThatTookMostOfIt() {
    buy.fails(TIMEOUT);
    buy.calls("Charge", PAYMENTS, 10, 910).servedBy(PAYMENTS, 20, 900);
    buy.calls("Stock", INVENTORY, 10, 20);

    assertThat(trace.the(ERROR_ORIGIN).evidence()).containsEntry("callee", PAYMENTS);
  }
}
