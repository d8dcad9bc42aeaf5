/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.probing.Finding.Outcome;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Asks {@code grpc.health.v1.Health/Check} once, without TLS; SERVING is well. */
final class GrpcProbe {
  private final EventLoopGroup group;

  GrpcProbe(EventLoopGroup group) {
    this.group = group;
  }

  /** Begins one; on the loop's thread. */
  void start(
      Request request,
      InetSocketAddress address,
      Attempt attempt,
      long timeoutMillis,
      int maxBytes) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(address)
            .eventLoopGroup(group)
            .channelType(NioSocketChannel.class)
            .directExecutor()
            .offloadExecutor(group)
            .usePlaintext()
            .disableRetry()
            .maxInboundMessageSize(maxBytes)
            .maxInboundMetadataSize(maxBytes)
            .overrideAuthority(request.authority())
            .build();
    attempt.opened(channel::shutdownNow);
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS);
    ClientCalls.asyncUnaryCall(
        channel.newCall(HealthGrpc.getCheckMethod(), options),
        HealthCheckRequest.newBuilder().setService(request.service()).build(),
        new Answer(attempt));
  }

  private record Answer(Attempt attempt) implements StreamObserver<HealthCheckResponse> {
    @Override
    public void onNext(HealthCheckResponse answer) {
      if (answer.getStatus() == ServingStatus.SERVING) {
        attempt.ok("SERVING");
      } else {
        attempt.failed(answer.getStatus().name());
      }
    }

    @Override
    public void onError(Throwable why) {
      Status status = Status.fromThrowable(why);
      Throwable cause = status.getCause();
      String ours = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
      attempt.end(
          status.getCode() == Status.Code.DEADLINE_EXCEEDED ? Outcome.TIMEOUT : Outcome.FAILED,
          status.getCode() + ours);
    }

    @Override
    public void onCompleted() {
      attempt.failed("ended without an answer"); // none if there was one
    }
  }
}
