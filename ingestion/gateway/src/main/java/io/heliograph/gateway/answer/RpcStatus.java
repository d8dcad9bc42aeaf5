/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.answer;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.heliograph.gateway.intake.Outcome.Refused;

/** A refusal as {@code google.rpc.Status}, which OTLP answers with over gRPC and HTTP alike. */
public final class RpcStatus {
  private RpcStatus() {}

  /** With {@code RetryInfo} if and only if the request may be sent again. */
  public static Status of(Refused refused) {
    Status.Builder status =
        Status.newBuilder().setCode(code(refused).getNumber()).setMessage(refused.message());
    if (refused.refusal().retryable()) {
      long millis = refused.retryAfterMillis();
      Duration delay =
          Duration.newBuilder()
              .setSeconds(millis / 1_000)
              .setNanos((int) (millis % 1_000) * 1_000_000)
              .build();
      status.addDetails(Any.pack(RetryInfo.newBuilder().setRetryDelay(delay).build()));
    }
    return status.build();
  }

  private static Code code(Refused refused) {
    return switch (refused.refusal()) {
      case MALFORMED -> Code.INVALID_ARGUMENT;
      case TOO_LARGE -> Code.RESOURCE_EXHAUSTED;
      case BUSY, UNAVAILABLE -> Code.UNAVAILABLE;
      case INTERNAL -> Code.INTERNAL;
    };
  }
}
