/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import static io.opentelemetry.api.trace.SpanKind.PRODUCER;
import static io.opentelemetry.api.trace.SpanKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.heliograph.dev.shop.FaultSchedule.Fault;
import io.heliograph.dev.shop.FaultSchedule.Symptom;
import io.heliograph.dev.shop.FaultSchedule.Verdict;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the trace job says of the shop's real spans: of each planted shape its kind, service and
 * operation, in each trace that has it and in no other, and of a healthy shop nothing.
 */
class JudgedShopTest {
  private static final int ROUNDS = 4;
  private static final int GRAY_ROUNDS = 12; // 0.7 of them leak

  private static InProcessShop shop;

  private final KeptSpans spans = shop.spans;
  private int sold;

  @BeforeAll
  static void open() throws Exception {
    shop = new InProcessShop();
  }

  @AfterAll
  static void close() throws Exception {
    shop.close();
  }

  @AfterEach
  void forget() {
    shop.heal();
    spans.clear();
  }

  static Stream<Fault> shapes() {
    return FaultSchedule.FAULTS.stream().filter(fault -> fault.symptom() == Symptom.SHAPE);
  }

  @Test
  void healthyShop_itsGrayLaneIncluded_hasNoFinding() throws Exception {
    load();

    assertThat(spans.all().map(SpanData::getTraceId).distinct()).hasSize(2 * ROUNDS + GRAY_ROUNDS);
    assertThat(JobVerdicts.of(spans.all().toList())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void plantedShape_isFoundByKindServiceAndOperation_whereItIsAndNowhereElse(Fault fault)
      throws Exception {
    shop.begin(fault);

    load();

    Map<String, List<Verdict>> verdicts = JobVerdicts.of(spans.all().toList());
    assertThat(found(fault, verdicts)).isNotEmpty().isEqualTo(planted(fault));
    assertThat(verdicts.values().stream().flatMap(List::stream).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(fault.verdicts());
  }

  private void load() {
    sold = 0;
    for (int i = 0; i < GRAY_ROUNDS; i++) {
      buy(shop::checkoutGray);
    }
    for (int i = 0; i < ROUNDS; i++) {
      buy(shop::checkout);
      shop.browse();
    }
    // who has bought is told of it after the answer
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> spans.of("orders", PRODUCER, "").size() == sold && spans.isWhole());
  }

  private void buy(Runnable checkout) {
    try {
      checkout.run();
      sold++;
    } catch (StatusRuntimeException e) {
      // some faults are there for that
    }
  }

  private static Set<String> found(Fault fault, Map<String, List<Verdict>> verdicts) {
    return verdicts.entrySet().stream()
        .filter(trace -> trace.getValue().contains(fault.expected()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** The traces in which the fault must show, as their spans have it. */
  private Set<String> planted(Fault fault) {
    return spans
        .all()
        .filter(span -> isHit(fault.expected(), span))
        .map(SpanData::getTraceId)
        .collect(Collectors.toSet());
  }

  private static boolean isHit(Verdict verdict, SpanData span) {
    return switch (verdict.kind()) {
      case "serial_calls" -> span.getName().endsWith("Frontend/Browse");
      case "error_origin" -> span.getName().endsWith("/Authorize") && KeptSpans.failed(span);
      case "lane_violation" ->
          span.getKind() == SERVER
              && span.getName().endsWith("Orders/Place")
              && "gray".equals(KeptSpans.lane(span))
              && KeptSpans.standsIn(span).isEmpty();
      default -> span.getName().endsWith("Frontend/Checkout"); // every order has it
    };
  }
}
