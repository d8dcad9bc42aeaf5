/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.RegistryGrpc.RegistryStub;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The nodes that a client may ask. All streams go to one of them until it fails, then to the next;
 * the first is taken at random, so that clients share the nodes. Used by one thread.
 */
final class Nodes {
  private final List<ManagedChannel> channels;
  private final Executor thread;
  private int current;

  /**
   * Connects to nobody yet.
   *
   * @param thread runs what their answers lead to
   */
  Nodes(List<ManagedChannel> channels, Executor thread) {
    this.channels = channels;
    this.thread = thread;
    current = ThreadLocalRandom.current().nextInt(channels.size());
  }

  int size() {
    return channels.size();
  }

  /** The number of the node to ask now. */
  int current() {
    return current;
  }

  /** One has failed: if nobody has turned away from it yet, the next is asked from now on. */
  void failed(int node) {
    if (node == current) {
      current = after(node);
    }
  }

  int after(int node) {
    return (node + 1) % channels.size();
  }

  boolean isConnected(int node) {
    return channels.get(node).getState(false) == ConnectivityState.READY;
  }

  RegistryStub stub(int node) {
    ManagedChannel channel = channels.get(node);
    channel.resetConnectBackoff(); // gRPC would wait for up to two minutes
    return RegistryGrpc.newStub(channel).withExecutor(thread);
  }
}
