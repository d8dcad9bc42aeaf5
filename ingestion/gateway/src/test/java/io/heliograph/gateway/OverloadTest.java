/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.Context;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.heliograph.gateway.intake.Budget;
import io.heliograph.gateway.wire.Spans;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kafka slow, away or failing, clients that leave: refusals that invite a retry, and no leaks. */
@Timeout(60)
class OverloadTest {
  @RegisterExtension static final Doors DOORS = new Doors();

  private static final ExportTraceServiceRequest SMALL = Spans.request(Spans.valid());

  @AfterEach
  void nothingStaysInFlight() {
    DOORS.log().release();
    Awaitility.await().untilAsserted(() -> assertThat(DOORS.budget().used()).isZero());
    DOORS.log().away(false);
    DOORS.log().failWith(null);
    assertThat(stub().export(SMALL).hasPartialSuccess()).isFalse();
  }

  @Test
  void kafkaAway_unavailableWithRetryInfo() throws Exception {
    DOORS.log().away(true);

    retryable(refused(SMALL), Code.UNAVAILABLE, "the fake is away");
    HttpResponse<byte[]> response = post(SMALL.toByteArray());
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
    Status status = Status.parseFrom(response.body());
    assertThat(status.getCode()).isEqualTo(14);
    assertThat(status.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds())
        .isEqualTo(1);
  }

  @Test
  void kafkaAway_jsonAnswerCarriesRetryInfo() throws Exception {
    DOORS.log().away(true);

    HttpResponse<byte[]> response =
        DOORS.post(
            DOORS.otlp("/v1/traces"),
            "{}".getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/json");

    assertThat(new String(response.body(), StandardCharsets.UTF_8))
        .contains(
            "\"code\":14", "type.googleapis.com/google.rpc.RetryInfo", "\"retryDelay\":\"1s\"");
  }

  @Test
  void sendFails_unavailableWithRetryInfo() {
    DOORS.log().failWith(new org.apache.kafka.common.errors.TimeoutException("too late"));

    retryable(refused(SMALL), Code.UNAVAILABLE, "too late");
  }

  @Test
  void budgetFull_refusedAndServedAgainAfterAcknowledgement() throws Exception {
    DOORS.log().hold();
    ListenableFuture<ExportTraceServiceResponse> waiting = futureStub().export(SMALL);
    Awaitility.await().until(() -> DOORS.log().heldCount() == 1);
    byte[] large = large();
    try (Budget.Reservation others = DOORS.budget().open()) {
      assertThat(others.grow(Doors.BUDGET_BYTES - DOORS.budget().used() - 1_000)).isTrue();

      StatusRuntimeException refused = refused(ExportTraceServiceRequest.parseFrom(large));
      HttpResponse<byte[]> response = post(large);

      // refused while it still arrived, so by the transport, which knows no details
      assertThat(refused.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
      assertThat(refused.getStatus().getDescription()).contains("bytes in flight");
      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(response.headers().firstValue("retry-after")).contains("1");
    }

    DOORS.log().release();
    assertThat(waiting.get(10, TimeUnit.SECONDS).hasPartialSuccess()).isFalse();
    assertThat(post(large).statusCode()).isEqualTo(200);
  }

  @Test
  void manyHalfSentBodies_boundedByTheBudget() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    byte[] part = new byte[600 * 1024];
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket(Doors.LOOPBACK, DOORS.otlpPort());
        sockets.add(socket);
        OutputStream out = socket.getOutputStream();
        out.write(
            String.join(
                    "\r\n",
                    "POST /v1/traces HTTP/1.1",
                    "Host: gateway",
                    "Content-Type: application/x-protobuf",
                    "Content-Length: 1048576",
                    "",
                    "")
                .getBytes(StandardCharsets.US_ASCII));
        out.write(part);
      }
      Awaitility.await().until(() -> DOORS.budget().used() > Doors.BUDGET_BYTES / 2);
      assertThat(DOORS.budget().used()).isLessThanOrEqualTo(Doors.BUDGET_BYTES);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void callCancelledBeforeTheAcknowledgement_budgetGivenBackAfterIt() throws Exception {
    DOORS.log().hold();
    Context.CancellableContext context = Context.current().withCancellation();
    ListenableFuture<ExportTraceServiceResponse> call =
        context.call(() -> futureStub().export(SMALL));
    Awaitility.await().until(() -> DOORS.log().heldCount() == 1);

    context.cancel(new CancellationException("the client left"));

    Awaitility.await().until(call::isDone);
    assertThat(DOORS.budget().used()).isPositive();
    DOORS.log().release();
    assertThat(DOORS.spans()).hasSize(1);
  }

  @Test
  void deadLettersCannotBeWritten_answeredAndCounted() throws Exception {
    double before = DOORS.counted("heliograph_gateway_dead_letters_lost_total");
    DOORS.log().failWith(new IllegalStateException("no"));

    // nothing but a rejected span: there is no fragment whose failure would refuse the call
    ExportTraceServiceResponse response = stub().export(Spans.request(Spans.valid().clearSpanId()));

    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(DOORS.counted("heliograph_gateway_dead_letters_lost_total")).isEqualTo(before + 1);
  }

  private static byte[] large() {
    ScopeSpans.Builder scope = ScopeSpans.newBuilder();
    for (int i = 0; i < 700; i++) {
      scope.addSpans(Spans.valid().setName("n".repeat(1_000)));
    }
    return Spans.request(scope).toByteArray();
  }

  private static void retryable(StatusRuntimeException refused, Code code, String reason) {
    assertThat(refused.getStatus().getCode()).isEqualTo(code);
    assertThat(refused.getStatus().getDescription()).contains(reason);
    Status status = StatusProto.fromThrowable(refused);
    assertThat(status.getDetailsList()).hasSize(1);
    assertThat(status.getDetails(0).is(RetryInfo.class)).isTrue();
  }

  private static StatusRuntimeException refused(ExportTraceServiceRequest request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> stub().export(request));
  }

  private static TraceServiceGrpc.TraceServiceBlockingStub stub() {
    return TraceServiceGrpc.newBlockingStub(DOORS.channel());
  }

  private static TraceServiceGrpc.TraceServiceFutureStub futureStub() {
    return TraceServiceGrpc.newFutureStub(DOORS.channel());
  }

  private static HttpResponse<byte[]> post(byte[] body) throws Exception {
    return DOORS.post(DOORS.otlp("/v1/traces"), body, "Content-Type", "application/x-protobuf");
  }
}
