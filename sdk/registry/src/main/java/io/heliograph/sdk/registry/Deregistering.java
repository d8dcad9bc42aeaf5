/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.v1.DeregisterRequest;
import io.heliograph.registry.v1.DeregisterResponse;
import io.heliograph.registry.v1.InstanceName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends a lease that no stream holds, by asking one node after the other. */
final class Deregistering implements StreamObserver<DeregisterResponse> {
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private final Nodes nodes;
  private final InstanceName name;
  private final CompletableFuture<Void> done;
  private final int node;
  private final int left;

  private Deregistering(
      Nodes nodes, InstanceName name, CompletableFuture<Void> done, int node, int left) {
    this.nodes = nodes;
    this.name = name;
    this.done = done;
    this.node = node;
    this.left = left;
  }

  /** Completes once a node has ended it, or all have failed. */
  static void begin(Nodes nodes, InstanceName name, CompletableFuture<Void> done) {
    new Deregistering(nodes, name, done, nodes.current(), nodes.size()).ask();
  }

  private void ask() {
    if (left == 0) {
      done.completeExceptionally(new IllegalStateException("no node answers"));
      return;
    }
    nodes
        .stub(node)
        .withDeadlineAfter(ANSWER.toNanos(), TimeUnit.NANOSECONDS)
        .deregister(DeregisterRequest.newBuilder().setInstance(name).build(), this);
  }

  @Override
  public void onNext(DeregisterResponse answer) {}

  @Override
  public void onError(Throwable failure) {
    if (Status.fromThrowable(failure).getCode() == Status.Code.NOT_FOUND) {
      done.complete(null);
    } else {
      new Deregistering(nodes, name, done, nodes.after(node), left - 1).ask();
    }
  }

  @Override
  public void onCompleted() {
    done.complete(null);
  }
}
