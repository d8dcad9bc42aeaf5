/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.peers;

import io.grpc.StatusRuntimeException;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.Replica;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.peer.v1.Silences;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The links to all other nodes. One thread pushes, one compares. A node that starts does not
 * believe an empty list of its own until it is equal to a node that does, or, where all have just
 * started, until {@value #VERIFY_MILLIS} ms have passed in which instances could register.
 */
public final class Peers implements Replica, AutoCloseable {
  static final long VERIFY_MILLIS = 15_000;

  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final long BEAT_MILLIS = 500;
  private static final long NEAR_REPAIR_MILLIS = 2_000;
  private static final long FAR_REPAIR_MILLIS = 10_000;
  private static final long FIRST_REPAIR_MILLIS = 200;
  private static final long FAR_PAUSE_MILLIS = 1_000;

  private final Catalog catalog;
  private final List<PeerLink> links = new ArrayList<>();
  private final List<Repairing> repairs = new ArrayList<>();
  private final AtomicLong repaired = new AtomicLong();
  private final ScheduledExecutorService sender =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "registry-peers"));
  private final ScheduledExecutorService repairer =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "registry-repair"));

  /** Of the last beat. */
  private volatile Silences silences = Silences.getDefaultInstance();

  private long startedNanos;

  public Peers(Catalog catalog, PeerSettings settings) {
    this.catalog = catalog;
    settings.near().forEach(address -> add(address, 0, NEAR_REPAIR_MILLIS));
    settings.far().forEach(address -> add(address, FAR_PAUSE_MILLIS, FAR_REPAIR_MILLIS));
    if (!links.isEmpty()) {
      catalog.tell(this);
      catalog.verified(false);
    }
  }

  private void add(String address, long pauseMillis, long repairMillis) {
    PeerLink link = new PeerLink(catalog, address, pauseMillis, sender, () -> silences);
    links.add(link);
    repairs.add(new Repairing(link, repairMillis));
  }

  /** Begins to push and to compare. */
  public void start() {
    startedNanos = System.nanoTime();
    if (!links.isEmpty()) {
      every(sender, this::beat, 0, BEAT_MILLIS);
    }
    repairs.forEach(repair -> repair.scheduleIn(0));
  }

  private void beat() {
    silences = SilenceMessages.of(catalog.silentHere());
    for (PeerLink link : links) {
      try {
        link.beat();
      } catch (RuntimeException e) { // the others are to be told all the same
        LOG.error("node at {} could not be told of", link.address(), e);
      }
    }
  }

  private static void every(
      ScheduledExecutorService executor, Runnable action, long delayMillis, long periodMillis) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            () -> {
              try {
                action.run();
              } catch (RuntimeException e) { // or it would never be called again
                LOG.error("what was to be told the other nodes could not be", e);
              }
            },
            delayMillis,
            periodMillis,
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void changed(ServiceName service, String id) {
    links.forEach(link -> link.changed(service, id));
  }

  @Override
  public void renewed(String node, ServiceName service, String id) {
    for (PeerLink link : links) {
      if (link.node().equals(node)) {
        link.renewed(service, id);
      }
    }
  }

  @Override
  public boolean reaches(String node) {
    for (PeerLink link : links) {
      if (link.node().equals(node) && link.isReached()) {
        return true;
      }
    }
    return false;
  }

  /** How many other nodes there are. */
  public int nodes() {
    return links.size();
  }

  /** How many of them answer. */
  public long reached() {
    return links.stream().filter(PeerLink::isReached).count();
  }

  /** How many of them held the same when they were last asked. */
  public long equal() {
    return repairs.stream().filter(repair -> repair.equal).count();
  }

  /** Entries that repairs have carried. */
  public long repaired() {
    return repaired.get();
  }

  /** Entries that were pushed to all others together. */
  public long pushed() {
    return links.stream().mapToLong(PeerLink::pushed).sum();
  }

  /** Messages that they were pushed in. */
  public long pushes() {
    return links.stream().mapToLong(PeerLink::pushes).sum();
  }

  /** Names that were too many to push, and were left to repair. */
  public long dropped() {
    return links.stream().mapToLong(PeerLink::dropped).sum();
  }

  @Override
  public void close() {
    sender.shutdownNow();
    repairer.shutdownNow();
    links.forEach(PeerLink::close);
  }

  /** The repair with one node, again and again. */
  private final class Repairing {
    private final PeerLink link;
    private final Repair repair;
    private final long pauseMillis;
    private volatile boolean equal;

    Repairing(PeerLink link, long pauseMillis) {
      this.link = link;
      this.repair = new Repair(catalog, link.channel());
      this.pauseMillis = pauseMillis;
    }

    void scheduleIn(long delayMillis) {
      if (!repairer.isShutdown()) {
        repairer.schedule(this::run, delayMillis, TimeUnit.MILLISECONDS);
      }
    }

    private void run() {
      try {
        Repair.Outcome outcome = repair.run();
        equal = outcome.equal();
        repaired.addAndGet(outcome.repaired());
        if (outcome.repaired() > 0) {
          LOG.info("{} entries repaired with {}", outcome.repaired(), link.address());
        }
        if (equal && !catalog.isVerified() && (outcome.verified() || hadTime())) {
          LOG.info("this node knows what {} does, and serves", link.address());
          catalog.verified(true);
        }
      } catch (StatusRuntimeException e) {
        equal = false;
        LOG.debug("no comparison with {}", link.address(), e);
      } catch (RuntimeException e) {
        equal = false;
        LOG.error("no comparison with {}", link.address(), e);
      } finally {
        scheduleIn(catalog.isVerified() ? pauseMillis : FIRST_REPAIR_MILLIS);
      }
    }

    private boolean hadTime() {
      return System.nanoTime() - startedNanos > TimeUnit.MILLISECONDS.toNanos(VERIFY_MILLIS);
    }
  }
}
