/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.flow.AnswerRooms;
import io.heliograph.registry.rules.RuleBook;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Streams of changes. A stream keeps no queue: it knows up to which revision, and which version of
 * the rules, its client was told, and when the client can take more, it is told what has changed
 * since. So a client that stands still costs nothing but its stream, and slows nobody; what large
 * answers cost is bounded by {@link AnswerRooms}. Thread-safe.
 */
final class Watches implements AutoCloseable {
  /** Changes within this time of the last answer come together. */
  static final long PAUSE_MILLIS = 100;

  /** An answer of more than that is large: gRPC says then when its client has taken it. */
  private static final int LARGE_BYTES = 64 << 10;

  static final long TAKE_MILLIS = 10_000;

  static final Status UNVERIFIED =
      Status.UNAVAILABLE.withDescription(
          "this node knows of none, but has yet to hear from the others: try again, or elsewhere");

  // what its streams share
  final Catalog catalog;
  final RuleBook rules;
  final SharedAnswers answers;
  final AnswerRooms rooms;
  final Set<WatchStream> open = ConcurrentHashMap.newKeySet();
  final AtomicLong givenUp = new AtomicLong();
  final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "registry-watch-timer"));
  volatile LongConsumer pushes = changedNanos -> {};

  private volatile boolean draining;

  /**
   * No streams yet.
   *
   * @param life names this node in this life: revisions of another mean nothing here
   * @param mostLarge bytes of large answers under way, and of those not taken in time
   * @param takeMillis in time
   */
  Watches(
      Catalog catalog,
      RuleBook rules,
      String life,
      LongSupplier wallMillis,
      long mostLarge,
      long takeMillis) {
    this.catalog = catalog;
    this.rules = rules;
    answers = new SharedAnswers(catalog, rules, life, wallMillis);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setRemoveOnCancelPolicy(true);
    timer.setRejectedExecutionHandler((task, closed) -> {}); // the streams end with the server
    rooms = new AnswerRooms(LARGE_BYTES, mostLarge, takeMillis, timer);
  }

  /** Has somebody hear of each change that was handed to a stream: when it was taken in. */
  void tellPushes(LongConsumer listener) {
    pushes = listener;
  }

  /** How many there are. */
  int open() {
    return open.size();
  }

  /** Bytes of large answers that their clients have not taken yet. */
  long largeUnderWay() {
    return rooms.underWay();
  }

  /** Bytes of those that were not taken in time. */
  long untaken() {
    return rooms.untaken();
  }

  /** Streams that were ended since their clients did not read. */
  long givenUp() {
    return givenUp.get();
  }

  /**
   * Begins to tell a client.
   *
   * @param known revision that the client knows; empty if it is to be told all
   * @param knownRules version of the rules that it knows; empty if it is to be told none
   */
  void begin(
      ServiceName service,
      Optional<Long> known,
      Optional<Long> knownRules,
      ServerCallStreamObserver<WatchAnswer> client) {
    WatchStream watch =
        new WatchStream(
            this, service, known.orElse(-1L), knownRules.orElse(WatchStream.NO_RULES), client);
    open.add(watch);
    client.setOnCancelHandler(watch::cancelled);
    client.setOnReadyHandler(watch::ready);
    watch.ready();
    if (draining) { // it may have missed this one
      watch.drain();
    }
  }

  /** Ends all, so that their clients turn to another node. */
  void drain() {
    draining = true;
    open.forEach(WatchStream::drain);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
