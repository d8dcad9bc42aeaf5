/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.v1.DeregisterRequest;
import io.heliograph.registry.v1.DeregisterResponse;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegisterResponse;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.WatchRequest;
import io.heliograph.registry.v1.WatchResponse;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A registry node whose answers a test decides. */
final class FakeNode implements AutoCloseable {
  /** A stream that is watched, to be answered by the test. */
  record Watching(WatchRequest request, StreamObserver<WatchResponse> answers) {}

  /** What came on streams that hold leases. */
  final BlockingQueue<RegisterRequest> held = new LinkedBlockingQueue<>();

  /** How streams ended. */
  final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  final BlockingQueue<DeregisterRequest> deregistered = new LinkedBlockingQueue<>();
  final BlockingQueue<Watching> watches = new LinkedBlockingQueue<>();

  private final Server server;
  private final ManagedChannel channel;
  private volatile Function<RegisterRequest, Object> onHold =
      request -> RegisterResponse.getDefaultInstance();
  private volatile StreamObserver<RegisterResponse> holding;

  FakeNode() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .directExecutor() // takes in what a client sends in its order, over all streams
            .addService(service())
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  ManagedChannel channel() {
    return channel;
  }

  /** From now on a request is answered with a response, or its stream ended with a status. */
  void answerHolds(Function<RegisterRequest, Object> next) {
    onHold = next;
  }

  void breakHold() {
    holding.onError(Status.UNAVAILABLE.withDescription("lost").asRuntimeException());
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(10, TimeUnit.SECONDS);
    assertThat(taken).as("within 10 s").isNotNull();
    return taken;
  }

  @Override
  public void close() throws InterruptedException {
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    stop();
  }

  /** Nobody answers there any more. */
  void stop() throws InterruptedException {
    server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }

  private RegistryGrpc.RegistryImplBase service() {
    return new RegistryGrpc.RegistryImplBase() {
      @Override
      public StreamObserver<RegisterRequest> hold(StreamObserver<RegisterResponse> answers) {
        holding = answers;
        return new StreamObserver<>() {
          @Override
          public void onNext(RegisterRequest request) {
            held.add(request);
            Object answer = onHold.apply(request);
            if (answer instanceof Status status) {
              answers.onError(status.asRuntimeException());
            } else {
              answers.onNext((RegisterResponse) answer);
            }
          }

          @Override
          public void onError(Throwable t) {
            ends.add("lost");
          }

          @Override
          public void onCompleted() {
            ends.add("completed");
            answers.onCompleted();
          }
        };
      }

      @Override
      public void deregister(DeregisterRequest request, StreamObserver<DeregisterResponse> answer) {
        deregistered.add(request);
        answer.onNext(DeregisterResponse.getDefaultInstance());
        answer.onCompleted();
      }

      @Override
      public void watch(WatchRequest request, StreamObserver<WatchResponse> answers) {
        ((ServerCallStreamObserver<WatchResponse>) answers)
            .setOnCancelHandler(() -> ends.add("watch lost"));
        watches.add(new Watching(request, answers));
      }
    };
  }
}
