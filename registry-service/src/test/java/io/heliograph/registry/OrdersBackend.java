/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import com.google.protobuf.StringValue;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
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

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String id;
  private final Server server;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile long answerMillis;

  OrdersBackend(String id) throws IOException {
    this.id = id;
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(
                ServerServiceDefinition.builder("shop.Orders")
                    .addMethod(
                        PLACE,
                        ServerCalls.asyncUnaryCall(
                            (request, response) -> {
                              calls.incrementAndGet();
                              pause(answerMillis);
                              response.onNext(StringValue.of(id));
                              response.onCompleted();
                            }))
                    .build())
            .build()
            .start();
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
    String body =
        """
        {"host":"127.0.0.1","port":%d,"protocol":"grpc","weight":%d,"leaseSeconds":%d,
         "location":{"city":"sh","center":"sh-1","room":"%s"}}
        """
            .formatted(server.getPort(), weight, leaseSeconds, room);
    send(HttpRequest.newBuilder(uri(registryPort, service)).PUT(BodyPublishers.ofString(body)));
    return this;
  }

  /** From now on it takes so long for an answer: a call at a time then waits for it. */
  void answerAfter(long millis) {
    answerMillis = millis;
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

  /** Registers it with weight 100. */
  OrdersBackend register(int registryPort, String service, String version, String center)
      throws Exception {
    return register(registryPort, service, version, center, 100);
  }

  OrdersBackend register(
      int registryPort, String service, String version, String center, int weight)
      throws Exception {
    String body =
        """
        {"host":"127.0.0.1","port":%d,"protocol":"grpc","version":"%s","leaseSeconds":60,
         "weight":%d,"location":{"city":"sh","center":"%s","room":"a"}}
        """
            .formatted(server.getPort(), version, weight, center);
    send(HttpRequest.newBuilder(uri(registryPort, service)).PUT(BodyPublishers.ofString(body)));
    return this;
  }

  void deregister(int registryPort, String service) throws Exception {
    send(HttpRequest.newBuilder(uri(registryPort, service)).DELETE());
  }

  private URI uri(int registryPort, String service) {
    return URI.create(
        "http://127.0.0.1:%d/v1/namespaces/default/services/%s/instances/%s"
            .formatted(registryPort, service, id));
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
