/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The services of one node: who is registered, for how long yet, and who waits for news. A
 * registration is a lease; it ends when its owner says so or does not renew it. Thread-safe; work
 * is done by the callers' threads, but those who wait are woken by an executor's. Memory is bounded
 * by {@link CatalogLimits} and {@link InstanceLimits}: a service without instances and without
 * anybody who waits is forgotten.
 */
public final class Catalog {
  private final LongSupplier wallMillis;
  private final Executor wakers;
  private final CatalogLimits limits;
  private final Revisions revisions;
  private final LeaseTime time;
  private final LeaseWheel wheel = new LeaseWheel();
  private final NavigableMap<ServiceName, ServiceLeases> services = new ConcurrentSkipListMap<>();
  private final AtomicInteger instances = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger awaits = new AtomicInteger();
  private final CatalogCounts counts = new CatalogCounts();

  /** No service that is not known any more has changed after this. */
  private final AtomicLong forgotten = new AtomicLong();

  /**
   * An empty catalog.
   *
   * @param wallMillis Unix time
   * @param steadyMillis a clock that never goes back, as {@link #tick} is given it
   * @param wakers runs what has to be done when a service changes
   */
  public Catalog(
      LongSupplier wallMillis, long steadyMillis, Executor wakers, CatalogLimits limits) {
    this.wallMillis = wallMillis;
    this.wakers = wakers;
    this.limits = limits;
    revisions = new Revisions(wallMillis);
    time = new LeaseTime(steadyMillis);
  }

  /**
   * Registers an instance, changes its description, or renews its lease if the description is the
   * one that is known.
   *
   * @param instance within {@link InstanceLimits}
   * @throws CatalogFullException if it is new, or larger than it was, and there is no room
   */
  public Registration register(ServiceName service, Instance instance) throws CatalogFullException {
    Optional<Registration> answer = in(service, leases -> register(service, leases, instance));
    return answer.orElseThrow(
        () ->
            new CatalogFullException(
                "this node holds %,d instances of %,d bytes and takes no more"
                    .formatted(instances.get(), bytes.get())));
  }

  private Optional<Registration> register(
      ServiceName service, ServiceLeases leases, Instance instance) {
    Lease lease = leases.find(instance.id());
    if (lease == null) {
      if (instances.get() >= limits.maxInstances()
          || !hasRoomFor(InstanceLimits.footprint(instance))) {
        forgetIfUnused(service, leases);
        return Optional.empty();
      }
      begin(service, leases, new Listed(instance, wallMillis.getAsLong()));
      counts.registered.increment();
    } else if (lease.listed.instance().equals(instance)) {
      lease.renew(time.millis(), instance.leaseSeconds());
      counts.renewed.increment();
      return Optional.of(new Registration(leases.revision(), false));
    } else if (!hasRoomFor(
        InstanceLimits.footprint(instance) - InstanceLimits.footprint(lease.listed.instance()))) {
      return Optional.empty();
    } else {
      Listed updated = new Listed(instance, lease.listed.registeredAtMillis());
      remove(lease, leases); // another one in its place, since it may end sooner
      begin(service, leases, updated);
      counts.updated.increment();
    }
    changed(leases);
    return Optional.of(new Registration(leases.revision(), true));
  }

  /** What shrinks always fits. */
  private boolean hasRoomFor(long moreBytes) {
    return moreBytes <= 0 || bytes.get() + moreBytes <= limits.maxBytes();
  }

  private void begin(ServiceName service, ServiceLeases leases, Listed listed) {
    Lease lease = new Lease(service, listed);
    lease.renew(time.millis(), listed.instance().leaseSeconds());
    leases.put(lease);
    wheel.add(lease);
    instances.incrementAndGet();
    bytes.addAndGet(InstanceLimits.footprint(listed.instance()));
  }

  private void remove(Lease lease, ServiceLeases leases) {
    instances.decrementAndGet();
    bytes.addAndGet(-InstanceLimits.footprint(lease.listed.instance()));
    leases.remove(lease);
  }

  /** Takes an instance out at once; false if it was not listed. */
  public boolean deregister(ServiceName service, String id) {
    ServiceLeases leases = services.get(service);
    if (leases == null) {
      return false;
    }
    synchronized (leases) {
      Lease lease = leases.find(id);
      if (lease == null) {
        return false;
      }
      counts.deregistered.increment();
      end(lease, leases);
      return true;
    }
  }

  private void end(Lease lease, ServiceLeases leases) {
    remove(lease, leases);
    changed(leases);
    forgetIfUnused(lease.service, leases);
  }

