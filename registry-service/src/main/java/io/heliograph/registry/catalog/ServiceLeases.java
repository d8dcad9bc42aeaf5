/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The leases of one service, and who waits for them to change. Guarded by itself. */
final class ServiceLeases {
  private final TreeMap<String, Lease> byId = new TreeMap<>();
  private Set<Await> waiting = new HashSet<>();

  /** Null until somebody asks. */
  private ServiceView view;

  private long revision;

  /** Whether it was forgotten: whoever still holds it has to ask the catalog again. */
  private boolean gone;

  ServiceLeases(long revision) {
    this.revision = revision;
  }

  boolean isGone() {
    return gone;
  }

  /** Forgets it if nobody needs it; returns whether it is gone. */
  boolean goneIfUnused() {
    gone |= byId.isEmpty() && waiting.isEmpty();
    return gone;
  }

  Lease find(String id) {
    return byId.get(id);
  }

  int size() {
    return byId.size();
  }

  long revision() {
    return revision;
  }

  void put(Lease lease) {
    byId.put(lease.id(), lease);
  }

  void remove(Lease lease) {
    byId.remove(lease.id(), lease);
    lease.end();
  }

  /** Takes note of a change; returns those who waited for one. */
  Set<Await> changed(long atRevision) {
    revision = atRevision;
    view = null;
    Set<Await> woken = waiting;
    waiting = new HashSet<>();
    return woken;
  }

  ServiceView view() {
    if (view == null) {
      List<Listed> instances = new ArrayList<>(byId.size());
      byId.values().forEach(lease -> instances.add(lease.listed));
      view = new ServiceView(revision, List.copyOf(instances));
    }
    return view;
  }

  void add(Await await) {
    waiting.add(await);
  }

  /** False if it was woken, or taken out before. */
  boolean remove(Await await) {
    return waiting.remove(await);
  }
}
