/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.heliograph.registry.catalog.Await;
import io.heliograph.registry.catalog.CatalogFullException;
import io.heliograph.registry.catalog.Listed;
import io.heliograph.registry.catalog.Location;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.catalog.ServiceView;
import io.heliograph.registry.rules.Caller;
import io.heliograph.registry.rules.Candidate;
import io.heliograph.registry.rules.Routing;
import io.heliograph.registry.rules.ServiceRules;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

  /** Who asks, and for how many of its resources. */
  private final Map<XdsType, Map<XdsStream, Integer>> streams = new EnumMap<>(XdsType.class);

  private final Map<XdsType, Resource> fixed = new EnumMap<>(XdsType.class);
  private final Map<Location, Resource> endpoints = new HashMap<>();
  private final Map<Caller, Steering> steerings = new HashMap<>();
  private ServiceView view;
  private List<Weighted> instances;
  private ServiceRules rules = ServiceRules.NONE;
  private List<Candidate> candidates = List.of();
  private Optional<Await> await = Optional.empty();
  private boolean verified;
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
    streams.computeIfAbsent(type, none -> new LinkedHashMap<>()).merge(stream, 1, Integer::sum);
  }

  /** Returns whether nobody is left. */
  boolean leave(XdsType type, XdsStream stream) {
    Map<XdsStream, Integer> ofType = streams.getOrDefault(type, Map.of());
    ofType.computeIfPresent(stream, (same, names) -> names == 1 ? null : names - 1);
    if (ofType.isEmpty()) {
      streams.remove(type);
    }
    return streams.isEmpty();
  }

  void drop() {
    dropped = true;
    await.ifPresent(Await::giveUp);
    forgetEndpoints();
  }

  /**
   * A resource as it is to a client. Empty if it does not exist, or if it is not known yet. Each
   * cluster that may ever have been the service's exists, so that none is gone before its route is;
   * the endpoints of one that no route leads to any more are not told, and so stay as they were.
   */
  Optional<Resource> resource(XdsType type, String resource, Caller client) {
    boolean own = resource.equals(name);
    if (!exists || (type.isOnePerService() && !own)) {
      return Optional.empty();
    }
    return switch (type) {
      case LISTENER -> fixed(type);
      case ROUTE -> isSteered() ? Optional.of(steering(client).routes()) : fixed(type);
      case CLUSTER -> own ? fixed(type) : Optional.of(Resource.of(Encoding.cluster(resource)));
      case ENDPOINTS -> endpoints(resource, client);
    };
  }

  private Optional<Resource> endpoints(String cluster, Caller client) {
    if (isSteered()) {
      return Optional.ofNullable(steering(client).endpoints().get(cluster));
    }
    boolean known = !view.instances().isEmpty() || verified;
    return known && cluster.equals(name)
        ? Optional.of(endpoints(client.location()))
        : Optional.empty();
  }

  private boolean isSteered() {
    return !rules.equals(ServiceRules.NONE);
  }

  private Steering steering(Caller client) {
    Caller seen = rules.seen(client);
    Steering known = steerings.get(seen);
    if (known != null) {
      return known;
    }
    Map<String, Listed> byId = new HashMap<>();
    view.instances().forEach(listed -> byId.put(listed.instance().id(), listed));
    Steering made = Steering.of(name, Routing.plan(rules, candidates, seen), byId, verified);
    if (made.leftOut() > 0) {
      list.leftOut(service, made.leftOut());
    }
    if (list.reserve(made.bytes())) {
      steerings.put(seen, made);
    }
    return made;
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
    steerings.values().forEach(steering -> list.release(steering.bytes()));
    steerings.clear();
  }

  private void refresh() {
    long now = list.wallMillis();
    verified = list.isVerified(service); // before it is read
    view = list.catalog().view(service);
    instances = list.weighing().weigh(service, view, now);
    rules = list.rules(service);
    candidates =
        isSteered()
            ? view.instances().stream().map(listed -> Candidate.of(listed, now)).toList()
            : List.of();
    // before this node has heard all, what it does not know may yet exist
    exists |= !view.instances().isEmpty() || !verified;
    forgetEndpoints();
    if (!warms && view.instances().stream().anyMatch(listed -> listed.isWarmingUp(now))) {
      warms = true;
      list.later(WARM_UP_MILLIS, this::warm);
    }
  }

  private void warm() {
    warms = false;
    if (!dropped) {
      look(OptionalLong.empty());
    }
  }

  /**
   * Looks at the service again, and tells all who wait.
   *
   * @param changedNanos when the change was taken in that is the reason; empty if it is another
   */
  void look(OptionalLong changedNanos) {
    if (dropped) {
      return;
    }
    boolean existed = exists;
    boolean steered = isSteered();
    refresh();
    steered |= isSteered();
    for (XdsType type : XdsType.TOLD) {
      boolean moves = type == XdsType.ENDPOINTS || (type == XdsType.ROUTE && steered);
      if (moves || existed != exists) {
        List.copyOf(streams.getOrDefault(type, Map.of()).keySet())
            .forEach(stream -> stream.push(type, changedNanos));
      }
    }
  }

  private void arm() {
    if (dropped) {
      return;
    }
    try {
      await =
          list.catalog()
              .awaitChange(
                  service,
                  view.revision(),
                  changedNanos -> list.run(() -> changed(OptionalLong.of(changedNanos))));
      if (await.isEmpty()) {
        changed(OptionalLong.of(list.catalog().changedNanos(service)));
      }
    } catch (CatalogFullException e) { // as late as that, but not lost
      list.counts().polled.increment();
      list.later(TimeUnit.SECONDS.toMillis(1), () -> changed(OptionalLong.empty()));
    }
  }

  private void changed(OptionalLong changedNanos) {
    try {
      look(changedNanos);
    } finally {
      list.later(PAUSE_MILLIS, this::arm);
    }
  }
}
