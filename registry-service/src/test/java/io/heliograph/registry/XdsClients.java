/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.NameResolverRegistry;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.xds.XdsNameResolverProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stock gRPC clients that ask a node over xDS, and the calls they make. */
final class XdsClients implements AutoCloseable {
  private static final AtomicInteger SCHEMES = new AtomicInteger();

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<XdsNameResolverProvider> resolvers = new ArrayList<>();

  /**
   * A client with a bootstrap of its own, as one process of many would have it, in center sh-1.
   *
   * @param cluster the name of the caller's own service
   */
  ManagedChannel open(int registryPort, String service, String cluster, String room) {
    return open(List.of(registryPort), service, cluster, room);
  }

  /**
   * A client with several servers in its bootstrap, in the order in which it turns to them (gRFC
   * A71).
   */
  ManagedChannel open(List<Integer> ports, String service, String cluster, String room) {
    return open(ports, service, cluster, room, Map.of());
  }

  /**
   * A client that says more of itself.
   *
   * @param metadata of its node, such as {@code lane}
   */
  ManagedChannel open(
      List<Integer> ports, String service, String cluster, String room, Map<String, ?> metadata) {
    Map<String, ?> bootstrap =
        Map.of(
            "xds_servers",
            ports.stream().map(XdsClients::server).toList(),
            "node",
            Map.of(
                "id",
                "test",
                "cluster",
                cluster,
                "metadata",
                metadata,
                "locality",
                Map.of("region", "sh", "zone", "sh-1", "sub_zone", room)));
    String scheme = "xds-test-" + SCHEMES.incrementAndGet();
    XdsNameResolverProvider resolver = XdsNameResolverProvider.createForTest(scheme, bootstrap);
    NameResolverRegistry.getDefaultRegistry().register(resolver);
    resolvers.add(resolver);
    ManagedChannel channel =
        Grpc.newChannelBuilder(scheme + ":///" + service, InsecureChannelCredentials.create())
            .build();
    channels.add(channel);
    return channel;
  }

  private static Map<String, ?> server(int port) {
    return Map.of(
        "server_uri",
        "127.0.0.1:" + port,
        "channel_creds",
        List.of(Map.of("type", "insecure")),
        "server_features",
        List.of("xds_v3"));
  }

  static String call(Channel client) {
    return call(client, OrdersBackend.PLACE);
  }

  static String call(Channel client, MethodDescriptor<StringValue, StringValue> method) {
    return ClientCalls.blockingUnaryCall(
            client,
            method,
            CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
            StringValue.of("one"))
        .getValue();
  }

  /** Null if it fails. */
  static String tryCall(Channel client) {
    try {
      return call(client);
    } catch (StatusRuntimeException e) {
      return null;
    }
  }

  /** How a call ends; OK if it does not fail. */
  static Status.Code failure(Channel client, MethodDescriptor<StringValue, StringValue> method) {
    StatusRuntimeException thrown =
        catchThrowableOfType(StatusRuntimeException.class, () -> call(client, method));
    return thrown == null ? Status.Code.OK : thrown.getStatus().getCode();
  }

  /** How many of so many calls each instance has taken. */
  static Map<String, Integer> calls(Channel client, int count) {
    Map<String, Integer> calls = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      calls.merge(call(client), 1, Integer::sum);
    }
    return calls;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    resolvers.forEach(NameResolverRegistry.getDefaultRegistry()::deregister);
  }
}
