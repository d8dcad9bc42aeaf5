/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.MILLI;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.FindingKind.CLOCK_SKEW;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.ErrorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ClockSkewsTest {
  private final ATrace trace = new ATrace();
  private final ATrace.Node buy = trace.root(FRONTEND, "Buy", 0, 100);

  private ATrace.Node ordersAhead(double millis, String host) {
    return buy.calls("Place", ORDERS, 10, 20).servedBy(ORDERS, 12 + millis, 18 + millis).at(host);
  }

  @Test
  void skewedHost_isFound() {
    ATrace.Node orders = ordersAhead(100, "orders-1");
    ordersAhead(100, "orders-1");

    Finding finding = trace.the(CLOCK_SKEW);

    assertThat(finding.service()).isEqualTo(ORDERS);
    assertThat(finding.operation()).isEmpty();
    assertThat(finding.place()).isEqualTo(orders.id);
    assertThat(finding.count()).isEqualTo(2);
    assertThat(finding.evidence())
        .containsEntry("offset_ns", 100 * MILLI)
        .containsEntry("at_least_ns", 98 * MILLI)
        .containsEntry("host", "orders-1")
        .containsEntry("reference_service", FRONTEND)
        .containsEntry("pairs", 2);
  }

  @Test
  void skewOfTenMillis_isTheLeastWorthKnowing_eitherWay() {
    ordersAhead(12, "orders-1"); // 2 ms of which may be the network
    ordersAhead(-12, "orders-2");
    ordersAhead(11.9, "orders-3");
    ordersAhead(-11.9, "orders-4");
    ordersAhead(1, "orders-5");

    assertThat(trace.findings(CLOCK_SKEW))
        .extracting(finding -> finding.evidence().get("host"))
        .containsExactlyInAnyOrder("orders-1", "orders-2");
  }

  @Test
  void serverThatEndsItsSpanLate_isNotSkewed() {
    buy.calls("Place", ORDERS, 10, 90).servedBy(ORDERS, 80, 92);
    buy.calls("Place", ORDERS, 20, 30).servedBy(ORDERS, 29, 31);

    assertThat(trace.judge().list()).isEmpty();
  }

  /** Seen on a machine that had too much to do: callers gave up before their callees began. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void serverThatBeginsAfterItsCallerGaveUp_isLateAndNotAhead(ErrorKind how) {
    for (int i = 0; i < ClockSkews.ENOUGH; i++) {
      buy.calls("Place", ORDERS, 10, 20).fails(how).servedBy(ORDERS, 50, 60).at("orders-1");
    }

    assertThat(trace.findings(CLOCK_SKEW)).isEmpty();
  }

  @Test
  void serverThatBeginsAfterItsErrorArrived_isAhead() {
    buy.calls("Place", ORDERS, 10, 20)
        .fails(ErrorKind.FAILURE)
        .servedBy(ORDERS, 50, 60)
        .fails(ErrorKind.FAILURE)
        .at("orders-1");

    assertThat(trace.findings(CLOCK_SKEW)).hasSize(1);
  }

  @Test
  void skewedTimes_deceiveNoOtherRule() {
    ordersAhead(100, "orders-1").fails();
    buy.calls("Quote", ORDERS, 30, 60).servedBy(ORDERS, 131, 159).at("orders-1");

    assertThat(trace.judge().list())
        .extracting(Finding::kind)
        .containsExactly(FindingKind.ERROR_ORIGIN, CLOCK_SKEW);
  }

  @Test
  void serverThatEndsAfterItsAnswerArrived_isBusyAndNotAhead() {
    for (int i = 0; i < ClockSkews.ENOUGH - 1; i++) {
      buy.calls("Place", ORDERS, 10, 40).servedBy(ORDERS, 25, 52).at("orders-1");
    }

    assertThat(trace.findings(CLOCK_SKEW)).isEmpty();

    buy.calls("Place", ORDERS, 10, 40).servedBy(ORDERS, 25, 52).at("orders-1");

    assertThat(trace.findings(CLOCK_SKEW)).as("but so many agree").hasSize(1);
  }
}