  private void changed(ServiceLeases leases) {
    Set<Await> woken = leases.changed(revisions.next());
    if (!woken.isEmpty()) {
      awaits.addAndGet(-woken.size());
      woken.forEach(await -> wakers.execute(await::wake)); // one that fails is no other's concern
    }
  }

  /** The instances of a service; none if nobody knows it. */
  public ServiceView view(ServiceName service) {
    ServiceLeases leases = services.get(service);
    if (leases != null) {
      synchronized (leases) {
        if (!leases.isGone()) {
          return leases.view();
        }
      }
    }
    return new ServiceView(forgotten.get(), List.of());
  }

  /** The services of a namespace with the number of their instances, those without any left out. */
  public Map<String, Integer> services(String namespace) {
    Map<String, Integer> sizes = new TreeMap<>();
    for (var entry : services.tailMap(new ServiceName(namespace, "")).entrySet()) {
      if (!entry.getKey().namespace().equals(namespace)) {
        break;
      }
      synchronized (entry.getValue()) {
        if (entry.getValue().size() > 0) {
          sizes.put(entry.getKey().service(), entry.getValue().size());
        }
      }
    }
    return sizes;
  }

  /**
   * Waits for a service to change.
   *
   * @param revision of the view that is known
   * @param wake is run once, by another thread, when there is a later one
   * @return empty if there is a later one already
   * @throws CatalogFullException if too many are waiting
   */
  public Optional<Await> await(ServiceName service, long revision, Runnable wake)
      throws CatalogFullException {
    if (awaits.incrementAndGet() > limits.maxAwaits()) {
      awaits.decrementAndGet();
      throw new CatalogFullException(
          "%,d are waiting for news here, and no more can".formatted(limits.maxAwaits()));
    }
    Await await = new Await(this, service, wake);
    boolean waits =
        in(
            service,
            leases -> {
              if (leases.revision() > revision) {
                forgetIfUnused(service, leases);
                return false;
              }
              leases.add(await);
              return true;
            });
    if (!waits) {
      awaits.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(await);
  }

  /** Somebody waits no longer. */
  void forget(Await await) {
    ServiceLeases leases = services.get(await.service());
    if (leases == null) {
      return;
    }
    synchronized (leases) {
      if (leases.remove(await)) {
        awaits.decrementAndGet();
        forgetIfUnused(await.service(), leases);
      }
    }
  }

  /** Ends the leases that have expired. To be called every 100 ms or so, by one thread. */
  public void tick(long steadyMillis) {
    time.advance(steadyMillis);
    long now = time.millis();
    for (Lease lease : wheel.take(now)) {
      ServiceLeases leases = services.get(lease.service);
      if (leases == null) {
        continue;
      }
      synchronized (leases) {
        if (lease.hasEnded()) {
          continue;
        }
        if (lease.expiresAtMillis() > now) {
          wheel.add(lease);
        } else {
          counts.expired.increment();
          end(lease, leases);
        }
      }
    }
  }

  /**
   * Lists an instance as it was before a restart, with a whole lease to renew it in. Not while
   * others use the catalog.
   */
  public void restore(ServiceName service, Listed listed) {
    in(
        service,
        leases -> {
          begin(service, leases, listed);
          changed(leases);
          counts.registered.increment();
          return null;
        });
  }

  /** Has all revisions be greater than one of before a restart. */
  public void goOnFrom(long revision) {
    revisions.goOnFrom(revision);
    forgotten.accumulateAndGet(revision, Math::max);
  }

  /** The revision of the last change of any service. */
  public long revision() {
    return revisions.last();
  }

  /** Shows all that is listed, service by service; each as it is at one moment. */
  public void forEach(BiConsumer<ServiceName, Listed> each) {
    for (ServiceName service : services.keySet()) {
      view(service).instances().forEach(listed -> each.accept(service, listed));
    }
  }

  /** How many instances are listed. */
  public int instances() {
    return instances.get();
  }

  /** The memory they take, about. */
  public long bytes() {
    return bytes.get();
  }

  /** How many wait. */
  public int awaits() {
    return awaits.get();
  }

  public CatalogCounts counts() {
    return counts;
  }

  private <T> T in(ServiceName name, Function<ServiceLeases, T> action) {
    while (true) {
      ServiceLeases leases =
          services.computeIfAbsent(name, unknown -> new ServiceLeases(forgotten.get()));
      synchronized (leases) {
        if (!leases.isGone()) {
          return action.apply(leases);
        }
      }
    }
  }

  private void forgetIfUnused(ServiceName name, ServiceLeases leases) {
    if (leases.goneIfUnused()) {
      forgotten.accumulateAndGet(leases.revision(), Math::max);
      services.remove(name, leases);
    }
  }
}
