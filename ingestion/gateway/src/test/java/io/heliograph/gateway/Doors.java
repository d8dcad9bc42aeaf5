/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.heliograph.gateway.grpc.GrpcReceiver;
import io.heliograph.gateway.http.HttpReceiver;
import io.heliograph.gateway.intake.Budget;
import io.heliograph.gateway.intake.FakePublisher;
import io.heliograph.gateway.intake.GatewayMetrics;
import io.heliograph.gateway.intake.Intake;
import io.heliograph.gateway.intake.Outgoing;
import io.heliograph.gateway.intake.Receivers;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import io.heliograph.v1.DeadLetter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Every receiver on a free port, in front of a log in memory. */
public final class Doors implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  public static final int MAX_REQUEST_BYTES = 1024 * 1024;
  public static final int BUDGET_BYTES = 8 * MAX_REQUEST_BYTES;

  /** Not by name: the machine may have another address called localhost. */
  static final InetAddress LOOPBACK = loopback();

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Budget budget = new Budget(BUDGET_BYTES);
  private FakePublisher log;
  private GrpcReceiver grpc;
  private HttpReceiver http;
  private ManagedChannel channel;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    log = new FakePublisher(4);
    GatewayMetrics metrics = new GatewayMetrics(registry);
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    Receivers receivers =
        new Receivers(new Intake(log, metrics, clock), budget, metrics, MAX_REQUEST_BYTES);
    InetSocketAddress any = new InetSocketAddress(LOOPBACK, 0);
    grpc = new GrpcReceiver(any, receivers, 4);
    http = new HttpReceiver(any, any, receivers, clock, Duration.ofSeconds(2));
    grpc.start();
    http.start();
    channel = NettyChannelBuilder.forAddress("127.0.0.1", grpc.port()).usePlaintext().build();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    log.away(false);
    log.failWith(null);
    log.release();
    log.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    channel.shutdownNow();
    grpc.stopAccepting();
    grpc.stop(Duration.ofSeconds(1), () -> true);
    http.stop();
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException fourBytesAreAnAddress) {
      throw new IllegalStateException(fourBytesAreAnAddress);
    }
  }

  public FakePublisher log() {
    return log;
  }

  public Budget budget() {
    return budget;
  }

  public ManagedChannel channel() {
    return channel;
  }

  public int grpcPort() {
    return grpc.port();
  }

  public int otlpPort() {
    return http.otlpPort();
  }

  public URI otlp(String path) {
    return URI.create("http://127.0.0.1:" + http.otlpPort() + path);
  }

  public URI zipkin() {
    return URI.create("http://127.0.0.1:" + http.zipkinPort() + "/api/v2/spans");
  }

  public HttpResponse<byte[]> post(URI uri, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  public HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /** The spans in the log. */
  public List<Span> spans() throws InvalidProtocolBufferException {
    List<Span> spans = new ArrayList<>();
    for (Outgoing record : log.records(Signal.SPANS.topic())) {
      ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(record.value());
      request
          .getResourceSpansList()
          .forEach(r -> r.getScopeSpansList().forEach(s -> spans.addAll(s.getSpansList())));
    }
    return spans;
  }

  public List<DeadLetter> deadLetters() throws InvalidProtocolBufferException {
    List<DeadLetter> letters = new ArrayList<>();
    for (Outgoing record : log.records(Topics.DEAD_LETTERS)) {
      letters.add(DeadLetter.parseFrom(record.value()));
    }
    return letters;
  }

  /** The value of a counter; 0 if it never counted. */
  public double counted(String name, String... labels) {
    for (MetricSnapshot snapshot : registry.scrape()) {
      if (snapshot instanceof CounterSnapshot counter
          && (counter.getMetadata().getName() + "_total").equals(name)) {
        return counter.getDataPoints().stream()
            .filter(point -> matches(point, labels))
            .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
            .sum();
      }
    }
    return 0;
  }

  private static boolean matches(CounterSnapshot.CounterDataPointSnapshot point, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].equals(point.getLabels().get(labels[i]))) {
        return false;
      }
    }
    return true;
  }
}
