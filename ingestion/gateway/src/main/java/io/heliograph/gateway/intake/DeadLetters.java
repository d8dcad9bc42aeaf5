/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.heliograph.protocol.Signal;
import io.heliograph.protocol.Topics;
import io.heliograph.v1.DeadLetter;
import io.heliograph.v1.DeadLetterStage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what was refused to {@code heliograph.dead-letters}. Best effort: at most {@value
 * #MAX_WAITING} requests' letters wait at one time, and one that cannot be written is counted and
 * given up. A thread of its own sends them, since they are written from Kafka's callback thread,
 * which must not block on a full buffer.
 */
final class DeadLetters implements AutoCloseable {
  static final int MAX_WAITING = 1_000;
  static final int MAX_REASON_BYTES = 1_024;
  private static final int MAX_PAYLOAD_BYTES = 4_096;
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final Publisher publisher;
  private final GatewayMetrics metrics;
  private final Clock clock;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger next = new AtomicInteger();
  private final ThreadPoolExecutor sender =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          task -> new Thread(task, "dead-letters"));
  private volatile boolean warned;

  DeadLetters(Publisher publisher, GatewayMetrics metrics, Clock clock) {
    this.publisher = publisher;
    this.metrics = metrics;
    this.clock = clock;
  }

  DeadLetter letter(Signal signal, Origin origin, String reason, long count, ByteString sample) {
    Instant now = clock.instant();
    return DeadLetter.newBuilder()
        .setSignal(signal.label())
        .setStage(DeadLetterStage.DEAD_LETTER_STAGE_REJECTED)
        .setTimeUnixNano(now.getEpochSecond() * 1_000_000_000L + now.getNano())
        .setReason(cut(reason))
        .setCount(count)
        .setPayload(sample.substring(0, Math.min(sample.size(), MAX_PAYLOAD_BYTES)))
        .setSource(origin.source())
        .build();
  }

  /** A letter whose sample is the beginning of {@code data}. */
  DeadLetter letter(
      Signal signal, Origin origin, String reason, long count, byte[] data, int length) {
    int kept = Math.min(length, MAX_PAYLOAD_BYTES);
    return letter(signal, origin, reason, count, ByteString.copyFrom(data, 0, kept));
  }

  /**
   * Writes the letters of one request.
   *
   * @param done runs exactly once, when all are written or given up
   */
  void write(List<DeadLetter> letters, Origin origin, Runnable done) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      finish(letters.size(), done);
      return;
    }
    try {
      sender.execute(() -> send(letters, origin, done));
    } catch (RejectedExecutionException closed) {
      finish(letters.size(), done);
    }
  }

  private void send(List<DeadLetter> letters, Origin origin, Runnable done) {
    int partitions = publisher.partitions(Topics.DEAD_LETTERS);
    if (partitions == 0) {
      finish(letters.size(), done);
      return;
    }
    List<Outgoing> records = new ArrayList<>();
    int partition = partition(origin) % partitions;
    for (DeadLetter letter : letters) {
      String key = origin.keyOf(records.size());
      records.add(new Outgoing(Topics.DEAD_LETTERS, partition, letter.toByteArray(), 1, key));
    }
    Delivery.send(
        records.iterator(),
        publisher,
        failure -> {
          if (failure != null && !warned) {
            warned = true;
            LOG.warn("could not write dead letters; later failures are only counted", failure);
          }
          finish(failure == null ? 0 : letters.size(), done);
        });
  }

  /** Letters of a request that is sent again go where those of the first try went. */
  private int partition(Origin origin) {
    String key = origin.idempotencyKey();
    return Utils.toPositive(
        key.isEmpty()
            ? next.getAndIncrement()
            : Utils.murmur2(key.getBytes(StandardCharsets.UTF_8)));
  }

  private void finish(int lost, Runnable done) {
    waiting.decrementAndGet();
    for (int i = 0; i < lost; i++) {
      metrics.deadLetterLost();
    }
    done.run();
  }

  /** Cuts a reason to its limit, between characters. */
  static String cut(String reason) {
    byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= MAX_REASON_BYTES) {
      return reason;
    }
    int end = MAX_REASON_BYTES;
    while ((bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return UnsafeByteOperations.unsafeWrap(bytes, 0, end).toStringUtf8();
  }

  @Override
  public void close() {
    sender.shutdown();
  }
}
