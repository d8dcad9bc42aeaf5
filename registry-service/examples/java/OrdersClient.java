/* SPDX-License-Identifier: Apache-2.0 */

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.util.Map;
import java.util.TreeMap;

/** Finds service orders through the registry, calls it, and says which instance answered how often. */
public final class OrdersClient {
  private static final MethodDescriptor<StringValue, StringValue> PLACE =
      MethodDescriptor.<StringValue, StringValue>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("shop.Orders/Place")
          .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
          .build();

  public static void main(String[] args) {
    String target = args.length > 0 ? args[0] : "xds:///orders";
    int calls = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    ManagedChannel channel =
        Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()).build();
    Map<String, Integer> answers = new TreeMap<>();
    for (int i = 0; i < calls; i++) {
      StringValue receipt =
          ClientCalls.blockingUnaryCall(
              channel, PLACE, CallOptions.DEFAULT.withWaitForReady(), StringValue.of("tea"));
      answers.merge(receipt.getValue(), 1, Integer::sum);
    }
    answers.forEach((instance, count) -> System.out.println(instance + " " + count));
    channel.shutdownNow();
  }
}
