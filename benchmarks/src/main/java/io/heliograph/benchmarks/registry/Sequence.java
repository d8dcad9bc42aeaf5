/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Requests by number, until there are no more or the time is over. Thread-safe. */
final class Sequence<Q> implements Supplier<Q> {
  private final IntFunction<Q> request;
  private final int most;
  private final int round;
  private final long endNanos;
  private final AtomicInteger next = new AtomicInteger();

  private Sequence(IntFunction<Q> request, int most, int round, long endNanos) {
    this.request = request;
    this.most = most;
    this.round = round;
    this.endNanos = endNanos;
  }

  /** From a number up to another one, which is left out; for so long at most. */
  static <Q> Sequence<Q> once(IntFunction<Q> request, int from, int to, Duration longest) {
    return new Sequence<>(
        i -> request.apply(from + i), to - from, to - from, System.nanoTime() + longest.toNanos());
  }

  /** From 0 up to a number, again and again, for so long. */
  static <Q> Sequence<Q> roundRobin(IntFunction<Q> request, int count, Duration duration) {
    return new Sequence<>(
        request, Integer.MAX_VALUE, count, System.nanoTime() + duration.toNanos());
  }

  @Override
  public Q get() {
    int number = next.getAndIncrement();
    return number >= most || System.nanoTime() > endNanos ? null : request.apply(number % round);
  }
}
