/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.heliograph.sdk.ProcessLoad;

/** Counts the calls for the heartbeats. */
final class LoadInterceptor implements ServerInterceptor {
  private final ProcessLoad load;

  LoadInterceptor(ProcessLoad load) {
    this.load = load;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    load.callStarted();
    return next.startCall(
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            load.callFinished(isFailure(status.getCode()));
            super.close(status, trailers);
          }
        },
        headers);
  }

  /** The codes that blame the server, by OpenTelemetry's conventions for gRPC. */
  static boolean isFailure(Status.Code code) {
    return switch (code) {
      case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS -> true;
      default -> false;
    };
  }
}
