/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.reports;

import com.google.protobuf.MessageLite;
import io.heliograph.registry.background.Background;
import io.heliograph.registry.catalog.LifeSigns;
import io.heliograph.v1.ProbeResult;
import io.heliograph.v1.ProtectionNotice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
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
 * Sends results of probes and notices of protection to {@code heliograph.probes}, and beats of
 * leases to {@code heliograph.heartbeats}, on a thread of its own. A result or a beat that Kafka
 * does not take within some seconds is dropped and counted: later it would say of now what was so
 * then. A notice is told until it arrives, in the order of the notices, since what cuts a node off
 * from its instances may cut it off from Kafka, too; {@value #MOST_NOTICES} wait at most, and its
 * key lets the health job know it again.
 */
public final class ReportFeed implements AutoCloseable {
  static final int MOST_RESULTS = 20_000;
  static final int MOST_NOTICES = 1_000;
  static final int MOST_BEATS = 50_000;

  private static final Logger LOG = LoggerFactory.getLogger(ReportFeed.class);
  private static final long PAUSE_MILLIS = 100;
  private static final long AGAIN_MILLIS = 2_000;
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final String bootstrapServers;
  private final BlockingQueue<ProbeResult> results = new ArrayBlockingQueue<>(MOST_RESULTS);
  private final Notices notices = new Notices(MOST_NOTICES);
  private final ReportCounts counts = new ReportCounts();
  private final LeaseBeats beats =
      new LeaseBeats(MOST_BEATS, System::currentTimeMillis, counts.beats());
  private final Background background = new Background("registry-reports", this::run);

  /** Null until there is something to send: the name of a server may not be known before. */
  private Producer<byte[], byte[]> producer;

  /** Topics that took nothing the last time. */
  private final Set<String> failing = ConcurrentHashMap.newKeySet();

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
      counts.results().crowdedOut.increment();
    }
  }

  /** Takes a notice; never waits. */
  public void give(ProtectionNotice notice) {
    if (!notices.add(notice)) {
      counts.forgotten.increment();
    }
  }

  /** Takes signs of life; never waits. */
  public LifeSigns lifeSigns() {
    return beats;
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
    send(ReportKind.RESULTS, counts.results(), some);
    send(ReportKind.BEATS, counts.beats(), beats.take());
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

  private <T extends MessageLite> void send(
      ReportKind<T> kind, ReportOutcomes outcomes, List<T> some) {
    if (some.isEmpty()) {
      return;
    }
    Map<Integer, List<T>> byPartition = new HashMap<>();
    try {
      int partitions = producer().partitionsFor(kind.topic()).size();
      for (T report : some) {
        byPartition
            .computeIfAbsent(
                ReportRecords.partition(kind.key().apply(report), partitions),
                none -> new ArrayList<>())
            .add(report);
      }
    } catch (RuntimeException e) { // whatever it is: the others wait for their turn
      undelivered(kind.topic(), outcomes, some.size(), e);
      return;
    }
    byPartition.forEach(
        (partition, all) ->
            kind.batches(all).forEach(batch -> send(kind, outcomes, partition, batch)));
  }

  private <T extends MessageLite> void send(
      ReportKind<T> kind, ReportOutcomes outcomes, int partition, List<T> batch) {
    send(
        ReportRecords.of(kind.topic(), partition, kind.batch().apply(batch), batch.size()),
        failure -> {
          if (failure == null) {
            outcomes.delivered.add(batch.size());
            failing.remove(kind.topic());
          } else {
            undelivered(kind.topic(), outcomes, batch.size(), failure);
          }
        });
  }

  private void send(Notices.Waiting waiting) {
    try {
      int partitions = producer().partitionsFor(ReportRecords.NOTICES).size();
      int partition = ReportRecords.partition(ReportRecords.key(waiting.notice()), partitions);
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
      tell(ReportRecords.NOTICES, failure);
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

  private void undelivered(String topic, ReportOutcomes outcomes, int reports, Exception failure) {
    outcomes.undelivered.add(reports);
    tell(topic, failure);
  }

  private void tell(String topic, Exception failure) {
    if (failing.add(topic)) {
      LOG.warn("reports cannot be sent to {}: they are dropped until they can", topic, failure);
    } else {
      LOG.debug("reports cannot be sent to {}", topic, failure);
    }
  }

  /** Sends what there is, if Kafka takes it at once. */
  @Override
  public void close() {
    background.close();
  }
}
