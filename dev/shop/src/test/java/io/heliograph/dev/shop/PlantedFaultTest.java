/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import static io.opentelemetry.api.trace.SpanKind.CLIENT;
import static io.opentelemetry.api.trace.SpanKind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The spans of one request while a fault is planted. */
class PlantedFaultTest {
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
  void heal() {
    shop.heal();
    shop.awaitWhole();
    spans.clear();
  }

  @Test
  void browse_serialCalls_oneAfterTheOther() {
    shop.begin(Faults.named("one question after the other"));

    shop.browse();
    shop.awaitWhole();

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
    shop.begin(Faults.named("a GET per article"));

    shop.checkout();
    shop.awaitWhole();

    List<SpanData> gets = spans.calls(spans.one("inventory", SERVER, "Inventory/Reserve"));
    assertThat(gets).hasSize(8).allMatch(get -> get.getName().equals("GET"));
    assertThat(gets)
        .extracting(KeptSpans::query)
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
    shop.begin(Faults.named("orders does not wait for payments"));

    assertThatThrownBy(() -> shop.checkout()).hasMessageContaining("payments took too long");
    shop.awaitWhole();

    SpanData caller = spans.one("orders", CLIENT, "Payments/Charge");
    SpanData callee = spans.one("payments", SERVER, "Payments/Charge");
    SpanData bank = spans.one("payments", CLIENT, "Acquirer/Authorize");
    assertThat(KeptSpans.timeoutMillis(caller)).isEqualTo(100);
    assertThat(KeptSpans.timeoutMillis(bank)).isGreaterThan(KeptSpans.timeoutMillis(caller));
    assertThat(KeptSpans.failed(caller)).isTrue();
    assertThat(KeptSpans.grpcStatus(caller)).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(callee.getEndEpochNanos()).isGreaterThan(caller.getEndEpochNanos());
    assertThat(KeptSpans.millis(callee)).isGreaterThanOrEqualTo(180);
    assertThat(KeptSpans.failed(callee)).isFalse();
    assertThat(KeptSpans.failed(bank)).isFalse();
    // only one caller gave up
    assertThat(KeptSpans.grpcStatus(spans.one("frontend", CLIENT, "Orders/Place")))
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void checkout_laneLeak_someOfTheLaneGoToTheBaseline() {
    shop.begin(Faults.named("lane leak"));

    for (int i = 0; i < 12; i++) {
      shop.checkoutGray();
    }
    shop.checkout();
    shop.awaitWhole();

    List<SpanData> places = spans.of("orders", SERVER, "Place");
    assertThat(places)
        .filteredOn(place -> "gray".equals(KeptSpans.lane(place)))
        .hasSize(12)
        .extracting(KeptSpans::standsIn)
        .contains("");
    assertThat(places)
        .filteredOn(place -> KeptSpans.lane(place) == null)
        .hasSize(1)
        .allMatch(place -> KeptSpans.standsIn(place).isEmpty());
  }

  @Test
  void checkout_bankClosed_allAboveItEndInErrorBecauseOfIt() {
    shop.apply("payments", LiveConfig.BANK_FAILURE_RATE, "1");

    assertThatThrownBy(() -> shop.checkout()).hasMessageContaining("bank is closed");
    shop.awaitWhole();

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
    shop.begin(Faults.named("everybody tries again"));

    assertThatThrownBy(() -> shop.checkout()).isInstanceOf(StatusRuntimeException.class);
    shop.awaitWhole();

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
}
