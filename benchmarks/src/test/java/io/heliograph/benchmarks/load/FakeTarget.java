/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Answers the n-th request, from 0, at once and on the caller's thread. */
final class FakeTarget implements Target {
  private final IntFunction<Answer> script;
  private final AtomicInteger requests = new AtomicInteger();

  FakeTarget(IntFunction<Answer> script) {
    this.script = script;
  }

  @Override
  public void send(Body body, Consumer<Answer> answered) {
    answered.accept(script.apply(requests.getAndIncrement()));
  }

  int requests() {
    return requests.get();
  }

  @Override
  public void close() {}
}
