/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes in what other nodes hold, and shows them what this one does. */
final class Merging {
  private final LeaseTable table;
  private final CatalogCounts counts;
  private final Consumer<Lease> contradict;

  /**
   * A merging.
   *
   * @param contradict writes a lease anew as one of this node, under the lock of its service
   */
  Merging(LeaseTable table, CatalogCounts counts, Consumer<Lease> contradict) {
    this.table = table;
    this.counts = counts;
    this.contradict = contradict;
  }

  /** Takes an entry in, unless what is known here is later; returns whether it was news. */
  boolean merge(Entry entry) {
    table.revisions.goOnFrom(entry.stamp().version());
    return table.in(
        entry.service(),
        leases -> {
          boolean news = merge(leases, entry);
          table.forgetIfUnused(entry.service(), leases);
          return news;
        });
  }

  private boolean merge(ServiceLeases leases, Entry entry) {
    Lease lease = leases.find(entry.id());
    if (!isNews(leases, lease, entry)) {
      return false;
    }
    if (entry.listed().isPresent()) {
      counts.merged.increment();
      mergeListed(leases, lease, entry);
    } else if (entry.expired() && lease != null && isAlive(lease)) {
      counts.contradicted.increment();
      contradict.accept(lease);
    } else {
      counts.merged.increment();
      mergeEnd(leases, lease, entry);
    }
    return true;
  }

  private static boolean isNews(ServiceLeases leases, Lease lease, Entry entry) {
    if (lease != null) {
      return entry.isLaterThan(lease.stamp);
    }
    Ended end = leases.findEnded(entry.id());
    return end == null || entry.isLaterThan(end.stamp());
  }

  /** Whether its owner was heard here, within its lease. */
  private boolean isAlive(Lease lease) {
    return lease.holds > 0 || (lease.confirmed && lease.expiresAtMillis() > table.time.millis());
  }

  private void mergeEnd(ServiceLeases leases, Lease lease, Entry entry) {
    if (lease != null) {
      (entry.expired() ? counts.expired : counts.deregistered).increment();
      table.end(leases, lease, entry.stamp(), entry.expired());
      return;
    }
    // not told to those who wait: they know of no such instance
    long revision = table.revisions.next();
    Ended end = new Ended(entry.stamp(), entry.expired(), revision, table.time.millis());
    table.remember(leases, entry.service(), entry.id(), end);
  }

  /** What another node has taken is taken here, even if there is no room: all are to be equal. */
  private void mergeListed(ServiceLeases leases, Lease lease, Entry entry) {
    Listed listed = entry.listed().orElseThrow();
    if (lease != null && lease.listed.isSameRegistration(listed)) {
      table.stamp(lease, entry.stamp()); // it went to another node, no news to its callers
      lease.confirmed = false;
      return;
    }
    int held = 0;
    if (lease == null) {
      counts.registered.increment();
    } else {
      counts.updated.increment();
      held = lease.holds; // the streams that hold it are still there
      table.remove(leases, lease);
    }
    Lease merged = new Lease(entry.service(), listed, entry.stamp());
    table.begin(leases, merged, table.revisions.next()).holds = held;
  }

  /** What is held of a name; empty if nothing is remembered of it. */
  Optional<Entry> entry(ServiceName service, String id) {
    return table.with(
        service,
        Optional.empty(),
        leases -> {
          Lease lease = leases.find(id);
          return lease != null
              ? Optional.of(entry(lease))
              : Optional.ofNullable(leases.findEnded(id)).map(end -> entry(service, id, end));
        });
  }

  private static Entry entry(Lease lease) {
    return new Entry(lease.service, lease.id, lease.stamp, Optional.of(lease.listed), false);
  }

  private static Entry entry(ServiceName service, String id, Ended end) {
    return new Entry(service, id, end.stamp(), Optional.empty(), end.expired());
  }

  /** Shows all that is held in some of the buckets, with what has ended. */
  void forEachEntry(BitSet buckets, Consumer<Entry> each) {
    for (Map.Entry<ServiceName, ServiceLeases> service : table.services.entrySet()) {
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
}
