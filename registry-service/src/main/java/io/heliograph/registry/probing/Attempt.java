/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.util.concurrent.ScheduledFuture;
import io.heliograph.registry.probing.Finding.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One probe on its way. It ends exactly once: by what it finds, or when its time is over; what
 * comes later is ignored, and what it had open is closed.
 */
final class Attempt {
  private final long startNanos = System.nanoTime();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final EventLoop loop;
  private final Consumer<Finding> whenEnded;
  private final ScheduledFuture<?> clock;

  /** Closes what is open. Only the loop's thread uses it. */
  private Runnable closing = () -> {};

  /** Not its fault until its name is known. */
  private volatile boolean named;

  Attempt(EventLoop loop, long timeoutMillis, Consumer<Finding> whenEnded) {
    this.loop = loop;
    this.whenEnded = whenEnded;
    clock = loop.schedule(() -> timeOut(timeoutMillis), timeoutMillis, TimeUnit.MILLISECONDS);
  }

  private void timeOut(long millis) {
    if (named) {
      end(Outcome.TIMEOUT, "no answer within %,d ms".formatted(millis));
    } else {
      end(Outcome.SKIPPED, "its name was not resolved within %,d ms".formatted(millis));
    }
  }

  /** The address is known: from now on the instance is probed. */
  void named() {
    named = true;
  }

  boolean hasEnded() {
    return ended.get();
  }

  /** Says how to close what has just been opened; at once if it has ended. On the loop's thread. */
  void opened(Runnable close) {
    if (ended.get()) {
      close.run();
    } else {
      closing = close;
    }
  }

  void ok(String detail) {
    end(Outcome.OK, detail);
  }

  void failed(String detail) {
    end(Outcome.FAILED, detail);
  }

  void failed(Throwable why) {
    Throwable root = why;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root.getMessage() == null ? "" : root.getMessage();
    end(Outcome.FAILED, text.isEmpty() ? root.getClass().getSimpleName() : text);
  }

  void end(Outcome outcome, String detail) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    clock.cancel(false);
    if (loop.inEventLoop()) {
      closing.run();
    } else {
      loop.execute(() -> closing.run());
    }
    whenEnded.accept(new Finding(outcome, detail, System.nanoTime() - startNanos));
  }
}
