/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.heliograph.registry.catalog.Await;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.InstanceLimits;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.catalog.ServiceName;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requests that are answered once a service changes, or when their time is over. None holds a
 * thread. Of a client that goes away HTTP/1.1 tells nothing until it is answered: {@value
 * #MAX_WAIT_MILLIS} ms at most.
 */
final class LongPolls implements AutoCloseable {
  static final long MAX_WAIT_MILLIS = 60_000;

  private static final Pattern WAIT = Pattern.compile("([0-9]{1,6})(ms|s)");

  private final Catalog catalog;
  private final Set<Poll> open = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "registry-poll-timer"));

  private volatile LongConsumer pushes = changedNanos -> {};
  private volatile boolean closed;

  LongPolls(Catalog catalog) {
    this.catalog = catalog;
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * Has somebody hear of each answer that was given since a service has changed.
   *
   * @param listener is given when the change was taken in here, by {@link System#nanoTime}
   */
  void tellPushes(LongConsumer listener) {
    pushes = listener;
  }

  /** Reads {@code 30s} or {@code 500ms}; 0 for none. */
  static long waitMillis(String text) throws Refusal {
    if (text == null) {
      return 0;
    }
    Matcher matcher = WAIT.matcher(text);
    if (!matcher.matches()) {
      throw new Refusal("wait", "is '%s': give 500ms or 30s, up to 60s".formatted(text));
    }
    long number = Long.parseLong(matcher.group(1));
    long millis = matcher.group(2).equals("s") ? TimeUnit.SECONDS.toMillis(number) : number;
    InstanceLimits.number("wait in ms", millis, 0, MAX_WAIT_MILLIS);
    return millis;
  }

  static long revision(String text) throws Refusal {
    try {
      return InstanceLimits.number("revision", Long.parseLong(text), 0, Long.MAX_VALUE);
    } catch (NumberFormatException e) {
      throw new Refusal("revision", "is '%s': give that of the last answer".formatted(text));
    }
  }

  /**
   * Answers once there is a later revision, at once if there is one, and after so long in any case.
   */
  void await(HttpCall call, ServiceName service, long revision, long waitMillis, Runnable answer)
      throws CatalogFullException {
    Poll poll = new Poll(answer);
    Optional<Await> await = catalog.awaitChange(service, revision, poll::woken);
    if (await.isEmpty()) {
      answer.run();
      return;
    }
    poll.begin(await.get(), waitMillis);
    if (closed) {
      poll.timeOver();
    }
    call.request()
        .addFailureListener(
            failure -> {
              if (poll.giveUp()) {
                call.callback().failed(failure);
              }
            });
  }

  /** Ended once: by news, by its time, by its client's going away or by this node's stop. */
  private final class Poll {
    private final Runnable answer;
    private Await await;
    private ScheduledFuture<?> timeout;
    private boolean wasWoken;

    Poll(Runnable answer) {
      this.answer = answer;
    }

    /** News may have come before; its time is never over before this has returned. */
    synchronized void begin(Await begun, long waitMillis) {
      await = begun;
      if (!wasWoken) {
        timeout = timer.schedule(this::timeOver, waitMillis, TimeUnit.MILLISECONDS);
        open.add(this);
      }
    }

    void woken(long changedNanos) {
      synchronized (this) {
        wasWoken = true;
        if (timeout != null) {
          end();
        }
      }
      answer.run();
      pushes.accept(changedNanos);
    }

    void timeOver() {
      if (giveUp()) {
        answer.run();
      }
    }

    synchronized boolean giveUp() {
      boolean first = await.giveUp();
      if (first) {
        end();
      }
      return first;
    }

    private void end() {
      open.remove(this);
      timeout.cancel(false);
    }
  }

  /** Answers all that wait, and those that come at once: this node will not hear of news. */
  void answerAll() {
    closed = true;
    open.forEach(Poll::timeOver);
  }

  /** No request may come any more. */
  @Override
  public void close() {
    timer.shutdownNow();
  }
}
