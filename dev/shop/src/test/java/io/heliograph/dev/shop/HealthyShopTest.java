/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import static io.opentelemetry.api.trace.SpanKind.CLIENT;
import static io.opentelemetry.api.trace.SpanKind.PRODUCER;
import static io.opentelemetry.api.trace.SpanKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The spans of one request while no fault is planted: none has a shape worth finding. */
class HealthyShopTest {
  private static InProcessShop shop;

  private final KeptSpans spans = shop.spans;

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
    shop.awaitWhole();
    spans.clear();
  }

  @Test
  void checkout_healthy_asksAtOnceAndOnceEach() {
    shop.checkout();
    shop.awaitWhole();

    SpanData orders = spans.one("orders", SERVER, "Orders/Place");
    SpanData shelf = spans.one("orders", CLIENT, "Inventory/Reserve");
    SpanData parcel = spans.one("orders", CLIENT, "Shipping/Schedule");
    SpanData charge = spans.one("orders", CLIENT, "Payments/Charge");
    SpanData event = spans.one("orders", PRODUCER, "");
    assertThat(spans.calls(orders)).containsExactly(shelf, parcel, charge, event);
    assertThat(KeptSpans.overlap(shelf, parcel)).isTrue();
    // the event is no part of what the customer waits for
    assertThat(orders.getEndEpochNanos() - event.getStartEpochNanos()).isLessThan(50_000_000);
    SpanData inventory = spans.one("inventory", SERVER, "Inventory/Reserve");
    assertThat(spans.calls(inventory)).hasSize(1);
    assertThat(KeptSpans.query(spans.calls(inventory).get(0))).matches("MGET( stock:\\d+){8}");
    assertThat(spans.all().filter(KeptSpans::failed)).isEmpty();
    assertThat(spans.all().map(KeptSpans::lane)).containsOnlyNulls();
  }

  @Test
  void checkout_healthy_deadlinesShrinkDownwards() {
    shop.checkout();
    shop.awaitWhole();

    long place = KeptSpans.timeoutMillis(spans.one("frontend", CLIENT, "Orders/Place"));
    long charge = KeptSpans.timeoutMillis(spans.one("orders", CLIENT, "Payments/Charge"));
    long bank = KeptSpans.timeoutMillis(spans.one("payments", CLIENT, "Acquirer/Authorize"));
    assertThat(place).isGreaterThan(charge);
    assertThat(charge).isGreaterThan(bank);
    assertThat(KeptSpans.timeoutMillis(spans.one("orders", CLIENT, "Inventory/Reserve")))
        .isLessThan(place);
    assertThat(KeptSpans.timeoutMillis(spans.one("orders", CLIENT, "Shipping/Schedule")))
        .isLessThan(place);
  }

  @Test
  void browse_healthy_asksAllAtOnce() {
    shop.browse();
    shop.awaitWhole();

    List<SpanData> calls = spans.calls(spans.one("frontend", SERVER, "Browse"));
    assertThat(calls).hasSize(3).allMatch(call -> KeptSpans.millis(call) >= 25);
    assertThat(calls).allMatch(a -> calls.stream().allMatch(b -> KeptSpans.overlap(a, b)));
    assertThat(spans.of("inventory", CLIENT, "GET")).hasSize(1);
  }

  @Test
  void checkout_grayHealthy_ordersOfTheLaneTakesIt() {
    shop.checkoutGray();
    shop.awaitWhole();

    assertThat(KeptSpans.standsIn(spans.one("orders", SERVER, "Place"))).isEqualTo("gray");
    assertThat(spans.all().map(KeptSpans::lane)).containsOnly("gray");
    assertThat(KeptSpans.standsIn(spans.one("payments", SERVER, "Charge")))
        .isEmpty(); // it has none there
  }
}
