/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.INVENTORY;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.FindingKind.LANE_VIOLATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.SpanKind;
import org.junit.jupiter.api.Test;

final class LaneViolationsTest {
  private static final String GRAY = "gray";

  private final ATrace trace = new ATrace();
  private final ATrace.Node buy = trace.root(FRONTEND, "Buy", 0, 100);

  @Test
  void requestServedInAnotherLane_leftItsOwn() {
    buy.lane(GRAY, "");
    ATrace.Node call = buy.calls("Place", ORDERS, 1, 90).lane(GRAY, "");
    ATrace.Node orders = call.servedBy(ORDERS, 2, 89).lane(GRAY, "").at("orders-2");

    Finding finding = trace.the(LANE_VIOLATION);

    assertThat(finding.service()).isEqualTo(ORDERS);
    assertThat(finding.operation()).isEqualTo("Place");
    assertThat(finding.place()).isEqualTo(orders.id);
    assertThat(finding.lane()).isEqualTo(GRAY);
    assertThat(finding.evidence())
        .containsEntry("lane", GRAY)
        .containsEntry("stands_in", "")
        .containsEntry("host", "orders-2")
        .containsEntry("caller", FRONTEND)
        .containsEntry("caller_operation", "Place");
  }

  @Test
  void requestKeptInItsLane_isFine() {
    buy.lane(GRAY, GRAY);
    buy.calls("Place", ORDERS, 1, 90).servedBy(ORDERS, 2, 89).lane(GRAY, GRAY);

    assertThat(trace.judge().list()).isEmpty();
  }

  @Test
  void traceWithoutLanes_isFine() {
    buy.lane("", "");
    buy.calls("Place", ORDERS, 1, 90).servedBy(ORDERS, 2, 89);

    assertThat(trace.judge().list()).isEmpty();
  }

  @Test
  void instanceWithoutALane_standsWhereItsSpanSays() {
    buy.lane(GRAY, null);
    ATrace.Node call = buy.calls("Place", ORDERS, 1, 90);
    call.servedBy(ORDERS, 2, 40).lane(GRAY, null);
    assertThat(trace.judge().list()).isEmpty();

    call.servedBy(ORDERS, 41, 89).lane("", null);
    assertThat(trace.the(LANE_VIOLATION).evidence()).containsEntry("told_by", "span");
  }

  @Test
  void requestWithoutALane_takesTheFirstItMeets() {
    buy.lane("", "");
    buy.calls("Place", ORDERS, 1, 90).servedBy(ORDERS, 2, 89).lane("", GRAY);

    assertThat(trace.findings(LANE_VIOLATION)).isEmpty();
  }

  @Test
  void requestServedInAThirdLane_leftItsOwn() {
    buy.lane(GRAY, GRAY);
    buy.calls("Stock", INVENTORY, 1, 90).servedBy(INVENTORY, 2, 89).lane("blue", "blue");
    assertThat(trace.the(LANE_VIOLATION).evidence()).containsEntry("stands_in", "blue");
  }

  @Test
  void laneIsRemembered_behindAServiceThatForgotIt() {
    buy.lane(GRAY, GRAY);
    ATrace.Node orders = buy.calls("Place", ORDERS, 1, 90).servedBy(ORDERS, 2, 89).lane("", "");
    orders.calls("Stock", INVENTORY, 3, 80).servedBy(INVENTORY, 4, 79).lane("", "");

    assertThat(trace.findings(LANE_VIOLATION))
        .extracting(Finding::service)
        .containsExactly(INVENTORY, ORDERS);
  }

  @Test
  void spansWithinAService_enterNothing() {
    buy.lane(GRAY, GRAY);
    buy.internal("render", 1, 5).lane("", "");
    buy.calls("GET", "redis", 5, 6).lane("", "");

    assertThat(trace.findings(LANE_VIOLATION)).isEmpty();
  }

  @Test
  void messageTakenInAnotherLane_leftItsOwn() {
    buy.lane(GRAY, GRAY);
    buy.child(SpanKind.PRODUCER, FRONTEND, "sold", 1, 2)
        .child(SpanKind.CONSUMER, "mailer", "sold", 5, 9)
        .lane("", "");

    assertThat(trace.the(LANE_VIOLATION).service()).isEqualTo("mailer");
  }

  @Test
  void sameViolationTwice_isOneFinding() {
    buy.lane(GRAY, GRAY);
    for (int i = 0; i < 3; i++) {
      buy.calls("Place", ORDERS, 10 * i, 10 * i + 5)
          .servedBy(ORDERS, 10 * i + 1, 10 * i + 2)
          .lane(GRAY, "");
    }

    assertThat(trace.the(LANE_VIOLATION).count()).isEqualTo(3);
  }
}
