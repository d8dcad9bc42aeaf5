/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.heliograph.registry.catalog.Await;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.ServiceView;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A service that clients ask for, with its resources, each made when the first client needs it. It
 * exists for them from its first instance on, and goes on to when the last one goes: calls then
 * fail at once, and succeed again when there is one. Used by the thread of its {@link Watchlist}
 * alone.
 */
final class Watched {
  /** Changes that follow one another are told together, so often. */
  static final long PAUSE_MILLIS = 100;

  private static final long WARM_UP_MILLIS = 1_000;

  private final Watchlist list;
  private final String name;
  private final ServiceName service;
  private final Map<XdsType, Set<XdsStream>> streams = new EnumMap<>(XdsType.class);
  private final Map<XdsType, Resource> fixed = new EnumMap<>(XdsType.class);
  private final Map<Location, Resource> endpoints = new HashMap<>();
  private ServiceView view;
  private List<Weighted> instances;
  private Optional<Await> await = Optional.empty();
  private boolean exists;
  private boolean warms;
  private boolean dropped;

  Watched(Watchlist list, String name, ServiceName service) {
    this.list = list;
    this.name = name;
    this.service = service;
  }

  void start() {
    refresh();
    arm();
  }

  void join(XdsType type, XdsStream stream) {
    streams.computeIfAbsent(type, none -> new LinkedHashSet<>()).add(stream);
  }

  /** Returns whether nobody is left. */
  boolean leave(XdsType type, XdsStream stream) {
    Set<XdsStream> ofType = streams.get(type);
    if (ofType != null && ofType.remove(stream) && ofType.isEmpty()) {
      streams.remove(type);
    }
    return streams.isEmpty();
  }

  void drop() {
    dropped = true;
    await.ifPresent(Await::giveUp);
    forgetEndpoints();
  }

  /** Empty if it does not exist, or if it is not known yet. */
  Optional<Resource> resource(XdsType type, Location client) {
    if (!exists) {
      return Optional.empty();
    }
    return switch (type) {
      case LISTENER -> fixed(type);
      case ROUTE -> fixed(type);
      case CLUSTER -> fixed(type);
      case ENDPOINTS ->
          view.instances().isEmpty() && !list.isVerified()
              ? Optional.empty()
              : Optional.of(endpoints(client));
    };
  }

  private Optional<Resource> fixed(XdsType type) {
    return Optional.of(
        fixed.computeIfAbsent(
            type,
            none ->
                Resource.of(
                    switch (type) {
                      case LISTENER -> Encoding.listener(name);
                      case ROUTE -> Encoding.route(name);
                      case CLUSTER, ENDPOINTS -> Encoding.cluster(name);
                    })));
  }

  private Resource endpoints(Location client) {
    Resource known = endpoints.get(client);
    if (known != null) {
      return known;
    }
    EndpointPlan plan = EndpointPlan.of(instances, client);
    if (plan.leftOut() > 0) {
      list.leftOut(service, plan.leftOut());
    }
    Resource made = Resource.of(Encoding.endpoints(name, plan));
    if (list.reserve(made.bytes())) {
      endpoints.put(client, made);
    }
    return made;
  }

  private void forgetEndpoints() {
    endpoints.values().forEach(resource -> list.release(resource.bytes()));
    endpoints.clear();
  }

  private void refresh() {
    long now = list.wallMillis();
    view = list.catalog().view(service);
    instances = list.weighing().weigh(service, view, now);
    // before this node has heard all, what it does not know may yet exist
    exists |= !view.instances().isEmpty() || !list.isVerified();
    forgetEndpoints();
    if (!warms && view.instances().stream().anyMatch(listed -> listed.isWarmingUp(now))) {
      warms = true;
      list.later(WARM_UP_MILLIS, this::warm);
    }
  }

  private void warm() {
    warms = false;
    if (!dropped) {
      look();
    }
  }

  /** Looks at the service again, and tells all who wait. */
  void look() {
    if (dropped) {
      return;
    }
    boolean existed = exists;
    refresh();
    for (XdsType type : XdsType.values()) {
      if (type == XdsType.ENDPOINTS || existed != exists) {
        List.copyOf(streams.getOrDefault(type, Set.of())).forEach(stream -> stream.push(type));
      }
    }
  }

  private void arm() {
    if (dropped) {
      return;
    }
    try {
      await = list.catalog().await(service, view.revision(), () -> list.run(this::changed));
      if (await.isEmpty()) {
        changed();
      }
    } catch (CatalogFullException e) { // as late as that, but not lost
      list.counts().polled.increment();
      list.later(TimeUnit.SECONDS.toMillis(1), this::changed);
    }
  }

  private void changed() {
    try {
      look();
    } finally {
      list.later(PAUSE_MILLIS, this::arm);
    }
  }
}
