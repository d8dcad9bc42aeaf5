/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.advice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliograph.registry.catalog.Advice;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.v1.HealthAdvice;
import io.heliograph.v1.HealthState;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdviceRecordTest {
  private static final HealthAdvice ADVICE =
      HealthAdvice.newBuilder()
          .setService("orders")
          .setInstanceId("orders-1")
          .setState(HealthState.HEALTH_STATE_SUSPECT)
          .setScore(40)
          .setTimeUnixNano(1_790_000_000_123_456_789L)
          .setBeatsItself(true)
          .build();

  @Test
  void read_advice_inMillisAndTheDefaultNamespace() throws Exception {
    assertThat(AdviceRecord.read(new byte[0], ADVICE.toByteArray()))
        .isEqualTo(
            new AdviceRecord(
                new ServiceName("default", "orders"),
                "orders-1",
                Optional.of(new Advice(Advice.State.SUSPECT, 40, 1_790_000_000_123L, true))));
  }

  @ParameterizedTest
  @EnumSource(
      value = HealthState.class,
      names = {"HEALTH_STATE_UNSPECIFIED", "UNRECOGNIZED"},
      mode = EnumSource.Mode.EXCLUDE)
  void read_everyState_isThatOfTheContract(HealthState state) throws Exception {
    Advice advice =
        AdviceRecord.read(null, ADVICE.toBuilder().setState(state).build().toByteArray())
            .advice()
            .orElseThrow();
    assertThat("HEALTH_STATE_" + advice.state()).isEqualTo(state.name());
  }

  @Test
  void read_noValue_forgetsWhatTheKeyNames() throws Exception {
    assertThat(AdviceRecord.read("shop/orders/orders-1".getBytes(UTF_8), null))
        .isEqualTo(
            new AdviceRecord(new ServiceName("shop", "orders"), "orders-1", Optional.empty()));
  }

  @Test
  void read_whatIsNone_refusedByItsField() {
    refused("key is 'orders'", "orders".getBytes(UTF_8), null);
    refused("value is no HealthAdvice", null, new byte[] {1, 2, 3});
    refused("score is 101", null, ADVICE.toBuilder().setScore(101).build().toByteArray());
    refused("service has 0", null, ADVICE.toBuilder().clearService().build().toByteArray());
    refused(
        "state is HEALTH_STATE_UNSPECIFIED",
        null,
        ADVICE.toBuilder().clearState().build().toByteArray());
    refused("instance_id is 'a/b'", "d/orders/a%2Fb".getBytes(UTF_8), null);
  }

  private static void refused(String message, byte[] key, byte[] value) {
    assertThatThrownBy(() -> AdviceRecord.read(key, value))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining(message);
  }
}
