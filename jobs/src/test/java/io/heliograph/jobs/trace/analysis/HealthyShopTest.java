/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.INVENTORY;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.ATrace.PAYMENTS;
import static io.heliograph.jobs.trace.analysis.ATrace.SHIPPING;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.jobs.trace.model.SpanKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A shop in which nothing is wrong, but much is as it is in production: clocks a few milliseconds
 * apart, requests that wait for a thread, spans that end after the answer was read, calls that take
 * ten times as long as usual, branches of like length, messages taken late. No rule has anything to
 * say of it. Where some services have a gray lane and others serve its requests from the baseline,
 * no rule but that of lanes has, and it says no more than that it may be so.
 */
final class HealthyShopTest {
  private static final int TRACES = 2000;

  private final Map<String, Double> clocks = new HashMap<>();
  private Random random;

  /** Services that have gray instances; empty if no request is gray. */
  private Set<String> gray = Set.of();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void healthyTraces_haveNoFindings(long seed) {
    random = new Random(seed);
    for (int i = 0; i < TRACES; i++) {
      ATrace trace = buy();
      assertThat(trace.judge().list()).isEmpty();
      assertThat(trace.judge().culpritService()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void grayTraces_servedFromTheBaselineWhereThereIsNoGray_haveNoFindings(long seed) {
    random = new Random(seed);
    gray = Set.of(FRONTEND, PAYMENTS);
    for (int i = 0; i < TRACES; i++) {
      Findings findings = buy().judge();
      assertThat(findings.made()).isZero();
      assertThat(findings.culpritService()).isEmpty();
      assertThat(findings.list())
          .allSatisfy(
              finding -> {
                assertThat(finding.kind()).isEqualTo(FindingKind.LANE_VIOLATION);
                assertThat(finding.service()).isNotIn(gray);
                assertThat(finding.lane()).isEqualTo("gray");
              })
          .extracting(Finding::service)
          .containsExactlyInAnyOrder(INVENTORY, ORDERS, SHIPPING);
    }
  }

  private ATrace buy() {
    clocks.clear();
    ATrace trace = new ATrace();
    double stock = took(30);
    double orders = took(60);
    double end = 10 + Math.max(stock, orders);
    ATrace.Node buy = inLane(trace.root(FRONTEND, "POST /buy", 0, end + late()));
    calls(buy, "Stock", INVENTORY, 3, stock, 800);
    ATrace.Node place = calls(buy, "Place", ORDERS, 4, orders, 900);
    double at = 4 + orders * 0.2 + clock(ORDERS);
    place.calls("SELECT", "postgresql/orders", at, at + orders * 0.02).within(200);
    calls(place, "Charge", PAYMENTS, 4 + orders * 0.25, orders * 0.5, 500);
    for (int i = 0; i < 4; i++) {
      double get = 4 + orders * (0.78 + 0.02 * i) + clock(ORDERS);
      place.calls("GET", "redis", get, get + orders * 0.015).named("GET price:?");
    }
    ATrace.Node sent = place.child(SpanKind.PRODUCER, ORDERS, "placed", at, at + late());
    double taken = at + took(200);
    inLane(sent.child(SpanKind.CONSUMER, SHIPPING, "placed", taken, taken + took(100)))
        .calls("Label", "printer", taken + 1, taken + 2)
        .within(30_000);
    return trace;
  }

  /** A call from a time by the frontend's clock on, served after a wait for a thread. */
  private ATrace.Node calls(
      ATrace.Node caller, String operation, String callee, double from, double took, long limit) {
    double start = from + clock(caller.service());
    ATrace.Node call = caller.calls(operation, callee, start, start + took).within(limit);
    double waited = took * (random.nextInt(4) == 0 ? 0.8 : 0.05) * random.nextDouble();
    double served = from + waited + clock(callee);
    return inLane(call.servedBy(callee, served, from + took + late() + clock(callee)));
  }

  private ATrace.Node inLane(ATrace.Node entry) {
    return gray.isEmpty()
        ? entry
        : entry.lane("gray", gray.contains(entry.service()) ? "gray" : "");
  }

  private double took(double usually) {
    return usually * Math.exp(random.nextGaussian() * 0.7);
  }

  private double late() {
    return random.nextDouble() * 2;
  }

  private double clock(String service) {
    return service.equals(FRONTEND)
        ? 0
        : clocks.computeIfAbsent(service, name -> random.nextDouble() * 6 - 3);
  }
}
