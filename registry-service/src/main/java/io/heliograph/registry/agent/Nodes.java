/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.agent;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.RegistryGrpc.RegistryStub;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The nodes that an agent may ask. All services go to one of them until it fails, then to the next;
 * the first is taken at random, so that agents share the nodes. Used by one thread.
 */
final class Nodes {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int MAX_MESSAGE = 32 << 20;

  private final List<ManagedChannel> channels;
  private final Executor thread;
  private int current;

  /**
   * Connects to nobody yet.
   *
   * @param thread runs what their answers lead to
   */
  Nodes(List<String> addresses, Executor thread) {
    this.thread = thread;
    channels = addresses.stream().map(Nodes::channel).toList();
    current = ThreadLocalRandom.current().nextInt(channels.size());
  }

  private static ManagedChannel channel(String address) {
    return NettyChannelBuilder.forTarget(address)
        .usePlaintext()
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .keepAliveTime(10, TimeUnit.SECONDS)
        .keepAliveTimeout(2, TimeUnit.SECONDS)
        .maxInboundMessageSize(MAX_MESSAGE)
        .build();
  }

  /** The number of the node to ask now. */
  int current() {
    return current;
  }

  /** One has failed: if nobody has turned away from it yet, the next is asked from now on. */
  void failed(int node) {
    if (node == current) {
      current = (current + 1) % channels.size();
    }
  }

  RegistryStub stub(int node) {
    ManagedChannel channel = channels.get(node);
    channel.resetConnectBackoff(); // gRPC would wait for up to two minutes
    return RegistryGrpc.newStub(channel).withExecutor(thread);
  }

  void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
