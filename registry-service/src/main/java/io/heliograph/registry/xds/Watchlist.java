/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.flow.AnswerRoom;
import io.heliograph.registry.flow.AnswerRooms;
import io.heliograph.registry.rules.ServiceRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services that clients ask for, for as long as they do. One thread does all that is done with
 * them and with the clients' streams; {@link #run} hands it to that thread, the rest is called by
 * it.
 */
final class Watchlist implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchlist.class);
  private static final long VERIFY_MILLIS = 100;

  private final Catalog catalog;
  private final Weighing weighing;
  private final Function<ServiceName, ServiceRules> rules;
  private final LongSupplier wallMillis;
  private final BooleanSupplier ready;
  private final XdsLimits limits;
  private final XdsCounts counts;

  /** By the name that stands in a client's target. */
  private final Map<String, Watched> services = new HashMap<>();

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1,
          task -> new Thread(task, "registry-xds"),
          new ThreadPoolExecutor.DiscardPolicy()); // after the end

  private final AnswerRooms rooms;
  private boolean verified;

  /**
   * Nobody asks yet.
   *
   * @param rules those of a service, as they are now
   * @param ready whether what the catalog does not list is known not to be there; once true, for
   *     good
   */
  Watchlist(
      Catalog catalog,
      Weighing weighing,
      Function<ServiceName, ServiceRules> rules,
      LongSupplier wallMillis,
      BooleanSupplier ready,
      XdsLimits limits,
      XdsCounts counts) {
    this.catalog = catalog;
    this.weighing = weighing;
    this.rules = rules;
    this.wallMillis = wallMillis;
    this.ready = ready;
    this.limits = limits;
    this.counts = counts;
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    rooms =
        new AnswerRooms(
            XdsLimits.LARGE_BYTES, limits.maxAnswerBytes(), limits.takeMillis(), thread);
    counts.showAnswers(rooms);
    run(this::verify);
  }

  private void verify() {
    verified = ready.getAsBoolean();
    if (verified) {
      List.copyOf(services.values()).forEach(watched -> watched.look(OptionalLong.empty()));
    } else {
      later(VERIFY_MILLIS, this::verify);
    }
  }

  /** Has the thread do something; what fails is logged, and is no concern of the rest. */
  void run(Runnable task) {
    thread.execute(guarded(task));
  }

  void later(long millis, Runnable task) {
    thread.schedule(guarded(task), millis, TimeUnit.MILLISECONDS);
  }

  private Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) { // an executor would say nothing
        counts.failed.increment();
        LOG.error("xDS work failed; other clients and services are not affected", e);
      }
    };
  }

  /** Looks at a service again although it has not changed: its rules have. Any thread. */
  void refresh(ServiceName service) {
    OptionalLong now = OptionalLong.of(System.nanoTime());
    run(
        () ->
            List.copyOf(services.entrySet())
                .forEach(
                    entry -> {
                      if (XdsName.service(entry.getKey()).equals(Optional.of(service))) {
                        entry.getValue().look(now);
                      }
                    }));
  }

  /** Empty if the name can be no service's. */
  Optional<Watched> find(String name) {
    return Optional.ofNullable(services.get(XdsName.target(name)));
  }

  void join(String name, XdsType type, XdsStream stream) {
    Optional<ServiceName> service = XdsName.service(name);
    if (service.isPresent()) {
      String target = XdsName.target(name);
      Watched watched = services.get(target);
      if (watched == null) {
        watched = new Watched(this, target, service.get());
        services.put(target, watched);
        watched.start();
      }
      watched.join(type, stream);
      counts.services.set(services.size());
    }
  }

  void leave(String name, XdsType type, XdsStream stream) {
    String target = XdsName.target(name);
    Watched watched = services.get(target);
    if (XdsName.service(name).isPresent() && watched != null && watched.leave(type, stream)) {
      services.remove(target);
      watched.drop();
      counts.services.set(services.size());
    }
  }

  Catalog catalog() {
    return catalog;
  }

  Weighing weighing() {
    return weighing;
  }

  ServiceRules rules(ServiceName service) {
    return rules.apply(service);
  }

  long wallMillis() {
    return wallMillis.getAsLong();
  }

  /** Whether what is not listed of a service is known not to be there. */
  boolean isVerified(ServiceName service) {
    return verified && catalog.isVerified(service);
  }

  XdsCounts counts() {
    return counts;
  }

  /** Room for the answers to a subscription; what is given runs on the thread. */
  AnswerRoom room(Runnable turn, Runnable giveUp) {
    return rooms.room(guarded(turn), guarded(giveUp));
  }

  /** Takes room for a list of endpoints to be kept; false if there is none. */
  boolean reserve(int bytes) {
    if (counts.endpointBytes.get() + bytes > limits.maxEndpointBytes()) {
      return false;
    }
    counts.endpointBytes.addAndGet(bytes);
    return true;
  }

  void release(int bytes) {
    counts.endpointBytes.addAndGet(-bytes);
  }

  void leftOut(ServiceName service, int instances) {
    counts.leftOut.add(instances);
    if (counts.isFirst("leftOut " + service)) {
      LOG.warn(
          "{} instances of {} are not offered over xDS, since their host is no IP address"
              + " and Eureka was told none: register them with one",
          instances,
          service);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
