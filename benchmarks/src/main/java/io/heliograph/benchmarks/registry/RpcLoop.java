/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Calls over gRPC with a bounded number in flight, each on one of a few channels.
 *
 * @param unitsPerCall what a call does, such as renewals
 * @param missed of an answer: how many of them it did not do
 */
record RpcLoop<Q, A>(
    List<ManagedChannel> channels,
    MethodDescriptor<Q, A> method,
    int inFlight,
    int unitsPerCall,
    ToLongFunction<A> missed) {
  private static final long STALL_SECONDS = 120;

  /**
   * As fast as the server answers.
   *
   * @param requests until it gives null; asked by several threads
   */
  Outcome closed(Supplier<Q> requests) throws InterruptedException {
    Run run = new Run(requests);
    long start = System.nanoTime();
    for (int i = 0; i < inFlight; i++) {
      run.next(channels.get(i % channels.size()));
    }
    if (!run.ended.await(STALL_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no end after " + STALL_SECONDS + " s");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Outcome(run.done.sum(), run.failed.sum(), 0, seconds, run.micros, run.failure.get());
  }

  private final class Run {
    private final Supplier<Q> requests;
    private final CountDownLatch ended = new CountDownLatch(inFlight);
    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<String> failure = new AtomicReference<>("");
    private final Histogram micros = new ConcurrentHistogram(Outcome.histogram());

    Run(Supplier<Q> requests) {
      this.requests = requests;
    }

    /** The next call of one of the chains; the chain goes on when it has ended. */
    void next(ManagedChannel channel) {
      Q request = requests.get();
      if (request == null) {
        ended.countDown();
        return;
      }
      long begun = System.nanoTime();
      ClientCalls.asyncUnaryCall(
          channel.newCall(method, CallOptions.DEFAULT),
          request,
          new StreamObserver<A>() {
            @Override
            public void onNext(A answer) {
              long lost = missed.applyAsLong(answer);
              done.add(unitsPerCall - lost);
              failed.add(lost);
            }

            @Override
            public void onError(Throwable error) {
              failed.add(unitsPerCall);
              failure.compareAndSet("", error.toString());
              ended();
            }

            @Override
            public void onCompleted() {
              ended();
            }

            private void ended() {
              micros.recordValue(Outcome.microsOf(System.nanoTime() - begun));
              next(channel);
            }
          });
    }
  }
}
