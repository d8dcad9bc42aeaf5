/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.peer.v1.PeersGrpc;
import io.heliograph.registry.peer.v1.PushRequest;
import io.heliograph.registry.peer.v1.PushResponse;
import io.heliograph.registry.peer.v1.Silences;
import io.heliograph.registry.rpc.InstanceMessages;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is pushed to one other node. It keeps the names that have changed, not their changes: what
 * is sent is what holds then, so that a node which cannot be reached costs at most {@value
 * #MOST_NAMES} names; beyond, and what was lost on the way, is repaired by comparison. All that is
 * sent is sent by one thread.
 */
final class PeerLink {
  static final int MOST_NAMES = 100_000;

  /** A node that has not answered for so long is not reached. */
  static final long SILENT_MILLIS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);
  private static final int BATCH = 500;
  private static final int MOST_UNANSWERED = 8;
  private static final long BEAT_MILLIS = 500;

  private record Name(ServiceName service, String id) {}

  private final Catalog catalog;
  private final String address;
  private final long pauseMillis;
  private final ScheduledExecutorService sender;
  private final Supplier<Silences> silences;
  private final ManagedChannel channel;
  private final Set<Name> changed = new LinkedHashSet<>();
  private final Set<Name> renewed = new LinkedHashSet<>();
  private final AtomicBoolean flushes = new AtomicBoolean();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong pushed = new AtomicLong();
  private final AtomicLong pushes = new AtomicLong();

  private volatile String node = "";
  private volatile long answeredNanos;
  private Push push;
  private long sentNanos;
  private boolean wasReached;

  /**
   * A link that is not open yet.
   *
   * @param address host:port
   * @param pauseMillis how long changes are gathered; 0 for a node nearby
   * @param silences which leases of this node are silent, asked for with each sign of life
   */
  PeerLink(
      Catalog catalog,
      String address,
      long pauseMillis,
      ScheduledExecutorService sender,
      Supplier<Silences> silences) {
    this.catalog = catalog;
    this.address = address;
    this.pauseMillis = pauseMillis;
    this.sender = sender;
    this.silences = silences;
    channel =
        NettyChannelBuilder.forTarget(address)
            .usePlaintext()
            .maxInboundMessageSize(PeerRpc.MOST_MESSAGE_BYTES)
            .keepAliveTime(10, TimeUnit.SECONDS)
            .keepAliveTimeout(2, TimeUnit.SECONDS)
            .build();
    answeredNanos = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(SILENT_MILLIS);
  }

  String address() {
    return address;
  }

  /** Its name; empty until it has answered. */
  String node() {
    return node;
  }

  ManagedChannel channel() {
    return channel;
  }

  boolean isReached() {
    return System.nanoTime() - answeredNanos < TimeUnit.MILLISECONDS.toNanos(SILENT_MILLIS);
  }

  /** Entries that were pushed. */
  long pushed() {
    return pushed.get();
  }

  /** Messages that they were pushed in. */
  long pushes() {
    return pushes.get();
  }

  /** Names that were left to repair. */
  long dropped() {
    return dropped.get();
  }

  void changed(ServiceName service, String id) {
    add(changed, new Name(service, id));
    flushSoon();
  }

  /** Goes with what is sent next, the next beat at the latest: renewals are not urgent. */
  void renewed(ServiceName service, String id) {
    add(renewed, new Name(service, id));
  }

  private void add(Set<Name> names, Name name) {
    synchronized (names) {
      if (names.size() >= MOST_NAMES && !names.contains(name)) {
        dropped.incrementAndGet();
      } else {
        names.add(name);
      }
    }
  }

  private void flushSoon() {
    if (flushes.compareAndSet(false, true)) {
      sender.schedule(this::flush, pauseMillis, TimeUnit.MILLISECONDS);
    }
  }

  private void flush() {
    flushes.set(false);
    send(false);
  }

  /** Sends a sign of life. To be called each {@value #BEAT_MILLIS} ms by the sender. */
  void beat() {
    if (isReached() != wasReached) {
      wasReached = isReached();
      LOG.info("node {} at {} {}", node, address, wasReached ? "is reached" : "does not answer");
    }
    if (!wasReached) {
      channel.resetConnectBackoff(); // gRPC would wait for up to two minutes
    }
    send(true);
  }

  /**
   * Sends what there is, as much as the other node takes.
   *
   * @param evenNothing whether a sign of life goes even if there is nothing else
   */
  private void send(boolean evenNothing) {
    if (push == null || push.ended) {
      push = new Push();
      PeersGrpc.newStub(channel).push(push);
    }
    Push to = push;
    boolean beats = evenNothing;
    while (!to.ended && to.canTakeMore()) {
      PushRequest.Builder request = PushRequest.newBuilder().setNode(catalog.node());
      take(
          changed,
          name ->
              catalog
                  .entry(name.service(), name.id())
                  .ifPresent(entry -> request.addEntries(EntryMessages.of(entry))));
      take(renewed, name -> request.addRenewed(InstanceMessages.name(name.service(), name.id())));
      if (beats) {
        request.addAllLives(PeerRpc.lives(catalog)).setSilences(silences.get());
      } else if (request.getEntriesCount() == 0 && request.getRenewedCount() == 0) {
        return;
      }
      beats = false;
      if (request.getEntriesCount() > 0) {
        pushed.addAndGet(request.getEntriesCount());
        pushes.incrementAndGet();
      }
      to.send(request.build());
    }
  }

  private interface Taken {
    void accept(Name name);
  }

  private static void take(Set<Name> names, Taken each) {
    Name[] some;
    synchronized (names) {
      some = new Name[Math.min(BATCH, names.size())];
      Iterator<Name> next = names.iterator();
      for (int i = 0; i < some.length; i++) {
        some[i] = next.next();
        next.remove();
      }
    }
    for (Name name : some) {
      each.accept(name);
    }
  }

  void close() {
    channel.shutdownNow();
  }

  /** One stream; when it ends, the next beat opens another. */
  private final class Push implements ClientResponseObserver<PushRequest, PushResponse> {
    private volatile ClientCallStreamObserver<PushRequest> requests;
    private volatile int unanswered;
    volatile boolean ended;

    @Override
    public void beforeStart(ClientCallStreamObserver<PushRequest> stream) {
      requests = stream;
      stream.setOnReadyHandler(PeerLink.this::flushSoon);
    }

    boolean canTakeMore() {
      return requests.isReady() && unanswered < MOST_UNANSWERED;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void send(PushRequest request) {
      synchronized (this) {
        unanswered++;
      }
      requests.onNext(request);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    public void onNext(PushResponse answer) {
      node = answer.getNode();
      answeredNanos = System.nanoTime();
      PeerRpc.heard(catalog, answer.getNode(), answer.getLivesList());
      boolean wasFull;
      synchronized (this) {
        wasFull = unanswered-- >= MOST_UNANSWERED;
      }
      if (wasFull) {
        flushSoon();
      }
    }

    @Override
    public void onError(Throwable lost) {
      LOG.debug("the stream to {} ended", address, lost);
      ended = true;
    }

    @Override
    public void onCompleted() {
      ended = true;
    }
  }
}
