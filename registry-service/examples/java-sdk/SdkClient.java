/* SPDX-License-Identifier: Apache-2.0 */

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.rules.Caller;
import io.heliograph.sdk.registry.CallRefusedException;
import io.heliograph.sdk.registry.RegistryClient;
import io.heliograph.sdk.registry.RoutedChannel;
import io.heliograph.sdk.registry.ServiceWatch;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Watches service orders, calls it by its rules, and says which instance answered how often, and
 * which rules refused how many calls. Arguments: how many calls, the nodes.
 */
public final class SdkClient {
  private static final MethodDescriptor<StringValue, StringValue> PLACE =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("shop.Orders/Place")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  public static void main(String[] args) throws Exception {
    int calls = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    String nodes = args.length > 1 ? args[1] : "127.0.0.1:7400";
    Caller me = new Caller("shop", new Location("sh", "sh-1", "a"), "", Map.of());
    Map<String, Integer> answers = new TreeMap<>();
    try (RegistryClient registry = RegistryClient.to(nodes.split(",")).start();
        ServiceWatch orders = registry.watch("orders");
        RoutedChannel channel = new RoutedChannel(orders, me)) {
      if (!orders.await(Duration.ofSeconds(30))) {
        System.err.println("no node answers: " + orders.state());
      }
      for (int i = 0; i < calls; i++) {
        answers.merge(call(channel), 1, Integer::sum);
      }
    }
    answers.forEach((instance, count) -> System.out.println(instance + " " + count));
  }

  private static String call(RoutedChannel channel) {
    try {
      return ClientCalls.blockingUnaryCall(
              channel, PLACE, CallOptions.DEFAULT, StringValue.of("tea"))
          .getValue();
    } catch (StatusRuntimeException e) {
      Throwable cause = Status.fromThrowable(e).getCause();
      return cause instanceof CallRefusedException refused ? refused.rule() : e.getMessage();
    }
  }
}
