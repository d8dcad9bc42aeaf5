/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.e2e;

import com.google.protobuf.ByteString;
import com.google.protobuf.StringValue;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.heliograph.sdk.Heartbeater;
import io.heliograph.sdk.HeliographReporter;
import io.heliograph.sdk.ProcessLoad;
import io.heliograph.sdk.ServiceInstance;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * An instance of service orders: answers each call with its id after a while, and tells of each by
 * a span with the time it took. Registers over HTTP, beats once a second.
 */
final class OrdersInstance implements AutoCloseable {
  static final String SERVICE = "orders";
  static final MethodDescriptor<StringValue, StringValue> PLACE =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("shop.Orders/Place")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int LEASE_SECONDS = 300;

  private final String id;
  private final ScheduledExecutorService clock;
  private final Consumer<RecordedSpan> spans;
  private final Resource resource;
  private final Server server;
  private volatile long takesMillis;
  private Heartbeater beats;

  OrdersInstance(
      String id, long takesMillis, ScheduledExecutorService clock, Consumer<RecordedSpan> spans)
      throws IOException {
    this.id = id;
    this.takesMillis = takesMillis;
    this.clock = clock;
    this.spans = spans;
    resource =
        Resource.newBuilder()
            .addAttributes(attribute("service.name", SERVICE))
            .addAttributes(attribute("service.instance.id", id))
            .build();
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(
                ServerServiceDefinition.builder("shop.Orders")
                    .addMethod(PLACE, ServerCalls.asyncUnaryCall(this::place))
                    .build())
            .build()
            .start();
  }

  private static KeyValue attribute(String key, String value) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(value))
        .build();
  }

  /** From now on its calls take so long. */
  void takes(long millis) {
    takesMillis = millis;
  }

  /** Registers with weight 100 at the registry that listens on that HTTP port. */
  void register(int registryPort) throws Exception {
    String body =
        """
        {"host":"127.0.0.1","port":%d,"protocol":"grpc","weight":100,"leaseSeconds":%d}
        """
            .formatted(server.getPort(), LEASE_SECONDS);
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/v1/namespaces/default/services/%s/instances/%s"
                .formatted(registryPort, SERVICE, id));
    var answer =
        HTTP.send(
            HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  void beat(HeliographReporter reporter) {
    ServiceInstance instance =
        ServiceInstance.of(SERVICE, id).address("127.0.0.1", server.getPort()).build();
    beats = Heartbeater.start(reporter, instance, Duration.ofSeconds(1), new ProcessLoad());
  }

  private void place(StringValue request, StreamObserver<StringValue> response) {
    long startMillis = System.currentTimeMillis();
    long start = System.nanoTime();
    var unused =
        clock.schedule(
            () -> {
              response.onNext(StringValue.of(id));
              response.onCompleted();
              spans.accept(span(startMillis * 1_000_000, System.nanoTime() - start));
            },
            takesMillis,
            TimeUnit.MILLISECONDS);
  }

  private RecordedSpan span(long startNanos, long tookNanos) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new RecordedSpan(
        resource,
        Span.newBuilder()
            .setTraceId(random(random, 16))
            .setSpanId(random(random, 8))
            .setName("shop.Orders/Place")
            .setKind(Span.SpanKind.SPAN_KIND_SERVER)
            .setStartTimeUnixNano(startNanos)
            .setEndTimeUnixNano(startNanos + tookNanos)
            .build());
  }

  private static ByteString random(ThreadLocalRandom random, int bytes) {
    ByteBuffer id = ByteBuffer.allocate(bytes);
    while (id.hasRemaining()) {
      id.putLong(random.nextLong(1, Long.MAX_VALUE));
    }
    return ByteString.copyFrom(id.flip());
  }

  @Override
  public void close() throws InterruptedException {
    if (beats != null) {
      beats.close();
    }
    server.shutdownNow().awaitTermination();
  }
}
