/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.heliograph.gateway.wire.Spans;
import io.heliograph.protocol.Signal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What must not bring the gateway down, one by one, each with the answer it gets. */
@Timeout(60)
class MalformedTest {
  @RegisterExtension static final Doors DOORS = new Doors();

  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  /** After each of them the next client is served and no byte stays in flight. */
  @AfterEach
  void servesOn() throws Exception {
    assertThat(export(Spans.request(Spans.valid())).hasPartialSuccess()).isFalse();
    assertThat(post(Spans.request(Spans.valid()).toByteArray()).statusCode()).isEqualTo(200);
    Awaitility.await().untilAsserted(() -> assertThat(DOORS.budget().used()).isZero());
  }

  @Test
  void grpc_malformedProtobuf_invalidArgument() throws Exception {
    StatusRuntimeException refused = refusedBytes(new byte[] {0x0a, 0x7f, 1, 2, 3});

    assertThat(refused.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refused.getStatus().getDescription())
        .contains("malformed protobuf")
        .contains("byte");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(DOORS.deadLetters())
                    .singleElement()
                    .satisfies(
                        letter -> {
                          assertThat(letter.getSignal()).isEqualTo("spans");
                          assertThat(letter.getReason()).contains("malformed protobuf");
                          assertThat(letter.getPayload().toByteArray())
                              .isEqualTo(new byte[] {0x0a, 0x7f, 1, 2, 3});
                        }));
  }

  @Test
  void http_malformedProtobuf_400WithStatusInProtobuf() throws Exception {
    HttpResponse<byte[]> response = post(new byte[] {0x0a, 0x7f, 1, 2, 3});

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("content-type")).contains(PROTOBUF);
    Status status = Status.parseFrom(response.body());
    assertThat(status.getCode()).isEqualTo(3);
    assertThat(status.getMessage()).contains("malformed protobuf");
    assertThat(status.getDetailsCount()).isZero();
  }

  @Test
  void http_jsonWithWrongType_400NamesThePlace() throws Exception {
    String body =
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":{\"no\":\"string\"}}]}]}]}";

    HttpResponse<byte[]> response = json(body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.headers().firstValue("content-type")).contains(JSON);
    assertThat(text(response))
        .contains("/resourceSpans/0/scopeSpans/0/spans/0/name must be a string, is an object");
  }

  @Test
  void http_jsonThatEndsEarly_400() throws Exception {
    assertThat(json("{\"resourceSpans\":[{").statusCode()).isEqualTo(400);
    assertThat(json("").statusCode()).isEqualTo(400);
    assertThat(json("[]").statusCode()).isEqualTo(400);
    assertThat(json("{} {}").statusCode()).isEqualTo(400);
    assertThat(json("[".repeat(100_000)).statusCode()).isEqualTo(400);
  }

  @Test
  void grpc_bodyOf64MiB_resourceExhaustedNamesTheLimit() {
    StatusRuntimeException refused = refusedBytes(new byte[64 * 1024 * 1024]);

    assertThat(refused.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(refused.getStatus().getDescription())
        .contains(String.valueOf(Doors.MAX_REQUEST_BYTES));
  }

  @Test
  void http_bodyOf64MiB_413NamesTheLimit() throws Exception {
    HttpResponse<byte[]> response = post(new byte[64 * 1024 * 1024]);

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(Status.parseFrom(response.body()).getMessage())
        .contains(String.valueOf(Doors.MAX_REQUEST_BYTES));
  }

  @Test
  void http_chunkedBodyOf64MiB_413() throws Exception {
    byte[] chunk = new byte[1024 * 1024];
    HttpRequest request =
        HttpRequest.newBuilder(DOORS.otlp("/v1/traces"))
            .header("Content-Type", PROTOBUF)
            .POST(HttpRequest.BodyPublishers.ofByteArrays(Collections.nCopies(64, chunk)))
            .build();

    assertThat(DOORS.send(request).statusCode()).isEqualTo(413);
  }

  @Test
  void http_64MiBAfterAskingToSend_413WithoutSending() throws Exception {
    // by hand: the JDK's client of Java 17 waits for a 100 for ever (JDK-8286171)
    try (Socket socket = new Socket(Doors.LOOPBACK, DOORS.otlpPort())) {
      socket.setSoTimeout(10_000);
      String head =
          String.join(
              "\r\n",
              "POST /v1/traces HTTP/1.1",
              "Host: gateway",
              "Content-Type: application/x-protobuf",
              "Content-Length: 67108864",
              "Expect: 100-continue",
              "",
              "");
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

      byte[] answer = socket.getInputStream().readNBytes(12);

      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void http_gzipBomb_413() throws Exception {
    byte[] bomb = Compressed.gzip(new byte[64 * 1024 * 1024]);
    assertThat(bomb.length).isLessThan(100_000);

    HttpResponse<byte[]> response =
        DOORS.post(
            DOORS.otlp("/v1/traces"), bomb, "Content-Type", PROTOBUF, "Content-Encoding", "gzip");

    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void http_zstdBomb_413() throws Exception {
    byte[] bomb = Compressed.zstd(new byte[64 * 1024 * 1024]);

    HttpResponse<byte[]> response =
        DOORS.post(
            DOORS.otlp("/v1/traces"), bomb, "Content-Type", PROTOBUF, "Content-Encoding", "zstd");

    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void http_notReallyCompressed_400() throws Exception {
    for (String encoding : new String[] {"gzip", "zstd"}) {
      HttpResponse<byte[]> response =
          DOORS.post(
              DOORS.otlp("/v1/traces"),
              Spans.request(Spans.valid()).toByteArray(),
              "Content-Type",
              PROTOBUF,
              "Content-Encoding",
              encoding);

      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(Status.parseFrom(response.body()).getMessage()).contains("is not " + encoding);
    }
  }

  @Test
  void grpc_gzipBomb_resourceExhausted() {
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    DOORS.channel(),
                    Compressed.RAW_EXPORT,
                    CallOptions.DEFAULT.withCompression("gzip"),
                    new byte[64 * 1024 * 1024]));

    assertThat(refused.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(refused.getStatus().getDescription())
        .contains(String.valueOf(Doors.MAX_REQUEST_BYTES));
  }

  @Test
  void http_wrongContentType_415() throws Exception {
    HttpResponse<byte[]> response =
        DOORS.post(DOORS.otlp("/v1/traces"), new byte[10], "Content-Type", "text/html");

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(text(response)).contains("application/x-protobuf or application/json");
  }

  @Test
  void http_unsupportedEncoding_415() throws Exception {
    HttpResponse<byte[]> response =
        DOORS.post(
            DOORS.otlp("/v1/logs"), new byte[10], "Content-Type", JSON, "Content-Encoding", "br");

    assertThat(response.statusCode()).isEqualTo(415);
    assertThat(text(response)).contains("gzip, zstd, identity");
  }

  @Test
  void grpc_unsupportedEncoding_unimplemented() throws Exception {
    assertThat(Compressed.grpcStatusOfEncoding(DOORS.grpcPort(), "br"))
        .isEqualTo(Code.UNIMPLEMENTED.value());
  }

  @Test
  void http_wrongMethod_405WithAllow() throws Exception {
    HttpResponse<byte[]> response =
        DOORS.send(HttpRequest.newBuilder(DOORS.otlp("/v1/metrics")).GET().build());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).contains("POST");
  }

  @Test
  void http_unknownPath_404() throws Exception {
    assertThat(DOORS.post(DOORS.otlp("/v1/trace"), new byte[0]).statusCode()).isEqualTo(404);
    assertThat(DOORS.post(DOORS.otlp("/api/v2/spans"), new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void traceIdOf8BytesOrNone_rejectedWithReason() throws Exception {
    ExportTraceServiceResponse response =
        export(
            Spans.request(
                Spans.valid().setTraceId(Spans.SPAN), Spans.valid().clearTraceId(), Spans.valid()));

    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(2);
    assertThat(response.getPartialSuccess().getErrorMessage())
        .isEqualTo("2 refused: Span.trace_id must be 16 bytes, not all zero (has 8)");
    assertThat(DOORS.spans()).hasSize(1);
    assertThat(DOORS.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.getCount()).isEqualTo(2);
              assertThat(Span.parseFrom(letter.getPayload()))
                  .isEqualTo(Spans.valid().setTraceId(Spans.SPAN).build());
            });
  }

  @Test
  void zeroIds_rejected() throws Exception {
    rejected(
        Spans.valid().setTraceId(ByteString.copyFrom(new byte[16])),
        "Span.trace_id must be 16 bytes");
    rejected(Spans.valid().clearSpanId(), "Span.span_id must be 8 bytes, not all zero (has 0)");
    rejected(
        Spans.valid().setParentSpanId(Spans.TRACE),
        "Span.parent_span_id must be 8 bytes, or empty");
  }

  @Test
  void timesOf1970And2100_rejected() throws Exception {
    rejected(
        Spans.valid().setStartTimeUnixNano(1_000),
        "Span.start_time_unix_nano must be nanoseconds since 1970, from 2000-01-01 to 2099-12-31"
            + " (has 1000)");
    rejected(Spans.valid().clearStartTimeUnixNano(), "Span.start_time_unix_nano must be");
    long year2100 =
        TimeUnit.SECONDS.toNanos(Instant.parse("2100-06-01T00:00:00Z").getEpochSecond());
    rejected(Spans.valid().setStartTimeUnixNano(year2100), "Span.start_time_unix_nano must be");
    rejected(Spans.valid().setEndTimeUnixNano(-1), "(has 18446744073709551615)");
  }

  @Test
  void endBeforeStart_accepted() throws Exception {
    assertThat(
            export(Spans.request(Spans.valid().setEndTimeUnixNano(Spans.START - 1)))
                .hasPartialSuccess())
        .isFalse();
  }

  @Test
  void attributeOf1MiB_rejectedWithTheLimit() throws Exception {
    Span.Builder span =
        Spans.valid().addAttributes(Spans.attribute("sql", "x".repeat(1024 * 1000)));

    rejected(span, "AnyValue.string_value must be at most 262144 bytes (has 1024000)");
  }

  @Test
  void spanLargerThanAFragment_rejectedWithTheLimit() throws Exception {
    Span.Builder span = Spans.valid();
    for (int i = 0; i < 5; i++) {
      span.addAttributes(Spans.attribute("k" + i, "x".repeat(200_000)));
    }

    rejected(span, "a span with its resource and scope must be at most 900000 bytes");
  }

  @Test
  void invalidUtf8_rejectedAlone() throws Exception {
    ByteString name = Spans.field(5, ByteString.copyFrom(new byte[] {'o', (byte) 0xc3, '('}));
    ByteString bad = Spans.valid().clearName().build().toByteString().concat(name);
    ByteString scope =
        Spans.field(2, bad).concat(Spans.field(2, Spans.valid().build().toByteString()));
    byte[] request = Spans.field(1, Spans.field(2, scope)).toByteArray();

    ExportTraceServiceResponse response =
        ExportTraceServiceResponse.parseFrom(post(request).body());

    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(response.getPartialSuccess().getErrorMessage())
        .isEqualTo("1 refused: Span.name must be valid UTF-8");
    assertThat(DOORS.spans()).containsExactly(Spans.valid().build());
  }

  @Test
  void invalidUtf8InJson_400() throws Exception {
    byte[] body = json("x").body();
    assertThat(body).isNotEmpty();
    byte[] bad = "{\"resourceSpans\":\"??\"}".getBytes(StandardCharsets.ISO_8859_1);
    bad[19] = (byte) 0xc3;
    HttpResponse<byte[]> response = DOORS.post(DOORS.otlp("/v1/traces"), bad, "Content-Type", JSON);
    assertThat(response.statusCode()).isEqualTo(400);

    String lone = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"name\":\"\\ud83d\"}]}]}]}";
    assertThat(text(json(lone))).contains("half of a surrogate pair");
  }

  @Test
  void nestedDeeperThanDecodersGo_rejected() throws Exception {
    ByteString value = ByteString.EMPTY;
    for (int i = 0; i < 80; i++) {
      value = Spans.field(5, Spans.field(1, value));
    }
    ByteString attribute =
        Spans.field(1, ByteString.copyFromUtf8("deep")).concat(Spans.field(2, value));
    ByteString span = Spans.valid().build().toByteString().concat(Spans.field(9, attribute));
    byte[] request = Spans.field(1, Spans.field(2, Spans.field(2, span))).toByteArray();

    ExportTraceServiceResponse response =
        ExportTraceServiceResponse.parseFrom(post(request).body());

    assertThat(response.getPartialSuccess().getErrorMessage()).contains("must not nest deeper");
  }

  @Test
  void hundredThousandSpanNames_accepted() throws Exception {
    for (int batch = 0; batch < 100; batch++) {
      ScopeSpans.Builder scope = ScopeSpans.newBuilder();
      for (int i = 0; i < 1_000; i++) {
        scope.addSpans(Spans.valid().setName("GET /orders/" + batch + "/" + i));
      }
      assertThat(export(Spans.request(scope)).hasPartialSuccess()).isFalse();
    }

    assertThat(DOORS.spans().stream().map(Span::getName).distinct()).hasSize(100_000);
  }

  @Test
  void idempotencyKeyTooLong_400() throws Exception {
    HttpResponse<byte[]> response =
        DOORS.post(
            DOORS.otlp("/v1/traces"),
            Spans.request(Spans.valid()).toByteArray(),
            "Content-Type",
            PROTOBUF,
            "idempotency-key",
            "k".repeat(65));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(Status.parseFrom(response.body()).getMessage())
        .isEqualTo("idempotency-key must be at most 64 bytes (has 65)");
  }

  private static void rejected(Span.Builder span, String reason) throws Exception {
    double before = rejectedSpans();
    ExportTraceServiceResponse response = export(Spans.request(span));

    assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(1);
    assertThat(response.getPartialSuccess().getErrorMessage()).contains(reason);
    assertThat(rejectedSpans()).isEqualTo(before + 1);
    assertThat(DOORS.deadLetters().stream().anyMatch(l -> l.getReason().contains(reason))).isTrue();
  }

  private static double rejectedSpans() {
    return DOORS.counted("heliograph_gateway_rejected_items_total", "signal", Signal.SPANS.label());
  }

  private static ExportTraceServiceResponse export(ExportTraceServiceRequest request) {
    return TraceServiceGrpc.newBlockingStub(DOORS.channel()).export(request);
  }

  private static StatusRuntimeException refusedBytes(byte[] message) {
    return catchThrowableOfType(
        StatusRuntimeException.class,
        () ->
            ClientCalls.blockingUnaryCall(
                DOORS.channel(), Compressed.RAW_EXPORT, CallOptions.DEFAULT, message));
  }

  private static HttpResponse<byte[]> post(byte[] body) throws Exception {
    return DOORS.post(DOORS.otlp("/v1/traces"), body, "Content-Type", PROTOBUF);
  }

  private static HttpResponse<byte[]> json(String body) throws Exception {
    return DOORS.post(
        DOORS.otlp("/v1/traces"),
        body.getBytes(StandardCharsets.UTF_8),
        "Content-Type",
        "application/json; charset=utf-8");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
