/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The leases of one service, which have ended lately, and who waits for them to change. Guarded by
 * itself.
 */
final class ServiceLeases {
  private final TreeMap<String, Lease> byId = new TreeMap<>();
  private final Map<String, Ended> ended = new HashMap<>(0);

  /** Those that are DOWN, as the health job says. */
  private final Set<Lease> down = new HashSet<>(0);

  /** The last change of each name that is listed or has ended lately. */
  private final TreeMap<Long, String> changes = new TreeMap<>();

  private Set<Await> waiting = new HashSet<>();

  /** Null until somebody asks. */
  private ServiceView view;

  /** The last one that was asked for, since many watchers ask for the same; may be null. */
  private Delta delta;

  private long deltaSince;
  private long revision;
  private long changedNanos = System.nanoTime();

  /** Changes up to this one may have been forgotten. */
  private long historyStart;

  /** Whether it was forgotten: whoever still holds it has to ask the catalog again. */
  private boolean gone;

  ServiceLeases(long revision) {
    this.revision = revision;
    this.historyStart = revision;
  }

  boolean isGone() {
    return gone;
  }

  /** Forgets it if nobody needs it; returns whether it is gone. */
  boolean goneIfUnused() {
    gone |= byId.isEmpty() && ended.isEmpty() && waiting.isEmpty();
    return gone;
  }

  Lease find(String id) {
    return byId.get(id);
  }

  Ended findEnded(String id) {
    return ended.get(id);
  }

  Collection<Lease> leases() {
    return byId.values();
  }

  Map<String, Ended> ended() {
    return ended;
  }

  int size() {
    return byId.size();
  }

  long revision() {
    return revision;
  }

  /** Lists it; {@link #changed} is to be called then. */
  void put(Lease lease) {
    byId.put(lease.id, lease);
    Ended before = ended.remove(lease.id);
    if (before != null) {
      changes.remove(before.revision());
    }
    advised(lease);
  }

  /** Something else is said of it. */
  void advised(Lease lease) {
    if (lease.listed.advice().state() == Advice.State.DOWN) {
      down.add(lease);
    } else {
      down.remove(lease);
    }
  }

  Collection<Lease> down() {
    return down;
  }

  /** Lists it no more. */
  void remove(Lease lease) {
    byId.remove(lease.id, lease);
    down.remove(lease);
    changes.remove(lease.revision);
    lease.end();
  }

  /** Remembers that an instance, which is not listed, has ended. */
  void put(String id, Ended end) {
    Ended before = ended.put(id, end);
    if (before != null) {
      changes.remove(before.revision());
    }
    changes.put(end.revision(), id);
  }

  /** Forgets that an instance has ended. */
  void forgetEnded(String id, Ended end) {
    if (ended.remove(id, end)) {
      changes.remove(end.revision());
      historyStart = Math.max(historyStart, end.revision());
    }
  }

  /** Takes note of a change; returns those who waited for one. */
  Set<Await> changed(long atRevision) {
    revision = atRevision;
    changedNanos = System.nanoTime();
    view = null;
    delta = null;
    Set<Await> woken = waiting;
    waiting = new HashSet<>();
    return woken;
  }

  /** When it changed last, by {@link System#nanoTime}. */
  long changedNanos() {
    return changedNanos;
  }

  /** Of what is listed: when it changed. */
  void changed(Lease lease, long atRevision) {
    lease.revision = atRevision;
    changes.put(atRevision, lease.id);
  }

  /** Of what is listed: that it has changed once more. */
  void changedAgain(Lease lease, long atRevision) {
    changes.remove(lease.revision);
    changed(lease, atRevision);
  }

  ServiceView view() {
    if (view == null) {
      List<Listed> instances = new ArrayList<>(byId.size());
      byId.values().forEach(lease -> instances.add(lease.listed));
      view = new ServiceView(revision, List.copyOf(instances));
    }
    return view;
  }

  Delta since(long known) {
    if (delta == null || deltaSince != known) {
      delta = make(known);
      deltaSince = known;
    }
    return delta;
  }

  private Delta make(long known) {
    if (known < historyStart || known > revision) {
      return new Delta(revision, true, view().instances(), List.of());
    }
    List<Listed> changed = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (String id : changes.tailMap(known, false).values()) {
      Lease lease = byId.get(id);
      if (lease == null) {
        removed.add(id);
      } else {
        changed.add(lease.listed);
      }
    }
    return new Delta(revision, false, List.copyOf(changed), List.copyOf(removed));
  }

  boolean isAwaited() {
    return !waiting.isEmpty();
  }

  void add(Await await) {
    waiting.add(await);
  }

  /** False if it was woken, or taken out before. */
  boolean remove(Await await) {
    return waiting.remove(await);
  }
}
