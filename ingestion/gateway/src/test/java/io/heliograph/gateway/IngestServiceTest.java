/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.heliograph.gateway.intake.Outgoing;
import io.heliograph.gateway.wire.Spans;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.ConfigEvent;
import io.heliograph.v1.ConfigEventKind;
import io.heliograph.v1.DeadLetter;
import io.heliograph.v1.Heartbeat;
import io.heliograph.v1.HeartbeatBatch;
import io.heliograph.v1.IngestRequest;
import io.heliograph.v1.IngestResponse;
import io.heliograph.v1.IngestServiceGrpc;
import io.heliograph.v1.IngestStatus;
import io.heliograph.v1.MessageEvent;
import io.heliograph.v1.MessageEventKind;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.RateLimitUsage;
import io.heliograph.v1.Rejection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class IngestServiceTest {
  @RegisterExtension static final Doors DOORS = new Doors();

  private static final Heartbeat ORDERS_1 =
      Heartbeat.newBuilder()
          .setService("orders")
          .setInstanceId("orders-1")
          .setHost("10.0.0.7")
          .setPort(8080)
          .setTimeUnixNano(Spans.START)
          .setWeight(100)
          .build();

  @Test
  void ingest_everyKind_acknowledgedAndOnItsTopic() throws Exception {
    Answers answers = new Answers();
    StreamObserver<IngestRequest> stream = open(answers);
    stream.onNext(
        IngestRequest.newBuilder()
            .setBatchId(7)
            .setIdempotencyKey("batch-7")
            .addHeartbeats(ORDERS_1)
            .addProbeResults(
                ProbeResult.newBuilder()
                    .setService("orders")
                    .setInstanceId("orders-1")
                    .setProberId("agent-1")
                    .setTimeUnixNano(Spans.START))
            .addConfigEvents(
                ConfigEvent.newBuilder()
                    .setReleaseId("r1")
                    .setApp("orders")
                    .setItem("timeout")
                    .setKind(ConfigEventKind.CONFIG_EVENT_KIND_PUBLISHED)
                    .setTimeUnixNano(Spans.START))
            .addMessageEvents(
                MessageEvent.newBuilder()
                    .setMessageId("m1")
                    .setTopic("paid")
                    .setKind(MessageEventKind.MESSAGE_EVENT_KIND_PRODUCED)
                    .setTimeUnixNano(Spans.START))
            .addUsages(
                RateLimitUsage.newBuilder()
                    .setRule("checkout")
                    .setReporterId("orders-1")
                    .setWindowStartUnixNano(Spans.START))
            .build());

    IngestResponse response = answers.next();
    assertThat(response.getBatchId()).isEqualTo(7);
    assertThat(response.getStatus()).isEqualTo(IngestStatus.INGEST_STATUS_OK);
    assertThat(response.getAccepted()).isEqualTo(5);
    for (Signal signal :
        List.of(
            Signal.HEARTBEATS,
            Signal.PROBES,
            Signal.CONFIG_EVENTS,
            Signal.MESSAGES,
            Signal.USAGE)) {
      assertThat(DOORS.log().records(signal.topic()))
          .extracting(Outgoing::items, Outgoing::idempotencyKey)
          .containsExactly(tuple(1, "batch-7"));
    }
    byte[] value = DOORS.log().records(Signal.HEARTBEATS.topic()).get(0).value();
    assertThat(HeartbeatBatch.parseFrom(value).getItemsList()).containsExactly(ORDERS_1);
    stream.onCompleted();
    assertThat(answers.end()).isNull();
  }

  @Test
  void ingest_someEventsBreakRules_restAcceptedAndReasonsGiven() throws Exception {
    Answers answers = new Answers();
    StreamObserver<IngestRequest> stream = open(answers);
    stream.onNext(
        IngestRequest.newBuilder()
            .addHeartbeats(ORDERS_1)
            .addHeartbeats(ORDERS_1.toBuilder().clearInstanceId())
            .addHeartbeats(ORDERS_1.toBuilder().setPort(70_000))
            .addHeartbeats(ORDERS_1.toBuilder().setInstanceId("x".repeat(300)))
            .build());

    IngestResponse response = answers.next();

    assertThat(response.getAccepted()).isEqualTo(1);
    assertThat(response.getRejected()).isEqualTo(3);
    assertThat(response.getRejectionsList())
        .extracting(Rejection::getIndex, Rejection::getField, Rejection::getReason)
        .containsExactly(
            tuple(1, "instance_id", "must be 1 to 255 bytes, has 0"),
            tuple(2, "port", "must be 0 to 65535, is 70000"),
            tuple(3, "instance_id", "must be 1 to 255 bytes, has 300"));
    assertThat(DOORS.deadLetters())
        .extracting(DeadLetter::getSignal, DeadLetter::getCount, DeadLetter::getReason)
        .containsExactly(
            tuple("heartbeats", 2L, "instance_id must be 1 to 255 bytes, has 0"),
            tuple("heartbeats", 1L, "port must be 0 to 65535, is 70000"));
    stream.onCompleted();
  }

  @Test
  void ingest_kafkaAway_retry() throws Exception {
    DOORS.log().away(true);
    Answers answers = new Answers();
    StreamObserver<IngestRequest> stream = open(answers);
    stream.onNext(IngestRequest.newBuilder().setBatchId(1).addHeartbeats(ORDERS_1).build());

    IngestResponse response = answers.next();

    assertThat(response.getStatus()).isEqualTo(IngestStatus.INGEST_STATUS_RETRY);
    assertThat(response.getRetryAfterMs()).isEqualTo(1_000);
    assertThat(response.getMessage()).contains("the fake is away");
    DOORS.log().away(false);
    stream.onNext(IngestRequest.newBuilder().setBatchId(1).addHeartbeats(ORDERS_1).build());
    assertThat(answers.next().getStatus()).isEqualTo(IngestStatus.INGEST_STATUS_OK);
    stream.onCompleted();
  }

  @Test
  void ingest_moreBatchesThanMayBeUnderWay_allAnsweredBeforeTheEnd() throws Exception {
    DOORS.log().hold();
    Answers answers = new Answers();
    StreamObserver<IngestRequest> stream = open(answers);
    for (int i = 0; i < 100; i++) {
      stream.onNext(IngestRequest.newBuilder().setBatchId(i).addHeartbeats(ORDERS_1).build());
    }
    stream.onCompleted();
    Awaitility.await().until(() -> DOORS.log().heldCount() == 16);
    DOORS.log().release();

    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ids.add(answers.next().getBatchId());
    }
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(answers.end()).isNull();
    Awaitility.await().untilAsserted(() -> assertThat(DOORS.budget().used()).isZero());
  }

  @Test
  void ingest_beatsOfOneInstance_onePartition() throws Exception {
    Answers answers = new Answers();
    StreamObserver<IngestRequest> stream = open(answers);
    IngestRequest.Builder batch = IngestRequest.newBuilder();
    for (int i = 0; i < 200; i++) {
      batch.addHeartbeats(ORDERS_1.toBuilder().setInstanceId("orders-" + i % 20));
    }
    stream.onNext(batch.build());
    assertThat(answers.next().getAccepted()).isEqualTo(200);

    Map<String, Integer> partitionOf = new HashMap<>();
    for (Outgoing record : DOORS.log().records(Signal.HEARTBEATS.topic())) {
      HeartbeatBatch beats = HeartbeatBatch.parseFrom(record.value());
      assertThat(beats.getItemsCount()).isEqualTo(record.items());
      for (Heartbeat beat : beats.getItemsList()) {
        Integer before = partitionOf.put(beat.getInstanceId(), record.partition());
        assertThat(before).isIn(null, record.partition());
      }
    }
    assertThat(partitionOf).hasSize(20);
    stream.onCompleted();
  }

  @Test
  void ingest_keyTooLong_endsTheStreamInvalidArgument() throws Exception {
    Answers answers = new Answers();
    open(answers)
        .onNext(
            IngestRequest.newBuilder()
                .setIdempotencyKey("k".repeat(65))
                .addHeartbeats(ORDERS_1)
                .build());

    StatusRuntimeException end = (StatusRuntimeException) answers.end();
    assertThat(end.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(end.getStatus().getDescription()).contains("at most 64 bytes (has 65)");
  }

  private static StreamObserver<IngestRequest> open(Answers answers) {
    return IngestServiceGrpc.newStub(DOORS.channel()).ingest(answers);
  }

  private static final class Answers implements StreamObserver<IngestResponse> {
    private static final Object COMPLETED = new Object();
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Override
    public void onNext(IngestResponse response) {
      events.add(response);
    }

    @Override
    public void onError(Throwable failure) {
      events.add(failure);
    }

    @Override
    public void onCompleted() {
      events.add(COMPLETED);
    }

    IngestResponse next() throws InterruptedException {
      return (IngestResponse) events.poll(20, TimeUnit.SECONDS);
    }

    /** Null if the stream ended well. */
    Throwable end() throws InterruptedException {
      Object end = events.poll(20, TimeUnit.SECONDS);
      assertThat(end).isNotNull();
      return end == COMPLETED ? null : (Throwable) end;
    }
  }
}
