/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.intake;

import io.heliograph.gateway.intake.Outcome.Accepted;
import io.heliograph.gateway.intake.Outcome.Refusal;
import io.heliograph.gateway.intake.Outcome.Refused;
import io.heliograph.gateway.wire.MalformedException;
import io.heliograph.gateway.wire.Regrouped;
import io.heliograph.gateway.wire.Regrouping;
import io.heliograph.gateway.wire.Rejected;
import io.heliograph.gateway.wire.Rejections;
import io.heliograph.protocol.Signal;
import io.heliograph.v1.DeadLetter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in, for every receiver: check, cut into fragments, publish, and answer once Kafka has
 * acknowledged all of them. Promises that every request is answered exactly once and its
 * reservation given back before, that an accepted record is in Kafka, and that a refused one is
 * counted. Runs on the receivers' threads; answers come on Kafka's callback thread or the caller's.
 */
public final class Intake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final Publisher publisher;
  private final GatewayMetrics metrics;
  private final DeadLetters deadLetters;
  private final Clock clock;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicBoolean warned = new AtomicBoolean();

  /** An intake in front of {@code publisher}. */
  public Intake(Publisher publisher, GatewayMetrics metrics, Clock clock) {
    this.publisher = publisher;
    this.metrics = metrics;
    this.clock = clock;
    this.deadLetters = new DeadLetters(publisher, metrics, clock);
  }

  /**
   * Takes an OTLP export request in.
   *
   * @param data its protobuf encoding, in the first {@code length} bytes
   * @param reservation holds the bytes; the intake closes it
   * @param answer called exactly once
   */
  public void otlp(
      Signal signal,
      Origin origin,
      byte[] data,
      int length,
      Budget.Reservation reservation,
      Consumer<Outcome> answer) {
    Consumer<Outcome> finish = opened(signal.label(), origin, reservation, answer);
    metrics.received(signal, length);
    try {
      check(origin);
      Regrouped regrouped = Regrouping.cut(signal, data, length, partitions(signal));
      hold(reservation, regrouped.bytes());
      Rejections rejections = regrouped.rejections();
      long accepted = regrouped.accepted();
      publish(
          fragments(signal, origin, regrouped),
          finish,
          () -> conclude(signal, origin, accepted, rejections, finish));
    } catch (MalformedException malformed) {
      malformed(signal, origin, malformed.getMessage(), data, length);
      finish.accept(new Refused(Refusal.MALFORMED, malformed.getMessage()));
    } catch (RefusedException refused) {
      finish.accept(refused.refused());
    } catch (RuntimeException defect) {
      finish.accept(defect(defect));
    }
  }

  /** Writes down a request that no receiver could decode. It counts as one record. */
  public void malformed(Signal signal, Origin origin, String reason, byte[] data, int length) {
    DeadLetter letter = deadLetters.letter(signal, origin, reason, 1, data, length);
    metrics.rejected(signal, "malformed", 1);
    deadLetters.write(List.of(letter), origin, () -> {});
  }

  /** Requests that are not answered yet. */
  public int open() {
    return open.get();
  }

  /** For the other intakes: opens a request; the result completes it exactly once. */
  public Consumer<Outcome> opened(
      String signal, Origin origin, Budget.Reservation reservation, Consumer<Outcome> answer) {
    open.incrementAndGet();
    AtomicBoolean answered = new AtomicBoolean();
    return outcome -> {
      if (!answered.compareAndSet(false, true)) {
        return;
      }
      reservation.close();
      String label = outcome instanceof Refused refused ? refused.refusal().label() : "accepted";
      metrics.request(origin.receiver(), signal, label);
      try {
        answer.accept(outcome);
      } finally {
        open.decrementAndGet();
      }
    };
  }

  /** Refuses an idempotency key that is out of bounds. */
  public void check(Origin origin) throws RefusedException {
    String fault = origin.keyFault();
    if (fault != null) {
      throw new RefusedException(Refusal.MALFORMED, fault);
    }
  }

  /** The partitions of a signal's topic. */
  public int partitions(Signal signal) throws RefusedException {
    int partitions = publisher.partitions(signal.topic());
    if (partitions == 0) {
      throw new RefusedException(Refusal.UNAVAILABLE, publisher.trouble(signal.topic()));
    }
    return partitions;
  }

  /** Makes the reservation as large as the fragments, which repeat headers, may become. */
  public void hold(Budget.Reservation reservation, long bytes) throws RefusedException {
    long more = bytes - reservation.bytes();
    if (bytes > reservation.limit()) {
      throw new RefusedException(
          Refusal.TOO_LARGE,
          "request becomes "
              + bytes
              + " bytes when cut by partition, more than the gateway may hold ("
              + reservation.limit()
              + "): send fewer resources in one request");
    }
    if (more > 0 && !reservation.grow(more)) {
      throw new RefusedException(
          Refusal.BUSY,
          "the gateway has " + reservation.limit() + " bytes in flight, the most it holds");
    }
  }

  /** Sends records; runs {@code stored} when all are acknowledged, else answers. */
  public void publish(Iterator<Outgoing> records, Consumer<Outcome> finish, Runnable stored) {
    long start = System.nanoTime();
    Delivery.send(
        records,
        publisher,
        failure -> {
          if (failure != null) {
            finish.accept(unavailable(failure));
            return;
          }
          metrics.acknowledged(System.nanoTime() - start);
          stored.run();
        });
  }

  /** Counts, writes dead letters for what was rejected, then answers. */
  private void conclude(
      Signal signal,
      Origin origin,
      long accepted,
      Rejections rejections,
      Consumer<Outcome> finish) {
    List<DeadLetter> letters = new ArrayList<>();
    for (Rejected group : rejections.groups()) {
      letters.add(rejected(signal, origin, group));
    }
    accepted(signal, accepted);
    Outcome outcome = new Accepted(accepted, rejections.total(), rejections.message());
    writeThen(letters, origin, () -> finish.accept(outcome));
  }

  /** Counts records that Kafka has acknowledged. */
  public void accepted(Signal signal, long items) {
    metrics.accepted(signal, items);
  }

  /** Counts records refused for one reason; the result is for {@link #writeThen}. */
  public DeadLetter rejected(Signal signal, Origin origin, Rejected group) {
    metrics.rejected(signal, group.reason().label(), group.count());
    byte[] sample = group.sample();
    return deadLetters.letter(signal, origin, group.detail(), group.count(), sample, sample.length);
  }

  /** Runs {@code then} once all letters are written or given up. */
  public void writeThen(List<DeadLetter> letters, Origin origin, Runnable then) {
    if (letters.isEmpty()) {
      then.run();
    } else {
      deadLetters.write(letters, origin, then);
    }
  }

  private Iterator<Outgoing> fragments(Signal signal, Origin origin, Regrouped regrouped) {
    Instant now = clock.instant();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    return regrouped.fragments().stream()
        .map(
            fragment ->
                new Outgoing(
                    signal.topic(),
                    fragment.partition(),
                    regrouped.encode(fragment, nanos),
                    fragment.items(),
                    origin.keyOf(fragment.ordinal())))
        .iterator();
  }

  private Refused unavailable(Exception failure) {
    if (warned.compareAndSet(false, true)) {
      LOG.warn("Kafka did not take a fragment; later failures are only counted", failure);
    } else {
      LOG.debug("Kafka did not take a fragment", failure);
    }
    return new Refused(Refusal.UNAVAILABLE, "Kafka did not acknowledge: " + failure.getMessage());
  }

  /** The answer to a request that met a defect. */
  public static Refused defect(RuntimeException defect) {
    LOG.warn("a request failed by a defect of the gateway", defect);
    return new Refused(Refusal.INTERNAL, "internal error: " + defect);
  }

  @Override
  public void close() {
    deadLetters.close();
  }
}
