/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import static io.opentelemetry.api.trace.SpanKind.CLIENT;
import static io.opentelemetry.api.trace.SpanKind.PRODUCER;
import static io.opentelemetry.api.trace.SpanKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.heliograph.dev.shop.FaultSchedule.Fault;
import io.heliograph.dev.shop.v1.BrowseRequest;
import io.heliograph.dev.shop.v1.CheckoutRequest;
import io.heliograph.dev.shop.v1.FrontendGrpc;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spans of one request, with each fault planted and with none. */
class PlantedFaultTest {
  private static final List<String> ARTICLES =
      IntStream.range(0, 8).mapToObj(i -> "article-" + i).toList();
  private static final AttributeKey<String> LANE = AttributeKey.stringKey("lane");
  private static final AttributeKey<String> QUERY = AttributeKey.stringKey("db.query.text");

  private static InProcessShop shop;

  private final KeptSpans spans = shop.spans;

  @BeforeAll
  static void open() throws Exception {
    shop = new InProcessShop();
    for (int i = 0; i < 10; i++) { // a cold JVM takes its time
      checkout(shop.frontend);
      browse();
    }
  }

  @AfterAll
  static void close() throws Exception {
    shop.close();
  }

  @BeforeEach
  void forget() {
    awaitWhole();
    spans.clear();
  }

  @AfterEach
  void heal() {
    FaultSchedule.FAULTS.stream()
        .filter(fault -> !fault.name().equals("mail server refuses"))
        .forEach(shop::end);
  }

  @Test
  void checkout_healthy_asksAtOnceAndOnceEach() {
    checkout(shop.frontend);
    awaitWhole();

    SpanData orders = spans.one("orders", SERVER, "Orders/Place");
    SpanData shelf = spans.one("orders", CLIENT, "Inventory/Reserve");
    SpanData parcel = spans.one("orders", CLIENT, "Shipping/Schedule");
    SpanData charge = spans.one("orders", CLIENT, "Payments/Charge");
    SpanData event = spans.one("orders", PRODUCER, "");
    assertThat(spans.calls(orders)).containsExactly(shelf, parcel, charge, event);
    assertThat(KeptSpans.overlap(shelf, parcel)).isTrue();
    // the event is no part of what the customer waits for
    assertThat(event.getStartEpochNanos())
        .isGreaterThanOrEqualTo(spans.one("frontend", SERVER, "").getStartEpochNanos());
    assertThat(orders.getEndEpochNanos() - event.getStartEpochNanos()).isLessThan(5_000_000);
    SpanData inventory = spans.one("inventory", SERVER, "Inventory/Reserve");
    assertThat(spans.calls(inventory)).hasSize(1);
    assertThat(spans.calls(inventory).get(0).getAttributes().get(QUERY))
        .matches("MGET( stock:\\d+){8}");
    assertThat(spans.all().filter(KeptSpans::failed)).isEmpty();
    assertThat(spans.all().map(span -> span.getAttributes().get(LANE))).containsOnlyNulls();
  }

  @Test
  void checkout_healthy_deadlinesShrinkDownwards() {
    checkout(shop.frontend);
    awaitWhole();

    long place = timeout(spans.one("frontend", CLIENT, "Orders/Place"));
    long charge = timeout(spans.one("orders", CLIENT, "Payments/Charge"));
    long bank = timeout(spans.one("payments", CLIENT, "Acquirer/Authorize"));
    assertThat(place).isGreaterThan(charge);
    assertThat(charge).isGreaterThan(bank);
    assertThat(timeout(spans.one("orders", CLIENT, "Inventory/Reserve"))).isLessThan(place);
    assertThat(timeout(spans.one("orders", CLIENT, "Shipping/Schedule"))).isLessThan(place);
  }

  @Test
  void browse_healthy_asksAllAtOnce() {
    browse();
    awaitWhole();

    List<SpanData> calls = spans.calls(spans.one("frontend", SERVER, "Browse"));
    assertThat(calls).hasSize(3).allMatch(call -> KeptSpans.millis(call) >= 25);
    assertThat(calls).allMatch(a -> calls.stream().allMatch(b -> KeptSpans.overlap(a, b)));
    assertThat(spans.of("inventory", CLIENT, "GET")).hasSize(1);
  }

  @Test
  void browse_serialCalls_oneAfterTheOther() {
    shop.begin(fault("one question after the other"));

    browse();
    awaitWhole();

    List<SpanData> calls = spans.calls(spans.one("frontend", SERVER, "Browse"));
    assertThat(calls)
        .extracting(SpanData::getName)
        .containsExactly(
            "shop.v1.Inventory/Stock", "shop.v1.Shipping/Quote", "shop.v1.Inventory/Similar");
    assertThat(calls).allMatch(call -> KeptSpans.millis(call) >= 25);
    assertThat(calls)
        .allMatch(a -> calls.stream().allMatch(b -> a == b || !KeptSpans.overlap(a, b)));
  }

  @Test
  void checkout_repeatedCall_isAGetPerArticle() {
    shop.begin(fault("a GET per article"));

    checkout(shop.frontend);
    awaitWhole();

    List<SpanData> gets = spans.calls(spans.one("inventory", SERVER, "Inventory/Reserve"));
    assertThat(gets).hasSize(8).allMatch(get -> get.getName().equals("GET"));
    assertThat(gets)
        .extracting(get -> get.getAttributes().get(QUERY))
        .allMatch(query -> query.matches("GET stock:\\d+"))
        .doesNotHaveDuplicates();
    assertThat(gets)
        .allMatch(
            get ->
                "redis".equals(get.getAttributes().get(AttributeKey.stringKey("db.system.name"))));
    assertThat(gets.get(7).getEndEpochNanos() - gets.get(0).getStartEpochNanos())
        .isGreaterThan(8_000_000);
  }

