/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import io.heliograph.registry.background.Background;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProtectionNotice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends results of probes and notices of protection to {@code heliograph.probes}, on a thread of
 * its own. A result that Kafka does not take within some seconds is dropped and counted: later it
 * would say of now what was so then. A notice is told until it arrives, in the order of the
 * notices, since what cuts a node off from its instances may cut it off from Kafka, too; {@value
 * #MOST_NOTICES} wait at most, and its key lets the health job know it again.
 */
public final class ReportFeed implements AutoCloseable {
  static final int MOST_RESULTS = 20_000;
  static final int MOST_NOTICES = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(ReportFeed.class);
  private static final int BATCH = 200;
  private static final long PAUSE_MILLIS = 100;
  private static final long AGAIN_MILLIS = 2_000;
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final String bootstrapServers;
  private final BlockingQueue<ProbeResult> results = new ArrayBlockingQueue<>(MOST_RESULTS);
  private final Notices notices = new Notices(MOST_NOTICES);
  private final ReportCounts counts = new ReportCounts();
  private final Background background = new Background("registry-reports", this::run);

  /** Null until there is something to send: the name of a server may not be known before. */
  private Producer<byte[], byte[]> producer;

  private volatile boolean failureTold;

  /** A feed that sends nothing yet. */
  public ReportFeed(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Begins to send. */
  public void start() {
    background.start();
  }

  /** Takes a result; never waits. */
  public void give(ProbeResult result) {
    if (!results.offer(result)) {
      counts.crowdedOut.increment();
    }
  }

  /** Takes a notice; never waits. */
  public void give(ProtectionNotice notice) {
    if (!notices.add(notice)) {
      counts.forgotten.increment();
    }
  }

  /** What became of reports. */
  public ReportCounts counts() {
    return counts;
  }

  private void run() {
    while (!background.closedWithin(PAUSE_MILLIS)) {
      send();
    }
    send();
    if (producer != null) {
      producer.close(CLOSING);
    }
  }

  private void send() {
    List<ProbeResult> some = new ArrayList<>();
    results.drainTo(some);
    if (!some.isEmpty()) {
      send(some);
    }
    notices.next(System.nanoTime()).ifPresent(this::send);
  }

  private Producer<byte[], byte[]> producer() {
    if (producer == null) {
      producer =
          new KafkaProducer<>(
              ReportKafka.producer(bootstrapServers),
              new ByteArraySerializer(),
              new ByteArraySerializer());
    }
    return producer;
  }

  private int partition(String key) {
    return ReportRecords.partition(key, producer().partitionsFor(ReportRecords.TOPIC).size());
  }

  private void send(List<ProbeResult> some) {
    Map<Integer, List<ProbeResult>> byPartition = new HashMap<>();
    try {
      for (ProbeResult result : some) {
        byPartition
            .computeIfAbsent(partition(ReportRecords.key(result)), p -> new ArrayList<>())
            .add(result);
      }
    } catch (RuntimeException e) { // whatever it is: the others wait for their turn
      undelivered(some.size(), e);
      return;
    }
    byPartition.forEach(
        (partition, all) -> {
          for (int from = 0; from < all.size(); from += BATCH) {
            send(partition, all.subList(from, Math.min(all.size(), from + BATCH)));
          }
        });
  }

  private void send(int partition, List<ProbeResult> batch) {
    send(
        ReportRecords.of(partition, batch),
        failure -> {
          if (failure == null) {
            counts.delivered.add(batch.size());
            failureTold = false;
          } else {
            undelivered(batch.size(), failure);
          }
        });
  }

  private void send(Notices.Waiting waiting) {
    try {
      int partition = partition(ReportRecords.key(waiting.notice()));
      send(ReportRecords.of(partition, waiting), failure -> settled(waiting, failure));
    } catch (RuntimeException e) {
      settled(waiting, e);
    }
  }

  private void settled(Notices.Waiting waiting, Exception failure) {
    if (failure == null) {
      notices.told(waiting);
      counts.told.increment();
    } else {
      notices.again(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS));
      tell(failure);
    }
  }

  private interface Settled {
    void by(Exception failureOrNull);
  }

  /** A producer says what became of a record by its callback, or throws instead. */
  private void send(ProducerRecord<byte[], byte[]> record, Settled settled) {
    AtomicBoolean once = new AtomicBoolean();
    Callback callback =
        (metadata, failure) -> {
          if (once.compareAndSet(false, true)) {
            settled.by(failure);
          }
        };
    try {
      var unused = producer().send(record, callback);
    } catch (RuntimeException e) {
      callback.onCompletion(null, e);
    }
  }

  private void undelivered(int results, Exception failure) {
    counts.undelivered.add(results);
    tell(failure);
  }

  private void tell(Exception failure) {
    if (!failureTold) {
      LOG.warn("results of probes cannot be sent: they are dropped until they can", failure);
    } else {
      LOG.debug("results of probes cannot be sent", failure);
    }
    failureTold = true;
  }

  /** Sends what there is, if Kafka takes it at once. */
  @Override
  public void close() {
    background.close();
  }
}
