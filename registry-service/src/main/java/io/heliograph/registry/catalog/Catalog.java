/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What one node knows: who is registered, for how long yet, and who waits for news. A registration
 * is a lease; it ends when its owner says so or does not renew it. Thread-safe; work is done by the
 * callers' threads, but those who wait are woken by an executor's. Memory is bounded by {@link
 * CatalogLimits} and {@link InstanceLimits}: a service without instances, of which none has ended
 * lately, and without anybody who waits is forgotten.
 *
 * <p>Each instance has a node that holds its lease: the one it registered with. The others hold
 * copies, which end if that node says so, or is not heard of for a lease and {@value
 * Expiry#ORPHAN_MILLIS} ms: time for the instance to go to another, which then takes its lease
 * over. Of two entries for one name the later {@link Stamp} is right, with one exception: a node
 * where the instance itself was heard within its lease contradicts whoever says that it has expired
 * (as members of SWIM do, Das et al. 2002).
 */
public final class Catalog {
  /** The node of a catalog that is alone. */
  private static final String ALONE = "alone";

  private final String node;
  private final LongSupplier wallMillis;
  private final Advising advising;
  private final LeaseTable table;
  private final NodeLives lives;
  private final Expiry expiry;
  private final Merging merging;
  private final CatalogCounts counts = new CatalogCounts();
  private volatile Replica replica = Replica.NONE;
  private volatile LifeSigns lifeSigns = LifeSigns.NONE;
  private volatile Following following = Following.NONE;
  private volatile boolean verified = true;

  /** An empty catalog of a node that is alone; see the other constructor. */
  public Catalog(
      LongSupplier wallMillis, long steadyMillis, Executor wakers, CatalogLimits limits) {
    this(ALONE, wallMillis, steadyMillis, wakers, limits);
  }

  /**
   * An empty catalog.
   *
   * @param node the name of this node among all
   * @param wallMillis Unix time
   * @param steadyMillis a clock that never goes back, as {@link #tick} is given it
   * @param wakers runs what has to be done when a service changes
   */
  public Catalog(
      String node,
      LongSupplier wallMillis,
      long steadyMillis,
      Executor wakers,
      CatalogLimits limits) {
    this.node = node;
    this.wallMillis = wallMillis;
    LeaseTime time = new LeaseTime(steadyMillis);
    advising = new Advising(new AdviceBook(limits.maxAdvice()));
    table = new LeaseTable(new Revisions(wallMillis), time, wakers, limits, advising);
    lives = new NodeLives(time);
    expiry = new Expiry(node, table, lives, this::expire, this::tell);
    merging = new Merging(table, counts, this::write);
  }

  /** Sets when removals are withheld. Before anything else. */
  public void protect(ProtectionLimits limits) {
    advising.limit(limits.adviceShare());
    expiry.protect(limits);
  }

  /**
   * Has somebody hear when removals are withheld, and when no longer.
   *
   * @param listener called by who calls {@link #tick}; returns at once
   */
  public void tellProtection(Consumer<Withholding> listener) {
    expiry.tell(listener);
  }

  /** Of the leases that this node holds: how many are silent, by service and by room. */
  public Map<Object, Integer> silentHere() {
    return expiry.silentHere();
  }

  /** Another node says how many of the leases that it holds are silent. */
  public void silentElsewhere(String otherNode, Map<Object, Integer> silent) {
    expiry.others().told(otherNode, silent);
  }

  /** Leases that have run out and are listed all the same, since too many did at once. */
  public int withheld() {
    return expiry.protection().withheld();
  }

  /** Services and rooms of which none is taken out, since too many are silent. */
  public int freezes() {
    return expiry.protection().freezes();
  }

  /** Has somebody hear what the other nodes have to be told. */
  public void tell(Replica others) {
    replica = others;
  }

  /** Has somebody hear of the owners of instances whose leases this node holds. */
  public void tellLife(LifeSigns listener) {
    lifeSigns = listener;
  }

  /**
   * Has this catalog list what nodes do that it follows, until they say otherwise: nothing expires,
   * and what they say of health is bounded already. Before anything else.
   */
  public void follow(Following nodes) {
    following = nodes;
    advising.limit(1);
  }

  /** Whether it follows nodes, and holds no leases of its own. */
  public boolean isFollowing() {
    return following != Following.NONE;
  }

  /**
   * Lists an instance as a node does that is followed.
   *
   * @return false if it is new, or larger than it was, and there is no room
   */
  public boolean list(ServiceName service, Listed said) {
    Instance instance = said.instance();
    long footprint = InstanceLimits.footprint(instance);
    long known =
        find(service, instance.id())
            .map(listed -> InstanceLimits.footprint(listed.instance()))
            .orElse(0L);
    if (!table.hasRoomFor(known == 0 ? 1 : 0, footprint - known)) {
      return false;
    }
    Stamp stamp = stamp();
    Advice advice = said.advice();
    if (!advice.saysNothing() || !advising.book().of(service, instance.id()).saysNothing()) {
      long atMillis = Math.max(stamp.version() / 1_000, said.registeredAtMillis());
      advise(service, instance.id(), new Advice(advice.state(), advice.score(), atMillis));
    }
    Listed listed = new Listed(instance, said.registeredAtMillis());
    merge(new Entry(service, instance.id(), stamp, Optional.of(listed), false));
    return true;
  }

  /** Makes changes of one service of which nobody sees a part. */
  public void atOnce(ServiceName service, Runnable changes) {
    table.in(
        service,
        leases -> {
          changes.run();
          table.forgetIfUnused(service, leases);
          return true;
        });
  }

  /** Lists an instance no more, as a node does that is followed. */
  public void unlist(ServiceName service, String id) {
    forgetAdvice(service, id);
    deregister(service, id);
  }

  /** For how long nothing was heard of a service; empty unless it is followed, and that is so. */
  public OptionalLong staleMillis(ServiceName service) {
    return following.staleMillis(service);
  }

  /** Whether somebody waits for a service to change. */
  public boolean isAwaited(ServiceName service) {
    return table.with(service, false, ServiceLeases::isAwaited);
  }

  /**
   * Says whether this node knows the whole fleet, or has yet to hear from the others. Until it
   * does, that it knows no instance of a service does not mean that there is none.
   */
  public void verified(boolean isSo) {
    verified = isSo;
  }

  /** Whether an empty list may be believed. */
  public boolean isVerified() {
    return verified;
  }

  /** Whether an empty list of a service may be believed. */
  public boolean isVerified(ServiceName service) {
    following.asked(service);
    return verified && following.knows(service);
  }

  /** The name of this node. */
  public String node() {
    return node;
  }

  /** When the other nodes were heard of. */
  public NodeLives lives() {
    return lives;
  }

  /**
   * Registers an instance, changes its description, or renews its lease if the description is the
   * one that is known.
   *
   * @param instance within {@link InstanceLimits}
   * @throws CatalogFullException if it is new, or larger than it was, and there is no room
   */
  public Registration register(ServiceName service, Instance instance) throws CatalogFullException {
    return orFull(table.in(service, leases -> register(service, leases, instance, 0)));
  }

  /**
   * Registers an instance whose lease does not end until it is {@linkplain #release released}, as
   * often as it was held.
   *
   * @throws CatalogFullException as {@link #register} does
   */
  public Registration hold(ServiceName service, Instance instance) throws CatalogFullException {
    return orFull(table.in(service, leases -> register(service, leases, instance, 1)));
  }

  private Registration orFull(Optional<Registration> answer) throws CatalogFullException {
    return answer.orElseThrow(
        () ->
            new CatalogFullException(
                "this node holds %,d instances of %,d bytes and takes no more"
                    .formatted(instances(), bytes())));
  }

  private Optional<Registration> register(
      ServiceName service, ServiceLeases leases, Instance instance, int holds) {
    Lease lease = leases.find(instance.id());
    if (lease != null && lease.listed.instance().equals(instance)) {
      lease.holds += holds;
      heard(lease, holds > 0);
      return Optional.of(new Registration(leases.revision(), false));
    }
    long footprint = InstanceLimits.footprint(instance);
    long known = lease == null ? 0 : InstanceLimits.footprint(lease.listed.instance());
    if (!table.hasRoomFor(lease == null ? 1 : 0, footprint - known)) {
      table.forgetIfUnused(service, leases);
      return Optional.empty();
    }
    int held = holds;
    Listed listed = new Listed(instance, wallMillis.getAsLong());
    if (lease == null) {
      counts.registered.increment();
    } else {
      counts.updated.increment();
      held += lease.holds;
      listed = new Listed(instance, lease.listed.registeredAtMillis());
      table.remove(leases, lease); // another one in its place, since it may end sooner
    }
    long revision = table.revisions.next();
    Lease begun = new Lease(service, listed, new Stamp(revision, node));
    table.begin(leases, begun, revision);
    begun.holds = held;
    begun.confirmed = true;
    tell(begun);
    replica.changed(service, instance.id());
    return Optional.of(new Registration(revision, true));
  }

  /**
   * The owner of an instance was heard here. If another node holds the lease, it is told; if it
   * cannot be, or if the lease is to be held open here, this one takes the lease over.
   */
  private void heard(Lease lease, boolean takeOver) {
    counts.renewed.increment();
    confirm(lease);
    if (takeOver) {
      lease.tellSoon(); // another promise
    }
    if (isOwn(lease)) {
      tell(lease);
      return;
    }
    if (!takeOver && replica.reaches(lease.stamp.node())) {
      replica.renewed(lease.stamp.node(), lease.service, lease.id);
    } else {
      counts.takenOver.increment();
      write(lease);
      tell(lease);
    }
  }

  private void tell(Lease lease) {
    if (isOwn(lease) && isOfUse(lease) && lease.isToBeTold(table.time.millis())) {
      lifeSigns.heard(lease.service, lease.listed, lease.withinMillis());
    }
  }

  /** Whether anybody needs to know that its owner was heard. */
  private boolean isOfUse(Lease lease) {
    return !lease.wasTold() || !lease.listed.advice().needsNoLease(wallMillis.getAsLong());
  }

  private void confirm(Lease lease) {
    lease.renew(table.time.millis());
    lease.confirmed = true;
  }

  private boolean isOwn(Lease lease) {
    return lease.stamp.node().equals(node);
  }

  private Stamp stamp() {
    return new Stamp(table.revisions.next(), node);
  }

  /** Writes a lease anew as one of this node, and tells the others. */
  private void write(Lease lease) {
    table.stamp(lease, stamp());
    replica.changed(lease.service, lease.id);
  }

  /** Renews a lease; returns how long it is, in seconds, or 0 if there is none. */
  public int renew(ServiceName service, String id) {
    return table.with(
        service,
        id,
        0,
        (leases, lease) -> {
          heard(lease, false);
          return lease.listed.instance().leaseSeconds();
        });
  }

  /** Another node has heard the owner of an instance whose lease this one holds. */
  public void renewedElsewhere(ServiceName service, String id) {
    table.with(
        service,
        id,
        false,
        (leases, lease) -> {
          if (isOwn(lease)) {
            confirm(lease);
            tell(lease);
          }
          return true;
        });
  }

  /**
   * Ends one {@linkplain #hold hold}; nothing if the instance has ended meanwhile.
   *
   * @param deregister whether the instance is to be taken out if this was the last, and it has not
   *     gone to another node; if not, its lease begins to run out now
   */
  public void release(ServiceName service, String id, boolean deregister) {
    table.with(
        service,
        id,
        false,
        (leases, lease) -> {
          if (lease.holds == 0) {
            return false;
          }
          lease.holds--;
          lease.renew(table.time.millis());
          if (deregister && lease.holds == 0 && isOwn(lease)) {
            deregister(leases, lease);
          }
          return true;
        });
  }

  /** Takes an instance out at once; false if it was not listed. */
  public boolean deregister(ServiceName service, String id) {
    return table.with(
        service,
        id,
        false,
        (leases, lease) -> {
          deregister(leases, lease);
          return true;
        });
  }

  private void deregister(ServiceLeases leases, Lease lease) {
    counts.deregistered.increment();
    lifeSigns.left(lease.service, lease.listed);
    table.end(leases, lease, stamp(), false);
    replica.changed(lease.service, lease.id);
  }

  private void expire(ServiceLeases leases, Lease lease) {
    counts.expired.increment();
    table.end(leases, lease, stamp(), true);
    replica.changed(lease.service, lease.id);
  }

  /** An instance, if it is listed. */
  public Optional<Listed> find(ServiceName service, String id) {
    return table.with(service, id, Optional.empty(), (leases, lease) -> Optional.of(lease.listed));
  }

  /**
   * Takes note of what the health job says of an instance, whether it is registered or not.
   *
   * @return whether it was later than what was known, and is kept
   */
  public boolean advise(ServiceName service, String id, Advice given) {
    if (!advising.book().put(service, id, given)) {
      return false;
    }
    return table.with(
        service,
        id,
        true,
        (leases, lease) -> {
          if (advising.advise(leases, lease, given)) {
            table.relist(leases, lease);
            table.bound(leases);
          }
          return true;
        });
  }

  /** Nothing more is said of an instance: the health job has forgotten it. */
  public void forgetAdvice(ServiceName service, String id) {
    advising.book().remove(service, id);
  }

  /**
   * Takes note of what another node holds; nothing happens if what is known here is later.
   *
   * @return whether it was news
   */
  public boolean merge(Entry entry) {
    return merging.merge(entry);
  }

  /** What is held of a name; empty if nothing is remembered of it. */
  public Optional<Entry> entry(ServiceName service, String id) {
    return merging.entry(service, id);
  }

  /** A number for each of {@link Entry#BUCKETS}: equal on two nodes that list the same. */
  public long[] digests() {
    return table.digests();
  }

  /** Shows all that is held in some of the buckets, with what has ended. */
  public void forEachEntry(BitSet buckets, Consumer<Entry> each) {
    merging.forEachEntry(buckets, each);
  }

  /** Shows all that is listed, service by service; each as it is at one moment. */
  public void forEachListed(Consumer<Entry> each) {
    BitSet all = new BitSet(Entry.BUCKETS);
    all.set(0, Entry.BUCKETS);
    forEachEntry(
        all,
        entry -> {
          if (entry.listed().isPresent()) {
            each.accept(entry);
          }
        });
  }

  /** Wakes those who wait for a service: something else has changed that they see of it. */
  public void touch(ServiceName service) {
    table.with(
        service,
        false,
        leases -> {
          table.touch(leases);
          return true;
        });
  }

  /**
   * Wakes those who wait for a service.
   *
   * @param which instances have changed for them
   */
  public void touch(ServiceName service, Predicate<Listed> which) {
    table.with(
        service,
        false,
        leases -> {
          table.touch(leases);
          for (Lease lease : leases.leases()) {
            if (which.test(lease.listed)) {
              table.relist(leases, lease);
            }
          }
          return true;
        });
  }

  /** The instances of a service; none if nobody knows it. */
  public ServiceView view(ServiceName service) {
    following.asked(service);
    return table.view(service);
  }

  /**
   * What has changed in a service.
   *
   * @param revision that is known, of this node and this life of it
   */
  public Delta since(ServiceName service, long revision) {
    following.asked(service);
    return table.since(service, revision);
  }

  /** The services of a namespace with the number of their instances, those without any left out. */
  public Map<String, Integer> services(String namespace) {
    Map<String, Integer> sizes = new TreeMap<>();
    for (var entry : table.services.tailMap(new ServiceName(namespace, "")).entrySet()) {
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
   * @param revision of the view that is known; that of another node is never the one of this, so
   *     whoever comes from there is told anew
   * @param wake is run once, by another thread, when there is another one
   * @return empty if there is another one already
   * @throws CatalogFullException if too many are waiting
   */
  public Optional<Await> await(ServiceName service, long revision, Runnable wake)
      throws CatalogFullException {
    return awaitChange(service, revision, changedNanos -> wake.run());
  }

  /**
   * Waits as {@link #await} does.
   *
   * @param wake is given when the change was taken in here, by {@link System#nanoTime}
   */
  public Optional<Await> awaitChange(ServiceName service, long revision, LongConsumer wake)
      throws CatalogFullException {
    Await await = new Await(this, service, wake);
    return table.await(service, revision, await) ? Optional.of(await) : Optional.empty();
  }

  /** When a service changed last, by {@link System#nanoTime}; now if it is not known. */
  public long changedNanos(ServiceName service) {
    long now = System.nanoTime();
    return table.with(service, now, ServiceLeases::changedNanos);
  }

  /** Somebody waits no longer. */
  void forget(Await await) {
    table.forget(await);
  }

  /**
   * Ends the leases that have expired, unless they are protected or followed. To be called every
   * 100 ms or so, by one thread.
   */
  public void tick(long steadyMillis) {
    table.time.advance(steadyMillis);
    long now = table.time.millis();
    if (isFollowing()) {
      table.wheel.take(now);
    } else {
      expiry.tick(now);
    }
    table.forgetEnded(now);
  }

  /**
   * Lists an instance as it was before a restart, with a whole lease to renew it in. Not while
   * others use the catalog.
   *
   * @param stamp as the instance had it; empty if it is not known
   */
  public void restore(ServiceName service, Listed listed, Optional<Stamp> stamp) {
    stamp.ifPresent(known -> table.revisions.goOnFrom(known.version()));
    table.in(
        service,
        leases -> {
          long revision = table.revisions.next();
          Stamp written = stamp.orElseGet(() -> new Stamp(revision, node));
          counts.registered.increment();
          return table.begin(leases, new Lease(service, listed, written), revision);
        });
  }

  /** Lists an instance as it was before a restart, as one of this node. */
  public void restore(ServiceName service, Listed listed) {
    restore(service, listed, Optional.empty());
  }

  /** Has all revisions be greater than one of before a restart. */
  public void goOnFrom(long revision) {
    table.goOnFrom(revision);
  }

  /** The revision of the last change of any service. */
  public long revision() {
    return table.revisions.last();
  }

  /** Instances with advice that is kept. */
  public int advised() {
    return advising.book().size();
  }

  /** Advice that was not kept, since it came too late or on too many. */
  public long adviceIgnored() {
    return advising.book().ignored();
  }

  /** How many instances are listed. */
  public int instances() {
    return table.instances();
  }

  /** The memory they take, about. */
  public long bytes() {
    return table.bytes();
  }

  /** How many wait. */
  public int awaits() {
    return table.awaits();
  }

  public CatalogCounts counts() {
    return counts;
  }
}
