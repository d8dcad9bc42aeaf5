/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.Instance;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Probe.Type;
import io.heliograph.v1.ProbeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes the instances that fall to this node: those that are listed, want to be probed, and have
 * chosen it by {@link Choice} among the nodes heard of within {@value #ALIVE_MILLIS} ms. One thread
 * decides, one looks. An instance that is gone is not probed again: it is looked up right before.
 * Nothing is probed while this node does not know yet what the others do.
 */
public final class Probing implements AutoCloseable {
  static final long ALIVE_MILLIS = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(Probing.class);
  private static final long TICK_MILLIS = 50;
  private static final long LOOK_MILLIS = 2_000;

  /** No more than a fiftieth of the time goes into finding out whom to probe. */
  private static final long LOOK_SHARE = 50;

  private final Catalog catalog;
  private final ProbeSettings settings;
  private final Consumer<ProbeResult> results;
  private final ProbeCounts counts = new ProbeCounts();
  private final Prober prober;
  private final Pace pace;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "registry-probes"));

  private volatile Roster roster = Roster.EMPTY;
  private Set<String> others = Set.of();
  private long lookedRevision = -1;
  private long lookedMillis = steadyMillis() - LOOK_MILLIS;
  private long lookEveryMillis = LOOK_MILLIS;
  private long passedMillis;
  private volatile long lagMillis;
  private volatile long turnMillis;
  private volatile long leftOut;

  /**
   * A probing that has not begun.
   *
   * @param results hears what probes found, by any thread; returns at once
   */
  public Probing(Catalog catalog, ProbeSettings settings, Consumer<ProbeResult> results) {
    this.catalog = catalog;
    this.settings = settings;
    this.results = results;
    prober = new Prober(settings.timeoutMillis(), settings.maxBytes());
    pace = new Pace(settings.intervalMillis(), settings.perSecond(), Choice.hash(catalog.node()));
    turnMillis = settings.intervalMillis();
  }

  /** Begins. */
  public void start() {
    passedMillis = steadyMillis();
    var unused =
        thread.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static long steadyMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void tick() {
    try {
      long now = steadyMillis();
      if (now - lookedMillis >= lookEveryMillis) {
        look();
        lookedMillis = now;
        lookEveryMillis = Math.max(LOOK_MILLIS, (steadyMillis() - now) * LOOK_SHARE);
      }
      pace.pass(now - passedMillis, roster);
      passedMillis = now;
      probeWhatIsDue();
      lagMillis = pace.lagMillis();
      turnMillis = pace.turnMillis();
      leftOut = pace.leftOut();
    } catch (RuntimeException e) { // an executor would never call again
      LOG.error("instances could not be probed; the next tick goes on", e);
    }
  }

  /** Finds out whom to probe, if that may have changed. */
  private void look() {
    if (!catalog.isVerified()) {
      return;
    }
    Set<String> alive = new TreeSet<>();
    for (Map.Entry<String, Long> node : catalog.lives().silentMillis().entrySet()) {
      if (node.getValue() < ALIVE_MILLIS && !node.getKey().equals(catalog.node())) {
        alive.add(node.getKey());
      }
    }
    long revision = catalog.revision();
    if (revision == lookedRevision && alive.equals(others)) {
      return;
    }
    lookedRevision = revision;
    others = alive;
    List<Target> chosen = new ArrayList<>();
    catalog.forEachListed(
        entry -> {
          Instance instance = entry.listed().orElseThrow().instance();
          if (settings.of(instance.probe()) == Type.NONE) {
            return;
          }
          long hash = Choice.hash(entry.service(), entry.id());
          if (Choice.isChosen(catalog.node(), alive, settings.probers(), hash)) {
            chosen.add(new Target(entry.service(), entry.id(), hash));
          }
        });
    roster = new Roster(chosen);
  }

  private void probeWhatIsDue() {
    while (counts.inFlight() < settings.inFlight()) {
      Optional<Target> due = pace.take(roster);
      if (due.isEmpty()) {
        return;
      }
      Target target = due.get();
      catalog.find(target.service(), target.id()).ifPresent(listed -> probe(target, listed));
    }
  }

  private void probe(Target target, Listed listed) {
    Type type = settings.of(listed.instance().probe());
    if (type == Type.NONE) {
      return; // described anew since
    }
    Request request = Request.of(listed.instance(), type);
    counts.begun();
    prober.probe(
        request,
        finding -> {
          counts.ended(type, finding.outcome());
          if (finding.outcome() != Finding.Outcome.SKIPPED) {
            results.accept(Results.of(catalog.node(), target, request, finding));
          }
        });
  }

  /** What became of probes. */
  public ProbeCounts counts() {
    return counts;
  }

  /** Instances that this node probes. */
  public int targets() {
    return roster.size();
  }

  /** How long it takes to probe each once: the interval, or longer if there are too many. */
  public double turnSeconds() {
    return turnMillis / 1e3;
  }

  /** How late the probe that is due next is. */
  public double lagSeconds() {
    return lagMillis / 1e3;
  }

  /** Probes that were left out since they were late by a whole interval. */
  public long leftOut() {
    return leftOut;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    prober.close();
  }
}
