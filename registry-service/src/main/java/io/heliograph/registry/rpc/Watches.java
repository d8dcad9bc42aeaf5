/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.heliograph.registry.catalog.Await;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.Delta;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.Document;
import io.heliograph.registry.rules.RuleBook;
import io.heliograph.registry.rules.ServiceRules;
import io.heliograph.registry.v1.Rules;
import io.heliograph.registry.v1.WatchResponse;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Streams of changes. A stream keeps no queue: it knows up to which revision, and which version of
 * the rules, its client was told, and when the client can take more, it is told what has changed
 * since. So a client that stands still costs nothing but its stream, and slows nobody. Large
 * answers go to so many at a time as there is memory for; one that its client has not taken after
 * {@value #TAKE_MILLIS} ms makes room for the next all the same. It keeps its memory then; once
 * there is as much of that as may be under way, the stream that has stood for the longest ends.
 * Thread-safe.
 */
final class Watches implements AutoCloseable {
  /** Changes within this time of the last answer come together. */
  static final long PAUSE_MILLIS = 100;

  /** An answer of more than that is large: gRPC says then when its client has taken it. */
  static final int LARGE_BYTES = 64 << 10;

  static final long TAKE_MILLIS = 10_000;

  /** Instead of the version that it knows: the client does not ask for rules. */
  private static final long NO_RULES = -1;

  static final Status UNVERIFIED =
      Status.UNAVAILABLE.withDescription(
          "this node knows of none, but has yet to hear from the others: try again, or elsewhere");

  private static final Status STOPPING =
      Status.UNAVAILABLE.withDescription("this node stops: go on at another");

  private static final Status STALLED =
      Status.ABORTED.withDescription("answers were not read, and their memory is needed");

  /** Answers that are kept, since many streams send the same. */
  private static final int SHARED = 256;

  private record Shared(Delta delta, Optional<Document> rules, WatchAnswer answer) {}

  private final Catalog catalog;
  private final RuleBook rules;
  private final String life;
  private final LongSupplier wallMillis;
  private final AtomicReferenceArray<Shared> shared = new AtomicReferenceArray<>(SHARED);
  private final Set<Watch> open = ConcurrentHashMap.newKeySet();
  private final LargeAnswers large;
  private final UntakenAnswers untaken;
  private final AtomicLong givenUp = new AtomicLong();
  private final long takeMillis;
  private volatile LongConsumer pushes = changedNanos -> {};
  private volatile boolean draining;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, task -> new Thread(task, "registry-watch-timer"));

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
    this.life = life;
    this.wallMillis = wallMillis;
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setRemoveOnCancelPolicy(true);
    timer.setRejectedExecutionHandler((task, closed) -> {}); // the streams end with the server
    large = new LargeAnswers(mostLarge, timer);
    untaken = new UntakenAnswers(mostLarge);
    this.takeMillis = takeMillis;
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
    return large.underWay();
  }

  /** Bytes of those that were not taken in time. */
  long untaken() {
    return untaken.bytes();
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
    Watch watch = new Watch(service, known.orElse(-1L), knownRules.orElse(NO_RULES), client);
    open.add(watch);
    client.setOnCancelHandler(watch::cancelled);
    client.setOnReadyHandler(watch::ready);
    watch.ready();
    if (draining) { // it may have missed this one
      watch.drain();
    }
  }

  private WatchAnswer answer(ServiceName service, Delta delta, Optional<Document> told) {
    int slot = Math.floorMod(service.hashCode() * 2 + (told.isPresent() ? 1 : 0), SHARED);
    Shared last = shared.get(slot);
    OptionalLong stale = catalog.staleMillis(service);
    if (last != null && last.delta() == delta && last.rules().equals(told) && stale.isEmpty()) {
      return last.answer();
    }
    long now = wallMillis.getAsLong();
    WatchResponse.Builder answer =
        WatchResponse.newBuilder()
            .setNode(life)
            .setRevision(delta.revision())
            .setWhole(delta.whole())
            .setStaleMillis(stale.orElse(0))
            .addAllRemoved(delta.removed());
    ServiceRules ruled = rules.of(service); // after the delta: if they change, another follows
    delta.changed().forEach(listed -> answer.addChanged(InstanceMessages.of(listed, ruled, now)));
    told.ifPresent(document -> answer.setRules(message(document)));
    WatchAnswer built = WatchAnswer.of(answer.build());
    shared.set(slot, new Shared(delta, told, built));
    return built;
  }

  private static Rules message(Document rules) {
    return Rules.newBuilder()
        .setVersion(rules.version())
        .setDocument(rules.value().orElse(""))
        .build();
  }

  /** Ends all, so that their clients turn to another node. */
  void drain() {
    draining = true;
    open.forEach(Watch::drain);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /**
   * One stream. It is waiting for a change, for its pause to be over, for its client, or for its
   * turn to send a large answer.
   */
  private final class Watch {
    private final ServiceName service;
    private final ServerCallStreamObserver<WatchAnswer> client;
    private final Context call = Context.current();
    private long known;
    private long knownRules;
    private long toldNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
    private boolean waits;
    private boolean ended;
    private Optional<Await> await = Optional.empty();

    /** When the first change was taken in that its client has yet to be told. */
    private OptionalLong changed = OptionalLong.empty();

    /** Of a large answer that its client has not taken. */
    private long underWay;

    private Optional<Future<?>> makesRoom = Optional.empty();

    Watch(
        ServiceName service,
        long known,
        long knownRules,
        ServerCallStreamObserver<WatchAnswer> client) {
      this.service = service;
      this.known = known;
      this.knownRules = knownRules;
      this.client = client;
    }

    /**
     * The client can take more; gRPC also says so when a call begins, after what it was sent then.
     */
    synchronized void ready() {
      if (!client.isReady()) {
        return;
      }
      makeRoom();
      if (!waits) {
        tell();
      }
    }

    /** There is room for its large answer now. */
    private synchronized void turn(long bytes) {
      waits = false;
      hasRoom(bytes);
      if (ended) {
        makeRoom();
      } else {
        tell();
      }
    }

    private boolean takeRoom(int bytes) {
      if (bytes <= LARGE_BYTES || underWay > 0) {
        return true;
      }
      waits = !large.take(bytes, () -> turn(bytes));
      if (!waits) {
        hasRoom(bytes);
      }
      return !waits;
    }

    private void hasRoom(long bytes) {
      underWay = bytes;
      makesRoom = Optional.of(timer.schedule(this::late, takeMillis, TimeUnit.MILLISECONDS));
    }

    private synchronized void late() {
      long bytes = underWay;
      makeRoom();
      if (bytes > 0 && !ended) {
        untaken.keep(this, bytes, () -> timer.execute(this::giveUp));
      }
    }

    /** It has stood still, and its memory is needed: what was to be sent is dropped. */
    private synchronized void giveUp() {
      if (!client.isReady() && underWay == 0 && leave()) { // else it has read, and was sent more
        givenUp.incrementAndGet();
        await.ifPresent(Await::giveUp);
        if (!CallReset.reset(call)) {
          client.onError(STALLED.asRuntimeException());
        }
      }
    }

    private void makeRoom() {
      untaken.forget(this);
      if (underWay > 0) {
        makesRoom.ifPresent(late -> late.cancel(false));
        large.release(underWay);
        underWay = 0;
      }
    }

    private synchronized void changed(long changedNanos) {
      changed = OptionalLong.of(changedNanos);
      woken();
    }

    /** There is news; also run when the pause after the last answer is over. */
    synchronized void woken() {
      waits = false;
      long sinceMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - toldNanos);
      if (sinceMillis >= PAUSE_MILLIS) {
        if (client.isReady()) {
          makeRoom();
        }
        tell();
      } else if (!ended && !timer.isShutdown()) {
        waits = true;
        timer.schedule(this::woken, PAUSE_MILLIS - sinceMillis, TimeUnit.MILLISECONDS);
      }
    }

    private void tell() {
      if (ended || !client.isReady()) {
        return; // gRPC calls when it is
      }
      boolean verified = catalog.isVerified(service); // before it is read
      Delta delta = catalog.since(service, known);
      if (delta.changed().isEmpty() && delta.whole() && !verified) {
        end(UNVERIFIED);
        return;
      }
      Optional<Document> news = newRules(); // after the delta: a change of them is a revision, too
      if (delta.revision() != known || news.isPresent()) {
        WatchAnswer answer = answer(service, delta, news);
        if (!takeRoom(answer.bytes().length)) {
          return;
        }
        client.onNext(answer);
        known = delta.revision();
        news.ifPresent(told -> knownRules = told.version());
        toldNanos = System.nanoTime();
        changed.ifPresent(pushes);
        changed = OptionalLong.empty();
      }
      try {
        waits = true;
        await = catalog.awaitChange(service, known, this::changed);
        // a service without anybody who waits has no revision that new rules could have raised
        boolean missed = await.isPresent() && newRules().isPresent() && await.get().giveUp();
        if (await.isEmpty() || missed) {
          changed = OptionalLong.of(missed ? System.nanoTime() : catalog.changedNanos(service));
          timer.schedule(this::woken, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
      } catch (CatalogFullException e) {
        end(Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()));
      }
    }

    /** Rules that are later than those the client knows, if it asks for any. */
    private Optional<Document> newRules() {
      return knownRules == NO_RULES
          ? Optional.empty()
          : Optional.of(rules.document(service)).filter(now -> now.version() > knownRules);
    }

    private void end(Status status) {
      if (leave()) {
        client.onError(status.asRuntimeException());
      }
    }

    /** Says whether it had not ended before. */
    private boolean leave() {
      boolean first = !ended;
      ended = true;
      makeRoom();
      open.remove(this);
      return first;
    }

    synchronized void drain() {
      end(STOPPING);
      await.ifPresent(Await::giveUp);
    }

    synchronized void cancelled() {
      leave();
      await.ifPresent(Await::giveUp);
    }
  }
}
