/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends rounds to a target with a bounded number of requests in flight. Every span sent ends in
 * exactly one of accepted, rejected, failed. One thread fills and sends; bounded in time.
 */
public final class Load implements AutoCloseable {
  /** Hears of each round before it is sent. */
  public interface Observer {
    /**
     * @param dueNanos when the round should have been sent, by {@link System#nanoTime()}
     */
    void sending(Round round, long dueNanos);
  }

  private static final int MAX_ATTEMPTS = 20;
  private static final long DRAIN_SECONDS = 60;

  private final Target target;
  private final Templates templates;
  private final int inFlight;
  private final BlockingQueue<Body> free;
  private final Round round;
  private final ScheduledExecutorService retrier =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "load-retry"));

  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicReference<String> failure = new AtomicReference<>("");

  private long rounds;

  public Load(Target target, Templates templates, int inFlight, long seed) {
    this.target = target;
    this.templates = templates;
    this.inFlight = inFlight;
    this.round = new Round(seed);
    this.free = new ArrayBlockingQueue<>(inFlight);
    for (int i = 0; i < inFlight; i++) {
      free.add(new Body(templates.longest()));
    }
  }

  /** As fast as the target answers. */
  public Tally closedLoop(Duration duration) throws InterruptedException {
    return run(duration, 0, (traces, due) -> {});
  }

  /**
   * At a constant rate. A round that finds no free request waits, but its time counts from when it
   * was due, so that a stalled target cannot hide its stall (coordinated omission).
   */
  public Tally openLoop(Duration duration, double spansPerSecond, Observer observer)
      throws InterruptedException {
    return run(duration, (long) (1e9 * Round.SPANS / spansPerSecond), observer);
  }

  private Tally run(Duration duration, long periodNanos, Observer observer)
      throws InterruptedException {
    Tally before = tally(0);
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    long due = start;
    while (due < end && System.nanoTime() < end) {
      if (periodNanos > 0) {
        waitUntil(due);
      }
      round.renew(System.currentTimeMillis());
      observer.sending(round, periodNanos > 0 ? due : System.nanoTime());
      for (Template template : templates.round(rounds)) {
        Body body = free.take();
        body.fill(template, round);
        send(body);
      }
      rounds++;
      due += periodNanos;
    }
    awaitAnswers();
    Tally after = tally((System.nanoTime() - start) / 1e9);
    return new Tally(
        after.accepted() - before.accepted(),
        after.rejected() - before.rejected(),
        after.failed() - before.failed(),
        after.retries() - before.retries(),
        after.seconds(),
        after.failure());
  }

  private void send(Body body) {
    body.attempts++;
    target.send(body, answer -> answered(body, answer));
  }

  private void answered(Body body, Target.Answer answer) {
    if (answer.retry() && body.attempts < MAX_ATTEMPTS) {
      retries.incrementAndGet();
      long delay = Math.min(1_000, 20L << Math.min(body.attempts, 6));
      retrier.schedule(() -> send(body), delay, TimeUnit.MILLISECONDS);
      return;
    }
    if (answer.failure().isEmpty()) {
      rejected.addAndGet(answer.rejected());
      accepted.addAndGet(body.spans - answer.rejected());
    } else {
      failed.addAndGet(body.spans);
      failure.compareAndSet("", answer.failure());
    }
    free.add(body);
  }

  /** All bodies are free again once all are answered. */
  private void awaitAnswers() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    while (free.size() < inFlight) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            (inFlight - free.size()) + " requests got no answer in " + DRAIN_SECONDS + " s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static void waitUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private Tally tally(double seconds) {
    return new Tally(
        accepted.get(), rejected.get(), failed.get(), retries.get(), seconds, failure.get());
  }

  @Override
  public void close() {
    retrier.shutdownNow();
    target.close();
  }
}
