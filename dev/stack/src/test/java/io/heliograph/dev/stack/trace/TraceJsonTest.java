/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class TraceJsonTest {
  @Test
  void of_judgedTrace_sameFactsAsTheWaterfall() {
    JsonNode page = Traces.json(TraceJson.of(Traces.judged()));

    assertThat(page.path("trace_id").asText()).isEqualTo(Traces.ID);
    assertThat(page.path("judged").asBoolean()).isTrue();
    assertThat(page.path("start_time").asText()).isEqualTo("2026-03-31T12:00:00.250Z");
    assertThat(page.path("duration_ns").asLong()).isEqualTo(400_000_000);
    assertThat(page.path("trace").path("culprit_service").asText()).isEqualTo("payments");
    assertThat(page.path("trace").path("critical_path")).hasSize(8);
    assertThat(page.path("spans")).hasSize(9);
    JsonNode orders = page.path("spans").path(2);
    assertThat(orders.path("span_id").asText()).isEqualTo("b1");
    assertThat(orders.path("depth").asInt()).isEqualTo(2);
    assertThat(orders.path("offset_ns").asLong()).isEqualTo(15_000_000);
    assertThat(orders.path("path_self_ns").asLong()).isEqualTo(30_000_000);
    assertThat(page.path("spans").path(8).has("path_self_ns")).isFalse();
    assertThat(page.path("findings").path(0).path("evidence").path("peer").asText())
        .isEqualTo("redis");
    assertThat(page.path("logs").path(0).path("offset_ns").asLong()).isEqualTo(-2_000_000);
    assertThat(page.path("logs").path(1).path("body").asText()).contains("\n");
    assertThat(page.path("logs_stored").asInt()).isEqualTo(7);
  }

  @Test
  void of_unjudgedTrace_spansAlone() {
    JsonNode page = Traces.json(TraceJson.of(Traces.unjudged(Traces.checkout())));

    assertThat(page.path("judged").asBoolean(true)).isFalse();
    assertThat(page.has("trace")).isFalse();
    assertThat(page.path("findings").isArray()).isTrue();
    assertThat(page.path("spans")).hasSize(9);
  }
}
