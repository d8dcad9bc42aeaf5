/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.agent;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.Following;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.configlog.FollowedLog;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows each service from the first time that somebody asks for it, {@value #MOST_SERVICES} at
 * most: beyond, the one that was not asked for the longest and that nobody waits for is forgotten.
 * One thread takes in what the nodes say; questions are answered by any.
 */
public final class Follower implements Following, AutoCloseable {
  static final int MOST_SERVICES = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  private final Catalog catalog;
  private final FollowedLog rules;
  private final Nodes nodes;
  private final Map<ServiceName, FollowedService> services = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder leftOut = new LongAdder();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> new Thread(task, "registry-follow"),
          new ThreadPoolExecutor.DiscardPolicy()); // after the end

  private volatile boolean closed;
  private boolean lossTold;

  /**
   * Has a catalog follow nodes.
   *
   * @param addresses host:port of their gRPC
   * @param rules takes the services' rules
   */
  public Follower(List<String> addresses, Catalog catalog, FollowedLog rules) {
    this.catalog = catalog;
    this.rules = rules;
    nodes = new Nodes(addresses, thread);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    catalog.follow(this);
  }

  /** Goes on from what the catalog lists, which was true so long ago. Before anybody asks. */
  public void restored(Duration age) {
    long heardNanos = System.nanoTime() - age.toNanos();
    Map<ServiceName, FollowedService> restored = new HashMap<>();
    catalog.forEachListed(
        entry ->
            restored
                .computeIfAbsent(
                    entry.service(), name -> new FollowedService(this, name, heardNanos, true))
                .knows(entry.id()));
    restored.keySet().removeAll(services.keySet());
    services.putAll(restored);
    restored.values().forEach(service -> thread.execute(service::open));
  }

  @Override
  public void asked(ServiceName service) {
    FollowedService known = services.get(service);
    if (known != null) {
      known.asked();
    } else if (!closed) {
      begin(service);
    }
  }

  private synchronized void begin(ServiceName service) {
    if (!services.containsKey(service) && services.size() >= MOST_SERVICES && !makeRoom()) {
      refused.increment();
      return;
    }
    services.computeIfAbsent(service, this::follow);
  }

  private boolean makeRoom() {
    Optional<FollowedService> least =
        services.values().stream()
            .filter(service -> !catalog.isAwaited(service.name()))
            .min(Comparator.comparingLong(FollowedService::askedNanos));
    least.ifPresent(
        service -> {
          services.remove(service.name());
          thread.execute(service::end);
        });
    return least.isPresent();
  }

  private FollowedService follow(ServiceName name) {
    FollowedService service = new FollowedService(this, name, System.nanoTime(), false);
    thread.execute(service::open);
    return service;
  }

  @Override
  public boolean knows(ServiceName service) {
    FollowedService followed = services.get(service);
    return followed != null && followed.isKnown();
  }

  @Override
  public OptionalLong staleMillis(ServiceName service) {
    FollowedService followed = services.get(service);
    return followed == null || followed.isHeard()
        ? OptionalLong.empty()
        : OptionalLong.of(followed.silentMillis());
  }

  Catalog catalog() {
    return catalog;
  }

  FollowedLog rules() {
    return rules;
  }

  Nodes nodes() {
    return nodes;
  }

  void later(long millis, Runnable action) {
    var unused = thread.schedule(action, millis, TimeUnit.MILLISECONDS);
  }

  /** Something that a node has said is not taken. */
  void leftOut(ServiceName service, String what, String why) {
    if (leftOut.sum() == 0) {
      LOG.warn("{} of {} is left out: {}; more are only counted", what, service, why);
    }
    leftOut.increment();
  }

  /** Tells once that all is served as it was, and once that it is so no more. By the thread. */
  void reached(boolean aNode) {
    if (aNode && lossTold) {
      LOG.info("a node is heard again");
      lossTold = false;
    } else if (!aNode && !lossTold && staleServices() == services()) {
      LOG.warn("no node answers: {} services are served as they were", services());
      lossTold = true;
    }
  }

  /** How many services it follows. */
  public int services() {
    return services.size();
  }

  /** Of how many of them it hears nothing now. */
  public long staleServices() {
    return services.values().stream().filter(service -> !service.isHeard()).count();
  }

  /** How often it was asked for one more than it could follow. */
  public long refused() {
    return refused.sum();
  }

  /** Instances and rules that were not taken. */
  public long leftOut() {
    return leftOut.sum();
  }

  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
    nodes.close();
  }
}
