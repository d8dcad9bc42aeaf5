/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for answers of other services, and asks again. */
final class Calls {
  private static final double PAUSE_MILLIS = 3;

  private Calls() {}

  /**
   * The answer.
   *
   * @throws StatusRuntimeException that the call failed by
   */
  static <T> T await(Future<T> call) {
    try {
      return call.get();
    } catch (ExecutionException e) {
      throw Status.fromThrowable(e.getCause()).asRuntimeException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withDescription("interrupted").asRuntimeException();
    }
  }

  /** Waits until none is under way, whatever became of them: who leaves earlier cancels them. */
  static void settle(Future<?>... calls) {
    for (Future<?> call : calls) {
      try {
        var unused = await(call);
      } catch (StatusRuntimeException e) {
        // whoever wants the answer learns of it
      }
    }
  }

  /** Asks so many times at most, as long as the other side is unavailable. */
  static <T> T retried(int attempts, Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        if (attempt >= attempts || e.getStatus().getCode() != Status.Code.UNAVAILABLE) {
          throw e;
        }
        double pause = PAUSE_MILLIS * ThreadLocalRandom.current().nextDouble(0.5, 1.5);
        LockSupport.parkNanos((long) (pause * TimeUnit.MILLISECONDS.toNanos(1)));
      }
    }
  }
}