  @Test
  void checkout_timeoutInversion_paymentsWorksForNobody() {
    shop.begin(fault("orders does not wait for payments"));

    assertThatThrownBy(() -> checkout(shop.frontend))
        .hasMessageContaining("payments took too long");
    awaitWhole();

    SpanData caller = spans.one("orders", CLIENT, "Payments/Charge");
    SpanData callee = spans.one("payments", SERVER, "Payments/Charge");
    SpanData bank = spans.one("payments", CLIENT, "Acquirer/Authorize");
    assertThat(timeout(caller)).isEqualTo(100);
    assertThat(timeout(bank)).isGreaterThan(timeout(caller));
    assertThat(KeptSpans.failed(caller)).isTrue();
    assertThat(grpcStatus(caller)).isEqualTo(4); // DEADLINE_EXCEEDED
    assertThat(KeptSpans.millis(caller)).isBetween(90L, 170L);
    assertThat(callee.getEndEpochNanos()).isGreaterThan(caller.getEndEpochNanos());
    assertThat(KeptSpans.millis(callee)).isGreaterThanOrEqualTo(180);
    assertThat(KeptSpans.failed(callee)).isFalse();
    assertThat(KeptSpans.failed(bank)).isFalse();
    // only one caller gave up
    assertThat(grpcStatus(spans.one("frontend", CLIENT, "Orders/Place"))).isEqualTo(14);
  }

  @Test
  void checkout_grayHealthy_ordersOfTheLaneTakesIt() {
    checkout(LoadGenerator.gray(shop.frontend));
    awaitWhole();

    assertThat(standsIn(spans.one("orders", SERVER, "Place"))).isEqualTo("gray");
    assertThat(spans.all().map(span -> span.getAttributes().get(LANE))).containsOnly("gray");
    assertThat(standsIn(spans.one("payments", SERVER, "Charge"))).isEmpty(); // it has none there
  }

  @Test
  void checkout_laneLeak_someOfTheLaneGoToTheBaseline() {
    shop.begin(fault("lane leak"));

    for (int i = 0; i < 12; i++) {
      checkout(LoadGenerator.gray(shop.frontend));
    }
    checkout(shop.frontend);
    awaitWhole();

    List<SpanData> places = spans.of("orders", SERVER, "Place");
    assertThat(places)
        .filteredOn(place -> "gray".equals(place.getAttributes().get(LANE)))
        .hasSize(12)
        .extracting(PlantedFaultTest::standsIn)
        .contains("");
    assertThat(places)
        .filteredOn(place -> place.getAttributes().get(LANE) == null)
        .hasSize(1)
        .allMatch(place -> standsIn(place).isEmpty());
  }

  @Test
  void checkout_bankClosed_allAboveItEndInErrorBecauseOfIt() {
    shop.apply("payments", LiveConfig.BANK_FAILURE_RATE, "1");

    assertThatThrownBy(() -> checkout(shop.frontend)).hasMessageContaining("bank is closed");
    awaitWhole();

    SpanData bank = spans.one("payments", CLIENT, "Acquirer/Authorize");
    assertThat(spans.children(bank)).isEmpty();
    assertThat(spans.all().filter(KeptSpans::failed))
        .containsExactlyInAnyOrder(
            bank,
            spans.one("payments", SERVER, "Charge"),
            spans.one("orders", CLIENT, "Charge"),
            spans.one("orders", SERVER, "Place"),
            spans.one("frontend", CLIENT, "Place"),
            spans.one("frontend", SERVER, "Checkout"));
  }

  @Test
  void checkout_retryStorm_multipliesToNineCalls() {
    shop.begin(fault("everybody tries again"));

    assertThatThrownBy(() -> checkout(shop.frontend)).isInstanceOf(StatusRuntimeException.class);
    awaitWhole();

    List<SpanData> outer = spans.calls(spans.one("frontend", SERVER, "Checkout"));
    assertThat(outer).hasSize(3).allMatch(KeptSpans::failed);
    assertThat(KeptSpans.overlap(outer.get(0), outer.get(1))).isFalse();
    for (SpanData place : spans.of("orders", SERVER, "Place")) {
      assertThat(spans.calls(place))
          .filteredOn(call -> call.getName().endsWith("Schedule"))
          .hasSize(3)
          .allMatch(KeptSpans::failed);
    }
    assertThat(spans.of("shipping", SERVER, "Schedule")).hasSize(9).allMatch(KeptSpans::failed);
    assertThat(spans.of("payments", SERVER, "Charge")).isEmpty();
  }

  private static void checkout(Channel channel) {
    var unused =
        FrontendGrpc.newBlockingStub(channel)
            .checkout(
                CheckoutRequest.newBuilder()
                    .setUser("ada-" + System.nanoTime())
                    .addAllSkus(ARTICLES)
                    .build());
  }

  private static void browse() {
    var unused =
        FrontendGrpc.newBlockingStub(shop.frontend)
            .browse(
                BrowseRequest.newBuilder()
                    .setUser("bob-" + System.nanoTime())
                    .addAllSkus(ARTICLES.subList(0, 3))
                    .build());
  }

  /** The servers' spans end after their callers', and payments' later still. */
  private static void awaitWhole() {
    await().atMost(Duration.ofSeconds(10)).until(shop.spans::isWhole);
  }

  private static Fault fault(String name) {
    return FaultSchedule.FAULTS.stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long timeout(SpanData span) {
    return span.getAttributes().get(Timeout.MILLIS);
  }

  private static long grpcStatus(SpanData span) {
    return span.getAttributes().get(AttributeKey.longKey("rpc.grpc.status_code"));
  }

  private static String standsIn(SpanData span) {
    return span.getResource().getAttribute(LANE);
  }
}
