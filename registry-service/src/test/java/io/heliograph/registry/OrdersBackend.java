/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import com.google.protobuf.StringValue;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;

/** An instance of service orders: it answers each call with its id. */
final class OrdersBackend implements AutoCloseable {
  /** As {@code examples/orders.proto} has it. */
  static final MethodDescriptor<StringValue, StringValue> PLACE =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("shop.Orders/Place")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  /** Another method of the service, which does the same. */
  static final MethodDescriptor<StringValue, StringValue> TRACK =
      PLACE.toBuilder().setFullMethodName("shop.Orders/Track").build();

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String id;
  private final Server server;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile long answerMillis;
  private volatile Runnable eachCall = () -> {};

  OrdersBackend(String id) throws IOException {
    this.id = id;
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(
                ServerServiceDefinition.builder("shop.Orders")
                    .addMethod(PLACE, ServerCalls.asyncUnaryCall(this::answer))
                    .addMethod(TRACK, ServerCalls.asyncUnaryCall(this::answer))
                    .build())
            .build()
            .start();
  }

  private void answer(StringValue request, StreamObserver<StringValue> response) {
    calls.incrementAndGet();
    eachCall.run();
    pause(answerMillis);
    response.onNext(StringValue.of(id));
    response.onCompleted();
  }

  String id() {
    return id;
  }

  int port() {
    return server.getPort();
  }

  /** Registers it with a node, which stands at that HTTP port. */
  OrdersBackend register(int registryPort, String service, int weight, String room)
      throws Exception {
    return register(registryPort, service, weight, room, 60);
  }

  OrdersBackend register(
      int registryPort, String service, int weight, String room, int leaseSeconds)
      throws Exception {
    return register(
        node(registryPort),
        service,
        "'weight':%d,'leaseSeconds':%d,'location':{'city':'sh','center':'sh-1','room':'%s'}"
            .formatted(weight, leaseSeconds, room));
  }

  /** Registers it with weight 100, in room a of a center. */
  OrdersBackend register(int registryPort, String service, String version, String center)
      throws Exception {
    return register(
        node(registryPort),
        service,
        "'version':'%s','leaseSeconds':60,'location':{'city':'sh','center':'%s','room':'a'}"
            .formatted(version, center));
  }

  /**
   * Registers it.
   *
   * @param node where it speaks HTTP
   * @param properties all but its address, in JSON with single quotes
   */
  OrdersBackend register(URI node, String service, String properties) throws Exception {
    String body =
        "{'host':'127.0.0.1','port':%d,'protocol':'grpc',%s}"
            .formatted(server.getPort(), properties)
            .replace('\'', '"');
    send(HttpRequest.newBuilder(uri(node, service)).PUT(BodyPublishers.ofString(body)));
    return this;
  }

  /** From now on it takes so long for an answer: a call at a time then waits for it. */
  void answerAfter(long millis) {
    answerMillis = millis;
  }

  /** Runs with each call, in its thread. */
  void onCall(Runnable task) {
    eachCall = task;
  }

  private static void pause(long millis) {
    if (millis > 0) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // it is being closed
      }
    }
  }

  /** How many calls it has taken. */
  int calls() {
    return calls.get();
  }

  void deregister(int registryPort, String service) throws Exception {
    send(HttpRequest.newBuilder(uri(node(registryPort), service)).DELETE());
  }

  private static URI node(int registryPort) {
    return URI.create("http://127.0.0.1:" + registryPort);
  }

  private URI uri(URI node, String service) {
    return node.resolve("/v1/namespaces/default/services/%s/instances/%s".formatted(service, id));
  }

  private static void send(HttpRequest.Builder request) throws Exception {
    var answer = HTTP.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IllegalStateException(answer.statusCode() + " " + answer.body());
    }
  }

  @Override
  public void close() throws InterruptedException {
    server.shutdownNow().awaitTermination();
  }
}
