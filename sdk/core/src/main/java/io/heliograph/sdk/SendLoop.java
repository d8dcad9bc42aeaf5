/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.heliograph.v1.IngestResponse;
import io.heliograph.v1.IngestStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves records from the queue to the gateway until told to stop. All state belongs to the one
 * thread that runs it; gRPC's threads only put events into the mailbox and ring the bell.
 *
 * <pre>
 * queue --take--> batch --send--> inFlight --OK--> counted
 *                   ^                |
 *                   +--- waiting <---+ RETRY, stream broken, no answer in time
 * </pre>
 *
 * <p>A batch is in exactly one of inFlight and waiting, and leaves them only by being counted.
 */
final class SendLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(HeliographReporter.class);

  private final Channel channel;
  private final RecordQueue queue;
  private final ReporterSettings settings;
  private final ReporterCounters counters;
  private final Backoff backoff;
  private final String keyPrefix = UUID.randomUUID() + "-";
  private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
  private final Map<Long, Batch> inFlight = new LinkedHashMap<>();
  private final PriorityQueue<Batch> waiting =
      new PriorityQueue<>(Comparator.comparingLong(Batch::notBeforeNanos));

  private IngestStream stream; // null: none open
  private int window;
  private int failures; // streams broken since the last answer
  private long reconnectNanos = System.nanoTime();
  private long nextId;
  private boolean warnedOfFailure;
  private boolean warnedOfRejection;
  private volatile boolean abandoned;

  SendLoop(
      Channel channel, RecordQueue queue, ReporterSettings settings, ReporterCounters counters) {
    this.channel = channel;
    this.queue = queue;
    this.settings = settings;
    this.counters = counters;
    this.backoff = Backoff.of(settings.firstBackoff(), settings.maxBackoff());
    this.window = settings.maxInFlight();
    queue.batches(settings.maxBatchRecords(), settings.maxBatchBytes());
  }

  /** Gives up at once; what is not acknowledged is dropped and counted. */
  void abandon() {
    abandoned = true;
    queue.ring();
  }

  @Override
  public void run() {
    try {
      while (!isDone(System.nanoTime())) {
        try {
          step();
        } catch (RuntimeException e) {
          breakStream(Status.UNKNOWN.withCause(e).withDescription("failed on this side"));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  private boolean isDone(long now) {
    if (abandoned) {
      return true;
    }
    if (!queue.isClosed()) {
      return false;
    }
    boolean empty = queue.size() == 0 && inFlight.isEmpty() && waiting.isEmpty();
    return empty || now - queue.closeDeadlineNanos() >= 0;
  }

  private void step() throws InterruptedException {
    for (Runnable event = mailbox.poll(); event != null; event = mailbox.poll()) {
      event.run();
    }
    long now = System.nanoTime();
    breakStreamIfSilent(now);
    dropExpired(now);
    long wake = sendDue(now);
    if (queue.isClosed()) {
      wake = Math.min(wake, queue.closeDeadlineNanos());
    }
    if (mailbox.isEmpty() && !isDone(now)) {
      queue.await(wake - now);
    }
  }

  /** Sends what may be sent; returns when to look again if nothing happens before. */
  private long sendDue(long now) {
    long fuse = now + settings.maxBackoff().toNanos();
    if (!inFlight.isEmpty()) {
      Batch oldest = inFlight.values().iterator().next();
      fuse = Math.min(fuse, oldest.sentNanos() + settings.ackTimeout().toNanos());
    }
    while (inFlight.size() < window) {
      long due = nextDue(now);
      if (due == Long.MAX_VALUE) {
        return fuse;
      }
      if (stream == null) {
        due = Math.max(due, reconnectNanos);
      }
      if (due > now) {
        return Math.min(fuse, due);
      }
      send(nextBatch(now), now);
    }
    return fuse;
  }

  private long nextDue(long now) {
    long fresh = queue.dueNanos(settings.linger().toNanos(), settings.maxBatchRecords(), now);
    Batch repeat = waiting.peek();
    return repeat == null ? fresh : Math.min(fresh, repeat.notBeforeNanos());
  }

  private Batch nextBatch(long now) {
    Batch repeat = waiting.peek();
    if (repeat != null && repeat.notBeforeNanos() <= now) {
      return waiting.remove();
    }
    List<QueuedRecord> records = queue.take(settings.maxBatchRecords(), settings.maxBatchBytes());
    return new Batch(keyPrefix + ++nextId, records, now);
  }

  private void send(Batch batch, long now) {
    if (batch.attempts() > 0) {
      counters.retried();
    }
    long id = ++nextId;
    batch.sent(now);
    inFlight.put(id, batch); // first: if anything below fails, breakStream finds it there
    if (stream == null) {
      if (failures > 0 && channel instanceof ManagedChannel managed) {
        managed.resetConnectBackoff(); // ours is the backoff that counts, not the channel's
      }
      counters.streamOpened();
      stream = IngestStream.open(channel, this::post);
    }
    stream.send(batch.request(id));
  }

  private void post(IngestStream from, IngestResponse response, Status end) {
    mailbox.add(
        () -> {
          if (from != stream) {
            return; // a stream given up before; its batches are on their way again
          }
          if (response != null) {
            answered(response);
          } else {
            breakStream(end);
          }
        });
    queue.ring();
  }

  private void answered(IngestResponse response) {
    Batch batch = inFlight.remove(response.getBatchId());
    if (batch == null) {
      return;
    }
    failures = 0;
    window = settings.maxInFlight();
    warnedOfFailure = false;
    if (response.getStatus() == IngestStatus.INGEST_STATUS_OK) {
      long rejected = Math.min(response.getRejected(), batch.size());
      counters.answered(batch.size() - rejected, rejected);
      if (rejected > 0) {
        warnOfRejection(response, rejected);
      }
      return;
    }
    long pause = response.getRetryAfterMs() * 1_000_000L;
    repeat(batch, System.nanoTime() + Math.max(pause, pause(batch.attempts())));
  }

  private void repeat(Batch batch, long notBefore) {
    batch.repeatAt(notBefore);
    waiting.add(batch);
  }

  private void breakStreamIfSilent(long now) {
    for (Batch batch : inFlight.values()) {
      if (now - batch.sentNanos() >= settings.ackTimeout().toNanos()) {
        breakStream(
            Status.DEADLINE_EXCEEDED.withDescription("no answer in " + settings.ackTimeout()));
        return;
      }
    }
  }

  private void breakStream(Status why) {
    if (stream != null) {
      stream.cancel();
      stream = null;
    }
    failures++;
    reconnectNanos = System.nanoTime() + pause(failures);
    List<Batch> interrupted = new ArrayList<>(inFlight.values());
    inFlight.clear();
    boolean refused = StreamFailure.of(why.getCode()) == StreamFailure.REFUSED;
    if (refused && interrupted.size() == 1) {
      counters.refused(interrupted.get(0).size()); // it was alone: it is the one
    } else {
      if (refused) {
        window = 1; // one of several: send them one by one until an answer comes
      }
      interrupted.forEach(batch -> repeat(batch, reconnectNanos));
    }
    if (!interrupted.isEmpty() && !warnedOfFailure) {
      warnedOfFailure = true;
      LOG.warn(
          "stream to the gateway broke, reporting goes on (repeats at DEBUG): {} {}",
          why.getCode(),
          why.getDescription(),
          why.getCause());
    } else {
      LOG.debug("stream to the gateway broke again: {}", why);
    }
  }

  private void dropExpired(long now) {
    for (Iterator<Batch> i = waiting.iterator(); i.hasNext(); ) {
      Batch batch = i.next();
      if (now - batch.firstSentNanos() >= settings.retryFor().toNanos()) {
        i.remove();
        counters.expired(batch.size());
      }
    }
  }

  private void warnOfRejection(IngestResponse response, long rejected) {
    String first =
        response.getRejectionsCount() == 0
            ? response.getMessage()
            : response.getRejections(0).getSignal()
                + "."
                + response.getRejections(0).getField()
                + " "
                + response.getRejections(0).getReason();
    if (warnedOfRejection) {
      LOG.debug("gateway rejected {} records: {}", rejected, first);
    } else {
      warnedOfRejection = true;
      LOG.warn("gateway rejected {} records (further ones at DEBUG): {}", rejected, first);
    }
  }

  private long pause(int attempt) {
    return backoff.pauseNanos(attempt, ThreadLocalRandom.current().nextDouble());
  }

  private void end() {
    long left = 0;
    for (Batch batch : inFlight.values()) {
      left += batch.size();
    }
    for (Batch batch : waiting) {
      left += batch.size();
    }
    queue.close(System.nanoTime());
    left += queue.take(Integer.MAX_VALUE, Long.MAX_VALUE).size();
    counters.abandoned(left);
    if (stream != null) {
      if (left == 0) {
        stream.complete();
      } else {
        stream.cancel();
      }
    }
  }
}
