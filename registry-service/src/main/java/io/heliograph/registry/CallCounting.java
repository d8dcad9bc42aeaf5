/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/** Counts each gRPC call that the server itself closes, by method and status code. */
final class CallCounting implements ServerInterceptor {
  private final RegistryMetrics metrics;

  CallCounting(RegistryMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ServerCall<Q, A> counted =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            metrics.grpcEnded(getMethodDescriptor().getFullMethodName(), status.getCode().name());
            super.close(status, trailers);
          }
        };
    return next.startCall(counted, headers);
  }
}
