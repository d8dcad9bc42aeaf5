/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.heliograph.gateway.intake.Outcome.Accepted;
import io.heliograph.gateway.intake.Outcome.Refusal;
import io.heliograph.gateway.intake.Outcome.Refused;
import io.heliograph.gateway.wire.Spans;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private final FakePublisher log = new FakePublisher(4);
  private final Budget budget = new Budget(64 << 20);
  private final List<Outcome> outcomes = new ArrayList<>();
  private final Intake intake =
      new Intake(log, new GatewayMetrics(new PrometheusRegistry()), Clock.systemUTC());

  @AfterEach
  void close() {
    intake.close();
    assertThat(budget.used()).isZero();
    assertThat(intake.open()).isZero();
  }

  @Test
  void otlp_notAcknowledgedYet_noAnswer() {
    log.hold();
    submit("", Spans.request(Spans.valid()).toByteArray());
    assertThat(outcomes).isEmpty();
    assertThat(budget.used()).isPositive();

    log.release();
    assertThat(outcomes).containsExactly(new Accepted(1, 0, ""));
  }

  @Test
  void otlp_sameRequestAndKeyAgain_sameRecordsWithSameDistinctKeys() {
    byte[] request = threeMegabytes();
    submit("export-1", request);
    List<Outgoing> first = List.copyOf(log.records(Signal.SPANS.topic()));
    log.clear();
    submit("export-1", request);

    List<Outgoing> second = log.records(Signal.SPANS.topic());
    assertThat(first).hasSizeGreaterThan(3);
    assertThat(values(second)).isEqualTo(values(first));
    assertThat(second)
        .extracting(Outgoing::partition, Outgoing::items, Outgoing::idempotencyKey)
        .isEqualTo(
            first.stream().map(r -> tuple(r.partition(), r.items(), r.idempotencyKey())).toList());
    assertThat(first.stream().map(r -> r.partition() + "/" + r.idempotencyKey()))
        .doesNotHaveDuplicates();
  }

  @Test
  void otlp_oneFragmentOfManyFails_wholeRequestUnavailableOnce() {
    log.failWith(new TimeoutException("30 ms passed"));

    submit("", threeMegabytes());

    assertThat(outcomes).hasSize(1);
    Refused refused = (Refused) outcomes.get(0);
    assertThat(refused.refusal()).isEqualTo(Refusal.UNAVAILABLE);
    assertThat(refused.retryAfterMillis()).isPositive();
  }

  @Test
  void otlp_publisherThrows_internalOnce() {
    Publisher broken =
        new Publisher() {
          @Override
          public int partitions(String topic) {
            return 1;
          }

          @Override
          public String trouble(String topic) {
            return "";
          }

          @Override
          public void send(Outgoing record, Consumer<Exception> acknowledged) {
            throw new IllegalArgumentException("defect");
          }
        };
    try (Intake door =
        new Intake(broken, new GatewayMetrics(new PrometheusRegistry()), Clock.systemUTC())) {
      byte[] request = Spans.request(Spans.valid()).toByteArray();
      Budget.Reservation reservation = budget.open();
      assertThat(reservation.grow(request.length)).isTrue();
      door.otlp(Signal.SPANS, origin(""), request, request.length, reservation, outcomes::add);
    }

    assertThat(outcomes).hasSize(1);
    assertThat(((Refused) outcomes.get(0)).refusal()).isEqualTo(Refusal.INTERNAL);
  }

  @Test
  void otlp_headersRepeatedPastTheBudget_tooLarge() {
    Budget tiny = new Budget(4_000);
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    scope.setSchemaUrl("u".repeat(3_000));
    for (int i = 0; i < 8; i++) {
      scope.addSpans(Spans.valid().setTraceId(Spans.hex("0af7651916cd43dd8448eb211c80319" + i)));
    }
    byte[] request = Spans.request(scope).toByteArray();

    intake.otlp(Signal.SPANS, origin(""), request, request.length, tiny.open(), outcomes::add);

    assertThat(((Refused) outcomes.get(0)).refusal()).isEqualTo(Refusal.TOO_LARGE);
    assertThat(tiny.used()).isZero();
  }

  private void submit(String key, byte[] request) {
    Budget.Reservation reservation = budget.open();
    assertThat(reservation.grow(request.length)).isTrue();
    intake.otlp(Signal.SPANS, origin(key), request, request.length, reservation, outcomes::add);
  }

  private static List<ByteBuffer> values(List<Outgoing> records) {
    return records.stream().map(record -> ByteBuffer.wrap(record.value())).toList();
  }

  private static Origin origin(String key) {
    return new Origin(Receivers.OTLP_GRPC, "127.0.0.1:5", key);
  }

  private static byte[] threeMegabytes() {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (int i = 0; i < 3_000; i++) {
      String trace = String.format("%032x", i % 2 + 1);
      scope.addSpans(Spans.valid().setTraceId(Spans.hex(trace)).setName("n".repeat(1_000)));
    }
    return Spans.request(scope).toByteArray();
  }
}
