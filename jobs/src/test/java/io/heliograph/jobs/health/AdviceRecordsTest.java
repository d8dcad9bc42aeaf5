/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import static io.heliograph.jobs.health.ABeat.ORDERS_1;
import static io.heliograph.jobs.health.ABeat.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliograph.v1.HealthAdvice;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AdviceRecordsTest {
  private static ProducerRecord<byte[], byte[]> record(Advice advice) {
    return new AdviceRecords().serialize(advice, null, null);
  }

  @Test
  void advice_isARecordOfItsInstance() throws Exception {
    ProducerRecord<byte[], byte[]> record =
        record(
            new Advice(ORDERS_1, new Verdict(HealthState.SUSPECT, 33, "silent"), START, 7, true));

    assertThat(record.topic()).isEqualTo("heliograph.health");
    assertThat(new String(record.key(), StandardCharsets.UTF_8))
        .isEqualTo("default/orders/orders-1");
    assertThat(HealthAdvice.parseFrom(record.value()))
        .isEqualTo(
            HealthAdvice.newBuilder()
                .setNamespace("default")
                .setService("orders")
                .setInstanceId("orders-1")
                .setState(io.heliograph.v1.HealthState.HEALTH_STATE_SUSPECT)
                .setScore(33)
                .setReason("silent")
                .setTimeUnixNano(START * 1_000_000)
                .setRevision(7)
                .setBeatsItself(true)
                .build());
  }

  @Test
  void forgotten_isATombstone() {
    assertThat(record(new Advice(ORDERS_1, null, START, 7, false)).value()).isNull();
  }

  @Test
  void names_withSlashes_keepKeysApart() {
    byte[] key = AdviceRecords.key(new InstanceId("a/b", "c%", "d"));

    assertThat(new String(key, StandardCharsets.UTF_8)).isEqualTo("a%2Fb/c%25/d");
  }

  @ParameterizedTest
  @EnumSource(HealthState.class)
  void everyState_hasItsName(HealthState state) throws Exception {
    Verdict verdict = new Verdict(state, 1, "");
    byte[] value = AdviceRecords.value(new Advice(ORDERS_1, verdict, START, 1, false));

    assertThat(HealthAdvice.parseFrom(value).getState().name())
        .isEqualTo("HEALTH_STATE_" + state.name());
  }
}
