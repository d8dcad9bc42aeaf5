/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.heliograph.dev.kafka.KafkaExtension;
import io.heliograph.gateway.wire.Spans;
import io.heliograph.protocol.FragmentHeaders;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import io.heliograph.v1.DeadLetter;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import zipkin2.Endpoint;
import zipkin2.codec.SpanBytesEncoder;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/** Exporters as anyone has them, through a whole gateway, into a real Kafka. */
@Timeout(120)
class StockClientsIT {
  @RegisterExtension static final KafkaExtension KAFKA = new KafkaExtension();

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    Gateways.createTopics(KAFKA.bootstrapServers());
    gateway = Gateways.start(KAFKA.bootstrapServers());
    Gateways.awaitReady(gateway);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
  }

  @Test
  void openTelemetryOverGrpcWithGzip_spansInKafka() throws Exception {
    exportsTraces(
        OtlpGrpcSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + gateway.grpcPort())
            .setCompression("gzip")
            .build());
  }

  @Test
  void openTelemetryOverHttp_spansInKafka() throws Exception {
    exportsTraces(
        OtlpHttpSpanExporter.builder()
            .setEndpoint("http://127.0.0.1:" + gateway.httpPort() + "/v1/traces")
            .build());
  }

  private static void exportsTraces(SpanExporter exporter) throws Exception {
    Resource orders =
        Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "orders"));
    try (Tail tail = Tail.open(KAFKA.bootstrapServers(), Signal.SPANS.topic());
        SdkTracerProvider provider =
            SdkTracerProvider.builder()
                .setResource(orders)
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                .build()) {
      Tracer tracer = provider.get("test");
      for (int i = 0; i < 100; i++) {
        tracer.spanBuilder("GET /orders/" + i).setSpanKind(SpanKind.SERVER).startSpan().end();
      }
      assertThat(provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess()).isTrue();

      List<ResourceSpans> found = tail.spans(100);

      assertThat(found)
          .allMatch(r -> r.getResource().getAttributesList().toString().contains("orders"));
      assertThat(names(found)).hasSize(100).doesNotHaveDuplicates().contains("GET /orders/42");
    }
  }

  @Test
  void zipkinReporter_spansInKafkaAsOtlp() throws Exception {
    zipkin2.Span span =
        zipkin2.Span.newBuilder()
            .traceId("a1b2c3d4e5f60718")
            .id("b7ad6b7169203331")
            .kind(zipkin2.Span.Kind.CLIENT)
            .name("get /orders")
            .timestamp(1_750_000_000_000_000L)
            .duration(5_000)
            .localEndpoint(Endpoint.newBuilder().serviceName("frontend").build())
            .remoteEndpoint(Endpoint.newBuilder().serviceName("orders").ip("10.0.0.7").build())
            .putTag("error", "timeout")
            .build();
    try (Tail tail = Tail.open(KAFKA.bootstrapServers(), Signal.SPANS.topic());
        URLConnectionSender sender =
            URLConnectionSender.create(
                "http://127.0.0.1:" + gateway.zipkinPort() + "/api/v2/spans")) {
      sender.send(List.of(SpanBytesEncoder.JSON_V2.encode(span)));

      ResourceSpans found = tail.spans(1).get(0);

      assertThat(found.getResource().getAttributes(0).getValue().getStringValue())
          .isEqualTo("frontend");
      Span otlp = found.getScopeSpans(0).getSpans(0);
      assertThat(otlp.getTraceId()).isEqualTo(Spans.hex("0000000000000000a1b2c3d4e5f60718"));
      assertThat(otlp.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
      assertThat(otlp.getEndTimeUnixNano() - otlp.getStartTimeUnixNano()).isEqualTo(5_000_000);
      assertThat(otlp.getStatus().getMessage()).isEqualTo("timeout");
    }
  }

  @Test
  void rejectedSpanAndKey_headersAndDeadLetterInKafka() throws Exception {
    byte[] body =
        Spans.request(Spans.valid(), Spans.valid().clearSpanId(), Spans.valid()).toByteArray();
    try (Tail spans = Tail.open(KAFKA.bootstrapServers(), Signal.SPANS.topic());
        Tail letters = Tail.open(KAFKA.bootstrapServers(), Topics.DEAD_LETTERS)) {
      HttpResponse<String> response =
          HTTP.send(
              HttpRequest.newBuilder(uri(gateway.httpPort(), "/v1/traces"))
                  .header("Content-Type", "application/x-protobuf")
                  .header("idempotency-key", "export-1")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);

      ConsumerRecord<byte[], byte[]> fragment = spans.records(1, Duration.ofSeconds(10)).get(0);
      DeadLetter letter =
          DeadLetter.parseFrom(letters.records(1, Duration.ofSeconds(10)).get(0).value());

      assertThat(fragment.key()).isNull();
      assertThat(header(fragment, FragmentHeaders.ITEMS)).isEqualTo("2");
      assertThat(header(fragment, FragmentHeaders.IDEMPOTENCY_KEY)).isEqualTo("export-1");
      assertThat(letter.getReason()).startsWith("Span.span_id must be 8 bytes");
      assertThat(letter.getCount()).isEqualTo(1);
    }
  }

  @Test
  void adminAndHealth_sayReadyAndCount() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).isEqualTo("ready\n");
    assertThat(get("/metrics").body())
        .contains("heliograph_gateway_in_flight_limit_bytes", "heliograph_gateway_kafka_up 1.0");
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", gateway.grpcPort()).usePlaintext().build();
    try {
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(
                          HealthGrpc.newBlockingStub(channel)
                              .check(HealthCheckRequest.getDefaultInstance())
                              .getStatus())
                      .isEqualTo(ServingStatus.SERVING));
    } finally {
      channel.shutdownNow();
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(uri(gateway.adminPort(), path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static List<String> names(List<ResourceSpans> found) {
    return found.stream()
        .flatMap(r -> r.getScopeSpansList().stream())
        .flatMap(s -> s.getSpansList().stream())
        .map(Span::getName)
        .toList();
  }
}
