/* SPDX-License-Identifier: Apache-2.0 */

import com.google.protobuf.StringValue;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.heliograph.sdk.ServiceInstance;
import io.heliograph.sdk.registry.RegistryClient;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * An instance of service orders, which answers each call with its id. A stream to a node of the
 * registry holds its lease. Arguments: its id, its weight, the nodes.
 */
public final class SdkServer {
  private static final MethodDescriptor<StringValue, StringValue> PLACE =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("shop.Orders/Place")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  public static void main(String[] args) throws Exception {
    String id = args.length > 0 ? args[0] : "orders-1";
    int weight = args.length > 1 ? Integer.parseInt(args[1]) : 100;
    String nodes = args.length > 2 ? args[2] : "127.0.0.1:7400";
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

    RegistryClient registry = RegistryClient.to(nodes.split(",")).start();
    ServiceInstance me =
        ServiceInstance.of("orders", id)
            .address("127.0.0.1", server.getPort())
            .location("sh", "sh-1", "a")
            .weight(weight)
            .build();
    registry.register(me);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  registry.close(); // out of every client's list at once
                  try {
                    server.shutdown().awaitTermination(5, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    server.awaitTermination();
  }
}
