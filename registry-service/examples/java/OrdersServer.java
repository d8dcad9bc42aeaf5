/* SPDX-License-Identifier: Apache-2.0 */

import com.google.protobuf.StringValue;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * An instance of service orders: it registers itself, renews its lease, and answers each call with
 * its id. Arguments: its id, its weight, the registry's address.
 */
public final class OrdersServer {
  private static final MethodDescriptor<StringValue, StringValue> PLACE =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("shop.Orders/Place")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  public static void main(String[] args) throws Exception {
    String id = args.length > 0 ? args[0] : "orders-1";
    String weight = args.length > 1 ? args[1] : "100";
    String registry = args.length > 2 ? args[2] : "http://127.0.0.1:7401";
    Server server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(
                ServerServiceDefinition.builder("shop.Orders")
                    .addMethod(
                        PLACE,
                        ServerCalls.asyncUnaryCall(
                            (item, receipt) -> {
                              receipt.onNext(StringValue.of(id));
                              receipt.onCompleted();
                            }))
                    .build())
            .build()
            .start();

    // the same request registers, and renews the lease of 10 s; a host name would not do for xDS
    HttpClient http = HttpClient.newHttpClient();
    URI instance =
        URI.create(registry + "/v1/namespaces/default/services/orders/instances/" + id);
    HttpRequest register =
        HttpRequest.newBuilder(instance)
            .PUT(
                BodyPublishers.ofString(
                    """
                    {"host":"127.0.0.1","port":%d,"protocol":"grpc","weight":%s,"leaseSeconds":10,
                     "location":{"city":"sh","center":"sh-1","room":"a"}}
                    """
                        .formatted(server.getPort(), weight)))
            .build();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> { // out of every client's list at once, and then the calls that still run end
                  try {
                    http.send(HttpRequest.newBuilder(instance).DELETE().build(),
                        BodyHandlers.discarding());
                    server.shutdown().awaitTermination(5, java.util.concurrent.TimeUnit.SECONDS);
                  } catch (Exception e) {
                    System.err.println("not deregistered, its lease will end: " + e);
                  }
                }));
    while (true) {
      try {
        var answer = http.send(register, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          System.err.println("not registered: " + answer.body());
        }
      } catch (java.io.IOException e) {
        System.err.println("the registry is away, and clients go on with what they know: " + e);
      }
      Thread.sleep(3_000);
    }
  }
}
