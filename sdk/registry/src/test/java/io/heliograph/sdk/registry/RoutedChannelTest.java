/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static io.heliograph.sdk.registry.Answers.instance;
import static io.heliograph.sdk.registry.Answers.up;
import static io.heliograph.sdk.registry.Answers.whole;
import static io.heliograph.sdk.registry.FakeNode.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.rules.Caller;
import io.heliograph.registry.v1.DeregisterRequest;
import io.heliograph.registry.v1.DeregisterResponse;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.sdk.registry.FakeNode.Watching;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoutedChannelTest {
  private static final DeregisterRequest REQUEST = DeregisterRequest.getDefaultInstance();

  private final String backend = InProcessServerBuilder.generateName();
  private final ManagedChannel toBackend = InProcessChannelBuilder.forName(backend).build();
  private FakeNode node;
  private RegistryClient client;
  private ServiceWatch watch;
  private Watching stream;
  private RoutedChannel channel;

  @BeforeEach
  void start() throws Exception {
    node = new FakeNode();
    client = RegistryClient.over(node.channel()).start();
    watch = client.watch("orders");
    stream = next(node.watches);
    stream.answers().onNext(whole("a/1", 1, up(instance("one"))));
    watch.await(Duration.ofSeconds(10));
    channel = new RoutedChannel(watch, Caller.ANYBODY, instance -> toBackend);
  }

  @AfterEach
  void stop() throws Exception {
    channel.close();
    client.close();
    node.close();
    toBackend.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  @Test
  void noneCanBeConnectedTo_callsFailForThatReason_andThoseThatWaitAreMadeLater() throws Exception {
    RegistryGrpc.RegistryBlockingStub calls = RegistryGrpc.newBlockingStub(channel);
    assertThatThrownBy(() -> calls.deregister(REQUEST)).hasMessageContaining(backend);
    Awaitility.await()
        .until(() -> toBackend.getState(false) == ConnectivityState.TRANSIENT_FAILURE);

    assertThatThrownBy(() -> calls.deregister(REQUEST))
        .as("as gRPC has it")
        .hasMessageContaining(backend);
    ListenableFuture<DeregisterResponse> waiting =
        RegistryGrpc.newFutureStub(channel).withWaitForReady().deregister(REQUEST);
    Server server =
        InProcessServerBuilder.forName(backend).addService(new Backend()).build().start();
    try {
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isNotNull();
    } finally {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void close_afterTheClient_closesTheConnectionsToThoseThatWereListedBefore() throws Exception {
    assertThatThrownBy(() -> RegistryGrpc.newBlockingStub(channel).deregister(REQUEST))
        .hasMessageContaining(backend);
    BlockingQueue<Integer> heard = new LinkedBlockingQueue<>();
    watch.onChange(changed -> heard.add(changed.instances().size()));
    assertThat(next(heard)).isEqualTo(1);
    stream.answers().onNext(whole("a/1", 2));
    assertThat(next(heard)).as("after the channel").isZero();

    client.close();
    channel.close();
    assertThat(toBackend.isShutdown()).isTrue();
  }

  /** An instance of the service. */
  private static final class Backend extends RegistryGrpc.RegistryImplBase {
    @Override
    public void deregister(DeregisterRequest request, StreamObserver<DeregisterResponse> answer) {
      answer.onNext(DeregisterResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
