/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Answers a call with what a piece of work returns, or with the status it failed by. */
final class Answers {
  private Answers() {}

  static <T> void to(StreamObserver<T> observer, Supplier<T> work) {
    T answer;
    try {
      answer = work.get();
    } catch (StatusRuntimeException e) {
      // only code and text: the trailers of a callee are not ours
      observer.onError(
          Status.fromCode(e.getStatus().getCode())
              .withDescription(e.getStatus().getDescription())
              .asRuntimeException());
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }
}
