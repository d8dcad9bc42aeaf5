/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Delivers batches, several at a time, each until it is taken, refused, or given up. {@link
 * #submit} blocks while the window is full: that is the back-pressure on reading.
 */
final class Delivery implements AutoCloseable {
  private static final long FIRST_PAUSE_NANOS = 100_000_000L;
  private static final long MAX_PAUSE_NANOS = 5_000_000_000L;

  private final Function<ItemKind, Receiver> receivers;
  private final Tally tally;
  private final long giveUpNanos;
  private final int window;
  private final Semaphore slots;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "replay-retry");
            thread.setDaemon(true);
            return thread;
          });

  Delivery(Function<ItemKind, Receiver> receivers, Tally tally, int window, Duration giveUpAfter) {
    this.receivers = receivers;
    this.tally = tally;
    this.window = window;
    this.slots = new Semaphore(window);
    this.giveUpNanos = giveUpAfter.toNanos();
  }

  void submit(Batch batch) throws InterruptedException {
    slots.acquire();
    tally.sent(batch);
    attempt(batch, 1, System.nanoTime());
  }

  /** Waits until every batch has its outcome. */
  void drain() throws InterruptedException {
    slots.acquire(window);
    slots.release(window);
  }

  private void attempt(Batch batch, int number, long firstNanos) {
    try {
      receivers
          .apply(batch.kind())
          .send(batch, answer -> answered(batch, number, firstNanos, answer));
    } catch (RuntimeException e) {
      // it could not even be sent: without an answer its slot would never be free again
      answered(batch, number, firstNanos, new Answer.Refused("failed on this side: " + e));
    }
  }

  private void answered(Batch batch, int number, long firstNanos, Answer answer) {
    if (answer instanceof Answer.Again again) {
      long pause = Math.max(again.pauseNanos(), pauseNanos(number));
      if (System.nanoTime() + pause - firstNanos <= giveUpNanos) {
        tally.repeated(again.reason());
        var unused =
            timer.schedule(
                () -> attempt(batch, number + 1, firstNanos), pause, TimeUnit.NANOSECONDS);
        return; // keeps its slot
      }
      tally.undelivered(batch, again.reason());
    } else if (answer instanceof Answer.Refused refused) {
      tally.refused(batch, refused.reason());
    } else {
      Answer.Taken taken = (Answer.Taken) answer;
      tally.taken(batch, taken.rejected(), taken.reason());
    }
    slots.release();
  }

  private static long pauseNanos(int attempt) {
    long full = Math.min(MAX_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(attempt - 1, 20));
    return full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
