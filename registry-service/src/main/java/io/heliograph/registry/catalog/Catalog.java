/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What one node knows: who is registered, for how long yet, and who waits for news. A registration
 * is a lease; it ends when its owner says so or does not renew it. Thread-safe; work is done by the
 * callers' threads, but those who wait are woken by an executor's. Memory is bounded by {@link
 * CatalogLimits} and {@link InstanceLimits}: a service without instances, of which none has ended
 * lately, and without anybody who waits is forgotten.
 *
 * <p>Each instance has a node that holds its lease: the one it registered with. The others hold
 * copies, which end if that node says so, or is not heard of for a lease and {@value
 * #ORPHAN_MILLIS} ms: time for the instance to go to another, which then takes its lease over. Of
 * two entries for one name the later {@link Stamp} is right, with one exception: a node where the
 * instance itself was heard within its lease contradicts whoever says that it has expired (as
 * members of SWIM do, Das et al. 2002).
 */
public final class Catalog {
  /** How much longer than its lease an instance is listed whose node is lost. */
  static final long ORPHAN_MILLIS = 5_000;

  /** The node of a catalog that is alone. */
  private static final String ALONE = "alone";

  private final String node;
  private final LongSupplier wallMillis;
  private final Executor wakers;
  private final CatalogLimits limits;
  private final Revisions revisions;
  private final LeaseTime time;
  private final NodeLives lives;
  private final LeaseWheel wheel = new LeaseWheel();
  private final NavigableMap<ServiceName, ServiceLeases> services = new ConcurrentSkipListMap<>();
  private final AtomicInteger instances = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger awaits = new AtomicInteger();
  private final AtomicLongArray digests = new AtomicLongArray(Entry.BUCKETS);
  private final CatalogCounts counts = new CatalogCounts();
  private final AdviceBook advice;
  private volatile double adviceShare = ProtectionLimits.DEFAULT.adviceShare();
  private volatile Protection protection = protection(ProtectionLimits.DEFAULT);

  /** In the order of their ends; {@link #endedCount} is their number. */
  private final Queue<EndedName> ended = new ConcurrentLinkedQueue<>();

  private final AtomicInteger endedCount = new AtomicInteger();

  /** No service that is not known any more has changed after this. */
  private final AtomicLong forgotten = new AtomicLong();

  private volatile Replica replica = Replica.NONE;
  private volatile boolean verified = true;

  private record EndedName(ServiceName service, String id, Ended end) {}

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
    this.wakers = wakers;
    this.limits = limits;
    revisions = new Revisions(wallMillis);
    time = new LeaseTime(steadyMillis);
    lives = new NodeLives(time);
    advice = new AdviceBook(limits.maxAdvice());
  }

  /** Sets when removals are withheld. Before anything else. */
  public void protect(ProtectionLimits protectionLimits) {
    adviceShare = protectionLimits.adviceShare();
    protection = protection(protectionLimits);
  }

  private Protection protection(ProtectionLimits protectionLimits) {
    return new Protection(protectionLimits, this::silence, this::silenceOfRooms);
  }

  /** Leases that have run out and are listed all the same, since too many did at once. */
  public int withheld() {
    return protection.withheld();
  }

  /** Services and rooms of which none is taken out, since too many are silent. */
  public int freezes() {
    return protection.freezes();
  }

  /** Has somebody hear what the other nodes have to be told. */
  public void tell(Replica others) {
    replica = others;
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
    return orFull(in(service, leases -> register(service, leases, instance, 0)));
  }

  /**
   * Registers an instance whose lease does not end until it is {@linkplain #release released}, as
   * often as it was held.
   *
   * @throws CatalogFullException as {@link #register} does
   */
  public Registration hold(ServiceName service, Instance instance) throws CatalogFullException {
    return orFull(in(service, leases -> register(service, leases, instance, 1)));
  }

  private Registration orFull(Optional<Registration> answer) throws CatalogFullException {
    return answer.orElseThrow(
        () ->
            new CatalogFullException(
                "this node holds %,d instances of %,d bytes and takes no more"
                    .formatted(instances.get(), bytes.get())));
  }

  private Optional<Registration> register(
      ServiceName service, ServiceLeases leases, Instance instance, int holds) {
    Lease lease = leases.find(instance.id());
    if (lease != null && lease.listed.instance().equals(instance)) {
      heard(lease, holds > 0);
      lease.holds += holds;
      return Optional.of(new Registration(leases.revision(), false));
    }
    long footprint = InstanceLimits.footprint(instance);
    long known = lease == null ? 0 : InstanceLimits.footprint(lease.listed.instance());
    if ((lease == null && instances.get() >= limits.maxInstances())
        || !hasRoomFor(footprint - known)) {
      forgetIfUnused(service, leases);
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
      remove(lease, leases); // another one in its place, since it may end sooner
    }
    long revision = revisions.next();
    Lease begun = begin(leases, new Lease(service, listed, new Stamp(revision, node)), revision);
    begun.holds = held;
    begun.confirmed = true;
    replica.changed(service, instance.id());
    return Optional.of(new Registration(revision, true));
  }

  /** What shrinks always fits. */
  private boolean hasRoomFor(long moreBytes) {
    return moreBytes <= 0 || bytes.get() + moreBytes <= limits.maxBytes();
  }

  /**
   * The owner of an instance was heard here. If another node holds the lease, it is told; if it
   * cannot be, or if the lease is to be held open here, this one takes the lease over.
   */
  private void heard(Lease lease, boolean takeOver) {
    counts.renewed.increment();
    lease.renew(time.millis());
    lease.confirmed = true;
    if (lease.stamp.node().equals(node)) {
      return;
    }
    if (!takeOver && replica.reaches(lease.stamp.node())) {
      replica.renewed(lease.stamp.node(), lease.service, lease.id);
    } else {
      counts.takenOver.increment();
      stamp(lease, new Stamp(revisions.next(), node));
      replica.changed(lease.service, lease.id);
    }
  }

  /** Renews a lease; returns how long it is, in seconds, or 0 if there is none. */
  public int renew(ServiceName service, String id) {
    ServiceLeases leases = services.get(service);
    if (leases == null) {
      return 0;
    }
    synchronized (leases) {
      Lease lease = leases.find(id);
      if (lease == null) {
        return 0;
      }
      heard(lease, false);
      return lease.listed.instance().leaseSeconds();
    }
  }

  /** Another node has heard the owner of an instance whose lease this one holds. */
  public void renewedElsewhere(ServiceName service, String id) {
    ServiceLeases leases = services.get(service);
    if (leases != null) {
      synchronized (leases) {
        Lease lease = leases.find(id);
        if (lease != null && lease.stamp.node().equals(node)) {
          lease.renew(time.millis());
          lease.confirmed = true;
        }
      }
    }
  }

  /**
   * Ends one {@linkplain #hold hold}; nothing if the instance has ended meanwhile.
   *
   * @param deregister whether the instance is to be taken out if this was the last, and it has not
   *     gone to another node; if not, its lease begins to run out now
   */
  public void release(ServiceName service, String id, boolean deregister) {
    ServiceLeases leases = services.get(service);
    if (leases == null) {
      return;
    }
    synchronized (leases) {
      Lease lease = leases.find(id);
      if (lease == null || lease.holds == 0) {
        return;
      }
      lease.holds--;
      lease.renew(time.millis());
      if (deregister && lease.holds == 0 && lease.stamp.node().equals(node)) {
        counts.deregistered.increment();
        end(lease, leases, new Stamp(revisions.next(), node), false);
        replica.changed(service, id);
      }
    }
  }

  private Lease begin(ServiceLeases leases, Lease lease, long revision) {
    lease.listed = lease.listed.with(advice.of(lease.service, lease.id), false);
    leases.put(lease);
    leases.changed(lease, revision);
    lease.renew(time.millis());
    wheel.add(lease, lease.expiresAtMillis());
    instances.incrementAndGet();
    bytes.addAndGet(InstanceLimits.footprint(lease.listed.instance()));
    toggleDigest(lease);
    Set<Await> woken = leases.changed(revision);
    bound(leases);
    wake(woken);
    return lease;
  }

  /**
   * Takes note of what the health job says of an instance, whether it is registered or not.
   *
   * @return whether it was later than what was known, and is kept
   */
  public boolean advise(ServiceName service, String id, Advice given) {
    if (!advice.put(service, id, given)) {
      return false;
    }
    ServiceLeases leases = services.get(service);
    if (leases != null) {
      synchronized (leases) {
        Lease lease = leases.find(id);
        if (lease != null) {
          advise(leases, lease, given);
        }
      }
    }
    return true;
  }

  /** Nothing more is said of an instance: the health job has forgotten it. */
  public void forgetAdvice(ServiceName service, String id) {
    advice.remove(service, id);
  }

  private void advise(ServiceLeases leases, Lease lease, Advice given) {
    Listed before = lease.listed;
    lease.listed = before.with(given, before.out() && given.state() == Advice.State.DOWN);
    leases.advised(lease);
    if (before.advice().state() == lease.listed.advice().state()
        && before.advice().score() == lease.listed.advice().score()) {
      return; // no news but its time
    }
    relist(leases, lease);
    bound(leases);
  }

  private void relist(ServiceLeases leases, Lease lease) {
    long revision = revisions.next();
    leases.changedAgain(lease, revision);
    wake(leases.changed(revision));
  }

  /**
   * Takes out those that are DOWN, the longest so first, as long as the others are enough: advice
   * never takes more of a service than a share, however wrong it is.
   */
  private void bound(ServiceLeases leases) {
    if (leases.down().isEmpty()) {
      return;
    }
    List<Lease> down = new ArrayList<>(leases.down());
    int most = (int) (leases.size() * adviceShare);
    down.sort(
        Comparator.comparingLong((Lease lease) -> lease.listed.advice().timeMillis())
            .thenComparing(lease -> lease.id));
    for (int i = 0; i < down.size(); i++) {
      Lease lease = down.get(i);
      boolean out = i < most;
      if (lease.listed.out() != out) {
        lease.listed = lease.listed.with(lease.listed.advice(), out);
        relist(leases, lease);
      }
    }
  }

  private void remove(Lease lease, ServiceLeases leases) {
    instances.decrementAndGet();
    bytes.addAndGet(-InstanceLimits.footprint(lease.listed.instance()));
    toggleDigest(lease);
    leases.remove(lease);
  }

  private void stamp(Lease lease, Stamp stamp) {
    toggleDigest(lease);
    lease.stamp = stamp;
    toggleDigest(lease);
  }

  /** Exclusive or: once in, twice out. */
  private void toggleDigest(Lease lease) {
    long digest = Entry.digest(lease.service, lease.id, lease.stamp);
    digests.accumulateAndGet(Entry.bucket(lease.service, lease.id), digest, (a, b) -> a ^ b);
  }

  /** An instance, if it is listed. */
  public Optional<Listed> find(ServiceName service, String id) {
    ServiceLeases leases = services.get(service);
    if (leases == null) {
      return Optional.empty();
    }
    synchronized (leases) {
      return Optional.ofNullable(leases.find(id)).map(lease -> lease.listed);
    }
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
      end(lease, leases, new Stamp(revisions.next(), node), false);
      replica.changed(service, id);
      return true;
    }
  }

  private void end(Lease lease, ServiceLeases leases, Stamp stamp, boolean expired) {
    remove(lease, leases);
    long revision = revisions.next();
    remember(leases, lease.service, lease.id, new Ended(stamp, expired, revision, time.millis()));
    Set<Await> woken = leases.changed(revision);
    bound(leases);
    wake(woken);
  }

  private void remember(ServiceLeases leases, ServiceName service, String id, Ended end) {
    leases.put(id, end);
    ended.add(new EndedName(service, id, end));
    endedCount.incrementAndGet();
  }

  private void wake(Set<Await> woken) {
    if (!woken.isEmpty()) {
      awaits.addAndGet(-woken.size());
      woken.forEach(await -> wakers.execute(await::wake)); // one that fails is no other's concern
    }
  }

  /**
   * Takes note of what another node holds; nothing happens if what is known here is later.
   *
   * @return whether it was news
   */
  public boolean merge(Entry entry) {
    revisions.goOnFrom(entry.stamp().version());
    return in(
        entry.service(),
        leases -> {
          boolean news = merge(leases, entry);
          forgetIfUnused(entry.service(), leases);
          return news;
        });
  }

  private boolean merge(ServiceLeases leases, Entry entry) {
    Lease lease = leases.find(entry.id());
    Ended end = leases.findEnded(entry.id());
    if (lease != null
        ? !entry.isLaterThan(lease.stamp)
        : end != null && !entry.isLaterThan(end.stamp())) {
      return false;
    }
    if (entry.listed().isEmpty() && entry.expired() && lease != null && isAlive(lease)) {
      counts.contradicted.increment();
      stamp(lease, new Stamp(revisions.next(), node));
      replica.changed(lease.service, lease.id);
      return true;
    }
    counts.merged.increment();
    if (entry.listed().isEmpty()) {
      if (lease != null) {
        (entry.expired() ? counts.expired : counts.deregistered).increment();
        end(lease, leases, entry.stamp(), entry.expired());
      } else {
        long revision =
            revisions.next(); // not told to those who wait: they know of no such instance
        Ended known = new Ended(entry.stamp(), entry.expired(), revision, time.millis());
        remember(leases, entry.service(), entry.id(), known);
      }
      return true;
    }
    mergeListed(leases, lease, entry);
    return true;
  }

  /** Whether its owner was heard here, within its lease. */
  private boolean isAlive(Lease lease) {
    return lease.holds > 0 || (lease.confirmed && lease.expiresAtMillis() > time.millis());
  }

  /** What another node has taken is taken here, even if there is no room: all are to be equal. */
  private void mergeListed(ServiceLeases leases, Lease lease, Entry entry) {
    Listed listed = entry.listed().orElseThrow();
    if (lease != null && lease.listed.isSameRegistration(listed)) {
      stamp(lease, entry.stamp()); // it went to another node, which is no news to its callers
      lease.confirmed = false;
      return;
    }
    int held = 0;
    if (lease == null) {
      counts.registered.increment();
    } else {
      counts.updated.increment();
      held = lease.holds; // the streams that hold it are still there
      remove(lease, leases);
    }
    begin(leases, new Lease(entry.service(), listed, entry.stamp()), revisions.next()).holds = held;
  }

  /** What is held of a name; empty if nothing is remembered of it. */
  public Optional<Entry> entry(ServiceName service, String id) {
    ServiceLeases leases = services.get(service);
    if (leases == null) {
      return Optional.empty();
    }
    synchronized (leases) {
      Lease lease = leases.find(id);
      if (lease != null) {
        return Optional.of(entry(lease));
      }
      return Optional.ofNullable(leases.findEnded(id)).map(end -> entry(service, id, end));
    }
  }

  private static Entry entry(Lease lease) {
    return new Entry(lease.service, lease.id, lease.stamp, Optional.of(lease.listed), false);
  }

  private static Entry entry(ServiceName service, String id, Ended end) {
    return new Entry(service, id, end.stamp(), Optional.empty(), end.expired());
  }

  /** A number for each of {@link Entry#BUCKETS}: equal on two nodes that list the same. */
  public long[] digests() {
    long[] copy = new long[Entry.BUCKETS];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = digests.get(i);
    }
    return copy;
  }

  /** Shows all that is held in some of the buckets, with what has ended. */
  public void forEachEntry(BitSet buckets, Consumer<Entry> each) {
    for (Map.Entry<ServiceName, ServiceLeases> service : services.entrySet()) {
      List<Entry> entries = new ArrayList<>();
      synchronized (service.getValue()) {
        for (Lease lease : service.getValue().leases()) {
          if (buckets.get(Entry.bucket(lease.service, lease.id))) {
            entries.add(entry(lease));
          }
        }
        service
            .getValue()
            .ended()
            .forEach(
                (id, end) -> {
                  if (buckets.get(Entry.bucket(service.getKey(), id))) {
                    entries.add(entry(service.getKey(), id, end));
                  }
                });
      }
      entries.forEach(each);
    }
  }

  /** Wakes those who wait for a service: something else has changed that they see of it. */
  public void touch(ServiceName service) {
    ServiceLeases leases = services.get(service);
    if (leases != null) {
      synchronized (leases) {
        if (!leases.isGone()) {
          wake(leases.changed(revisions.next()));
        }
      }
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

  /**
   * What has changed in a service.
   *
   * @param revision that is known, of this node and this life of it
   */
  public Delta since(ServiceName service, long revision) {
    ServiceLeases leases = services.get(service);
    if (leases != null) {
      synchronized (leases) {
        if (!leases.isGone()) {
          return leases.since(revision);
        }
      }
    }
    return new Delta(forgotten.get(), true, List.of(), List.of());
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
   * @param revision of the view that is known; that of another node is never the one of this, so
   *     whoever comes from there is told anew
   * @param wake is run once, by another thread, when there is another one
   * @return empty if there is another one already
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
              if (leases.revision() != revision) {
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

  /**
   * Ends the leases that have expired, unless they are protected. To be called every 100 ms or so,
   * by one thread.
   */
  public void tick(long steadyMillis) {
    time.advance(steadyMillis);
    long now = time.millis();
    List<Lease> overdue = new ArrayList<>();
    for (Lease lease : wheel.take(now)) {
      long endsAt = endsAtMillis(lease, now);
      if (endsAt > now) {
        wheel.add(lease, endsAt);
      } else if (endsAt > 0) {
        overdue.add(lease);
      }
    }
    Set<Lease> alive = new HashSet<>();
    for (Lease lease : protection.judge(now, overdue, l -> endsAtMillis(l, now), alive)) {
      expire(lease, now);
    }
    alive.forEach(lease -> wheel.add(lease, endsAtMillis(lease, now)));
    forgetEnded(now);
  }

  private void expire(Lease lease, long now) {
    ServiceLeases leases = services.get(lease.service);
    if (leases == null) {
      return;
    }
    synchronized (leases) {
      if (lease.hasEnded()) {
        return;
      }
      long endsAt = endsAt(lease, now);
      if (endsAt > now) {
        wheel.add(lease, endsAt); // renewed just now
        return;
      }
      counts.expired.increment();
      end(lease, leases, new Stamp(revisions.next(), node), true);
      replica.changed(lease.service, lease.id);
    }
  }

  /** When a lease runs out, 0 if it has ended. */
  private long endsAtMillis(Lease lease, long now) {
    ServiceLeases leases = services.get(lease.service);
    if (leases == null) {
      return 0;
    }
    synchronized (leases) {
      return lease.hasEnded() ? 0 : endsAt(lease, now);
    }
  }

  private Silence silence(ServiceName service) {
    ServiceLeases leases = services.get(service);
    if (leases == null) {
      return Silence.NONE;
    }
    long now = time.millis();
    synchronized (leases) {
      Silence silence = Silence.NONE;
      for (Lease lease : leases.leases()) {
        silence = silence.plus(isSilent(lease, now));
      }
      return silence;
    }
  }

  private Map<Location, Silence> silenceOfRooms() {
    Map<Location, Silence> rooms = new HashMap<>();
    long now = time.millis();
    for (ServiceLeases leases : services.values()) {
      synchronized (leases) {
        for (Lease lease : leases.leases()) {
          if (!lease.location().room().isEmpty()) {
            boolean silent = isSilent(lease, now);
            rooms.compute(
                lease.location(),
                (room, known) -> (known == null ? Silence.NONE : known).plus(silent));
          }
        }
      }
    }
    return rooms;
  }

  private boolean isSilent(Lease lease, long now) {
    return endsAt(lease, now) - now < lease.leaseMillis() / 3;
  }

  /** When a lease ends if nothing more is heard, of its owner or of the node that holds it. */
  private long endsAt(Lease lease, long now) {
    if (lease.holds > 0) {
      return now + lease.leaseMillis();
    }
    if (lease.stamp.node().equals(node)) {
      return lease.expiresAtMillis();
    }
    long orphaned = lives.lastHeardMillis(lease.stamp.node()) + lease.leaseMillis() + ORPHAN_MILLIS;
    return Math.max(orphaned, lease.expiresAtMillis());
  }

  private void forgetEnded(long now) {
    int most = limits.maxEnded();
    for (EndedName name = ended.peek();
        name != null
            && (endedCount.get() > most || now - name.end().atMillis() > Ended.MEMORY_MILLIS);
        name = ended.peek()) {
      ended.remove();
      endedCount.decrementAndGet();
      ServiceLeases leases = services.get(name.service());
      if (leases != null) {
        synchronized (leases) {
          leases.forgetEnded(name.id(), name.end());
          forgetIfUnused(name.service(), leases);
        }
      }
    }
  }

  /**
   * Lists an instance as it was before a restart, with a whole lease to renew it in. Not while
   * others use the catalog.
   *
   * @param stamp as the instance had it; empty if it is not known
   */
  public void restore(ServiceName service, Listed listed, Optional<Stamp> stamp) {
    stamp.ifPresent(known -> revisions.goOnFrom(known.version()));
    in(
        service,
        leases -> {
          long revision = revisions.next();
          Stamp written = stamp.orElseGet(() -> new Stamp(revision, node));
          begin(leases, new Lease(service, listed, written), revision);
          counts.registered.increment();
          return null;
        });
  }

  /** Lists an instance as it was before a restart, as one of this node. */
  public void restore(ServiceName service, Listed listed) {
    restore(service, listed, Optional.empty());
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

  /** Advice that is kept, and how much was not since it came too late or on too many. */
  public int advised() {
    return advice.size();
  }

  public long adviceIgnored() {
    return advice.ignored();
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
