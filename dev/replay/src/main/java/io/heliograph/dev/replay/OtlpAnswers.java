/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;

/** What a failed OTLP/gRPC call means, by the OTLP specification, "Failures" (OTLP 1.x). */
final class OtlpAnswers {
  private OtlpAnswers() {}

  static Answer of(Throwable failure) {
    Status status = Status.fromThrowable(failure);
    String reason =
        status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription());
    long pause = retryPauseNanos(failure);
    return switch (status.getCode()) {
      case CANCELLED, DEADLINE_EXCEEDED, ABORTED, OUT_OF_RANGE, UNAVAILABLE, DATA_LOSS ->
          new Answer.Again(pause, reason);
      // only a server that says when to come back expects one to
      case RESOURCE_EXHAUSTED ->
          pause >= 0 ? new Answer.Again(pause, reason) : new Answer.Refused(reason);
      default -> new Answer.Refused(reason);
    };
  }

  /** The pause a server asks for by RetryInfo, in ns; -1 if it does not. */
  private static long retryPauseNanos(Throwable failure) {
    com.google.rpc.Status details = StatusProto.fromThrowable(failure);
    if (details == null) {
      return -1;
    }
    for (Any detail : details.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        try {
          Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
          return delay.getSeconds() * 1_000_000_000L + delay.getNanos();
        } catch (InvalidProtocolBufferException e) {
          return -1; // as if the server had not said it
        }
      }
    }
    return -1;
  }
}
