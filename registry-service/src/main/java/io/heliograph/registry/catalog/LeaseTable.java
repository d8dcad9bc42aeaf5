/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.List;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The leases of all services, with the books on them: how many there are, what memory they take,
 * the digests, what has ended lately, who waits. What is done to a service is done under its lock,
 * which {@link #in} and {@link #with} take; the other methods that are given a service need it.
 */
final class LeaseTable {
  final Revisions revisions;
  final LeaseTime time;
  final LeaseWheel wheel = new LeaseWheel();
  final NavigableMap<ServiceName, ServiceLeases> services = new ConcurrentSkipListMap<>();

  private final CatalogLimits limits;
  private final Executor wakers;
  private final Advising advising;
  private final AtomicInteger instances = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger awaits = new AtomicInteger();
  private final AtomicLongArray digests = new AtomicLongArray(Entry.BUCKETS);

  /** In the order of their ends; {@link #endedCount} is their number. */
  private final Queue<EndedName> ended = new ConcurrentLinkedQueue<>();

  private final AtomicInteger endedCount = new AtomicInteger();

  /** No service that is not known any more has changed after this. */
  private final AtomicLong forgotten = new AtomicLong();

  private record EndedName(ServiceName service, String id, Ended end) {}

  LeaseTable(
      Revisions revisions,
      LeaseTime time,
      Executor wakers,
      CatalogLimits limits,
      Advising advising) {
    this.revisions = revisions;
    this.time = time;
    this.wakers = wakers;
    this.limits = limits;
    this.advising = advising;
  }

  /** Does something to a service, whether it is known or not. */
  <T> T in(ServiceName name, Function<ServiceLeases, T> action) {
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

  /** Does something to a service if it is known; if not, returns what is given for that. */
  <T> T with(ServiceName name, T unknown, Function<ServiceLeases, T> action) {
    ServiceLeases leases = services.get(name);
    if (leases == null) {
      return unknown;
    }
    synchronized (leases) {
      return leases.isGone() ? unknown : action.apply(leases);
    }
  }

  /** Does something to a lease if it is listed; if not, returns what is given for that. */
  <T> T with(ServiceName name, String id, T unknown, BiFunction<ServiceLeases, Lease, T> action) {
    return with(
        name,
        unknown,
        leases -> {
          Lease lease = leases.find(id);
          return lease == null ? unknown : action.apply(leases, lease);
        });
  }

  /** Whether there is room for one more of that size. What shrinks always fits. */
  boolean hasRoomFor(long moreInstances, long moreBytes) {
    return (moreInstances <= 0 || instances.get() + moreInstances <= limits.maxInstances())
        && (moreBytes <= 0 || bytes.get() + moreBytes <= limits.maxBytes());
  }

  /** Lists it, with a whole lease. */
  Lease begin(ServiceLeases leases, Lease lease, long revision) {
    lease.listed = advising.first(lease);
    leases.put(lease);
    leases.changed(lease, revision);
    lease.renew(time.millis());
    wheel.add(lease, lease.expiresAtMillis());
    instances.incrementAndGet();
    bytes.addAndGet(InstanceLimits.footprint(lease.listed.instance()));
    toggleDigest(lease);
    changed(leases, revision);
    return lease;
  }

  /** Lists it no more, since another comes in its place. */
  void remove(ServiceLeases leases, Lease lease) {
    instances.decrementAndGet();
    bytes.addAndGet(-InstanceLimits.footprint(lease.listed.instance()));
    toggleDigest(lease);
    leases.remove(lease);
  }

  /** Lists it no more, and remembers so. */
  void end(ServiceLeases leases, Lease lease, Stamp stamp, boolean expired) {
    remove(leases, lease);
    long revision = revisions.next();
    remember(leases, lease.service, lease.id, new Ended(stamp, expired, revision, time.millis()));
    changed(leases, revision);
  }

  /** Remembers that an instance has ended. */
  void remember(ServiceLeases leases, ServiceName service, String id, Ended end) {
    leases.put(id, end);
    ended.add(new EndedName(service, id, end));
    endedCount.incrementAndGet();
  }

  /** Writes who wrote it last. */
  void stamp(Lease lease, Stamp stamp) {
    toggleDigest(lease);
    lease.stamp = stamp;
    toggleDigest(lease);
  }

  /** Exclusive or: once in, twice out. */
  private void toggleDigest(Lease lease) {
    long digest = Entry.digest(lease.service, lease.id, lease.stamp);
    digests.accumulateAndGet(Entry.bucket(lease.service, lease.id), digest, (a, b) -> a ^ b);
  }

  long[] digests() {
    long[] copy = new long[Entry.BUCKETS];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = digests.get(i);
    }
    return copy;
  }

  private void changed(ServiceLeases leases, long revision) {
    Set<Await> woken = leases.changed(revision);
    bound(leases);
    wake(woken, leases.changedNanos());
  }

  /** Something else has changed that is seen of a service. */
  void touch(ServiceLeases leases) {
    wake(leases.changed(revisions.next()), leases.changedNanos());
  }

  /** What is said of an instance has changed. */
  void relist(ServiceLeases leases, Lease lease) {
    long revision = revisions.next();
    leases.changedAgain(lease, revision);
    wake(leases.changed(revision), leases.changedNanos());
  }

  /** Keeps advice within its bound. */
  void bound(ServiceLeases leases) {
    advising.bound(leases).forEach(lease -> relist(leases, lease));
  }

  private void wake(Set<Await> woken, long changedNanos) {
    if (!woken.isEmpty()) {
      awaits.addAndGet(-woken.size());
      // one that fails is no other's concern
      woken.forEach(await -> wakers.execute(() -> await.wake(changedNanos)));
    }
  }

  /** Has somebody wait for a change, unless the revision is not the current one. */
  boolean await(ServiceName service, long revision, Await await) throws CatalogFullException {
    if (awaits.incrementAndGet() > limits.maxAwaits()) {
      awaits.decrementAndGet();
      throw new CatalogFullException(
          "%,d are waiting for news here, and no more can".formatted(limits.maxAwaits()));
    }
    boolean waits =
        in(
            service,
            leases -> {
              if (leases.revision() != revision) {
                forgetIfUnused(service, leases);
                return false;
              }
              leases.add(await);
              return true;
            });
    if (!waits) {
      awaits.decrementAndGet();
    }
    return waits;
  }

  /** Somebody waits no longer. */
  void forget(Await await) {
    with(
        await.service(),
        false,
        leases -> {
          if (leases.remove(await)) {
            awaits.decrementAndGet();
            forgetIfUnused(await.service(), leases);
          }
          return true;
        });
  }

  /** Forgets what has ended long ago, or if it is too much. */
  void forgetEnded(long now) {
    int most = limits.maxEnded();
    for (EndedName name = ended.peek();
        name != null
            && (endedCount.get() > most || now - name.end().atMillis() > Ended.MEMORY_MILLIS);
        name = ended.peek()) {
      ended.remove();
      endedCount.decrementAndGet();
      EndedName old = name;
      with(
          name.service(),
          false,
          leases -> {
            leases.forgetEnded(old.id(), old.end());
            forgetIfUnused(old.service(), leases);
            return true;
          });
    }
  }

  void forgetIfUnused(ServiceName name, ServiceLeases leases) {
    if (leases.goneIfUnused()) {
      forgotten.accumulateAndGet(leases.revision(), Math::max);
      services.remove(name, leases);
    }
  }

  /** Has all revisions be greater than this one. */
  void goOnFrom(long revision) {
    revisions.goOnFrom(revision);
    forgotten.accumulateAndGet(revision, Math::max);
  }

  ServiceView view(ServiceName service) {
    ServiceView known = with(service, null, ServiceLeases::view);
    return known == null ? new ServiceView(forgotten.get(), List.of()) : known;
  }

  Delta since(ServiceName service, long revision) {
    Delta known = with(service, null, leases -> leases.since(revision));
    return known == null ? new Delta(forgotten.get(), true, List.of(), List.of()) : known;
  }

  int instances() {
    return instances.get();
  }

  long bytes() {
    return bytes.get();
  }

  int awaits() {
    return awaits.get();
  }
}
