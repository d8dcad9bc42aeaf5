/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.rpc;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.heliograph.registry.catalog.Await;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.Delta;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.Document;
import io.heliograph.registry.flow.AnswerRoom;
import io.heliograph.registry.flow.CallReset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * One stream. It is waiting for a change, for its pause to be over, for its client, or for its turn
 * to send a large answer.
 */
final class WatchStream {
  /** Instead of the version that it knows: the client does not ask for rules. */
  static final long NO_RULES = -1;

  private static final Status STOPPING =
      Status.UNAVAILABLE.withDescription("this node stops: go on at another");

  private static final Status STALLED =
      Status.ABORTED.withDescription("answers were not read, and their memory is needed");

  private final Watches all;
  private final ServiceName service;
  private final ServerCallStreamObserver<WatchAnswer> client;
  private final Context call = Context.current();
  private final AnswerRoom room;
  private long known;
  private long knownRules;
  private long toldNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(Watches.PAUSE_MILLIS);
  private boolean waits;
  private boolean ended;
  private Optional<Await> await = Optional.empty();

  /** When the first change was taken in that its client has yet to be told. */
  private OptionalLong changed = OptionalLong.empty();

  /**
   * Has told its client nothing yet.
   *
   * @param known revision that the client knows; -1 if it is to be told all
   * @param knownRules version of the rules that it knows, or {@link #NO_RULES}
   */
  WatchStream(
      Watches all,
      ServiceName service,
      long known,
      long knownRules,
      ServerCallStreamObserver<WatchAnswer> client) {
    this.all = all;
    this.service = service;
    this.known = known;
    this.knownRules = knownRules;
    this.client = client;
    room = all.rooms.room(this::turn, this::giveUp);
  }

  /**
   * The client can take more; gRPC also says so when a call begins, after what it was sent then.
   */
  synchronized void ready() {
    if (!client.isReady()) {
      return;
    }
    room.release();
    if (!waits) {
      tell();
    }
  }

  /** There is room for its large answer now. */
  private synchronized void turn() {
    waits = false;
    tell();
  }

  /** It has stood still, and its memory is needed: what was to be sent is dropped. */
  private synchronized void giveUp() {
    if (!client.isReady() && room.isLate() && leave()) { // else it has read
      all.givenUp.incrementAndGet();
      await.ifPresent(Await::giveUp);
      if (!CallReset.reset(call)) {
        client.onError(STALLED.asRuntimeException());
      }
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
    if (sinceMillis >= Watches.PAUSE_MILLIS) {
      if (client.isReady()) {
        room.release();
      }
      tell();
    } else if (!ended && !all.timer.isShutdown()) {
      waits = true;
      all.timer.schedule(this::woken, Watches.PAUSE_MILLIS - sinceMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void tell() {
    if (ended || !client.isReady()) {
      return; // gRPC calls when it is
    }
    boolean verified = all.catalog.isVerified(service); // before it is read
    Delta delta = all.catalog.since(service, known);
    if (delta.changed().isEmpty() && delta.whole() && !verified) {
      end(Watches.UNVERIFIED);
      return;
    }
    Optional<Document> news = newRules(); // after the delta: a change of them is a revision, too
    if (delta.revision() != known || news.isPresent()) {
      WatchAnswer answer = all.answers.of(service, delta, news);
      waits = !room.take(answer.bytes().length);
      if (waits) {
        return;
      }
      client.onNext(answer);
      known = delta.revision();
      news.ifPresent(told -> knownRules = told.version());
      toldNanos = System.nanoTime();
      changed.ifPresent(all.pushes);
      changed = OptionalLong.empty();
    }
    try {
      waits = true;
      await = all.catalog.awaitChange(service, known, this::changed);
      // a service without anybody who waits has no revision that new rules could have raised
      boolean missed = await.isPresent() && newRules().isPresent() && await.get().giveUp();
      if (await.isEmpty() || missed) {
        changed = OptionalLong.of(missed ? System.nanoTime() : all.catalog.changedNanos(service));
        all.timer.schedule(this::woken, Watches.PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (CatalogFullException e) {
      end(Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage()));
    }
  }

  /** Rules that are later than those the client knows, if it asks for any. */
  private Optional<Document> newRules() {
    return knownRules == NO_RULES
        ? Optional.empty()
        : Optional.of(all.rules.document(service)).filter(now -> now.version() > knownRules);
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
    room.close();
    all.open.remove(this);
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
