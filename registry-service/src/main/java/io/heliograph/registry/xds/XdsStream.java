/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import io.envoyproxy.controlplane.cache.ConfigWatcher;
import io.envoyproxy.controlplane.cache.DeltaResponse;
import io.envoyproxy.controlplane.cache.DeltaWatch;
import io.envoyproxy.controlplane.cache.DeltaXdsRequest;
import io.envoyproxy.controlplane.cache.Response;
import io.envoyproxy.controlplane.cache.Watch;
import io.envoyproxy.controlplane.cache.XdsRequest;
import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.controlplane.server.exception.RequestException;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.grpc.Status;
import io.heliograph.registry.catalog.Refusal;
import io.heliograph.registry.rules.Caller;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One client: who it is and what it asks for. A gRPC thread at a time brings its requests; the
 * thread of the {@link Watchlist} answers them.
 */
final class XdsStream implements ConfigWatcher, DiscoveryServerCallbacks {
  private final Watchlist list;
  private final XdsLimits limits;
  private final XdsCounts counts;
  private final Consumer<XdsStream> whenStalled;
  private final Consumer<XdsStream> whenEnded;
  private final Map<XdsType, Subscription> subscriptions = new EnumMap<>(XdsType.class);
  private final Map<XdsType, Integer> held = new EnumMap<>(XdsType.class);
  private final AtomicBoolean givenUp = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile Caller caller = Caller.ANYBODY;

  /**
   * Asks for nothing yet.
   *
   * @param whenStalled ends it, as its client does not read and the memory is needed
   */
  XdsStream(
      Watchlist list,
      XdsLimits limits,
      Consumer<XdsStream> whenStalled,
      Consumer<XdsStream> whenEnded) {
    this.list = list;
    this.limits = limits;
    this.counts = list.counts();
    this.whenStalled = whenStalled;
    this.whenEnded = whenEnded;
    for (XdsType type : XdsType.values()) {
      subscriptions.put(type, new Subscription(type, this, list));
      held.put(type, 0);
    }
  }

  Caller caller() {
    return caller;
  }

  boolean hasEnded() {
    return ended.get();
  }

  boolean hasEndpoints(Set<String> clusters) {
    return subscriptions.get(XdsType.ENDPOINTS).has(clusters);
  }

  /** Its client does not read, and the memory of an answer is needed. */
  void giveUp() {
    if (!ended.get() && givenUp.compareAndSet(false, true)) {
      counts.givenUp.increment();
      whenStalled.accept(this);
    }
  }

  boolean waitsForEndpoints() {
    return subscriptions.get(XdsType.ENDPOINTS).waits();
  }

  /** Tells what has changed; see {@link Subscription#push}. */
  void push(XdsType type, OptionalLong changedNanos) {
    subscriptions.get(type).push(changedNanos);
  }

  /** The first request of a stream tells who the client is; a later one need not repeat it. */
  @Override
  public void onV3StreamRequest(long streamId, DiscoveryRequest request) throws RequestException {
    if (ended.get()) {
      return; // it has crossed the end that the client is told, and must not make it an error
    }
    if (request.hasNode()) {
      caller = caller(request.getNode());
    }
    Optional<XdsType> type = XdsType.of(request.getTypeUrl());
    if (type.isEmpty()) {
      return; // a client may ask for more than there is; it is never answered
    }
    if (request.hasErrorDetail()) {
      counts.nacked(type.get(), request.getErrorDetail().getMessage());
    }
    hold(type.get(), request.getResourceNamesCount());
    subscriptions.get(type.get()).names(request.getResourceNamesList());
  }

  private Caller caller(Node node) throws RequestException {
    try {
      return NodeCaller.of(node);
    } catch (Refusal e) {
      throw refusal(Status.INVALID_ARGUMENT, e.getMessage());
    }
  }

  private void hold(XdsType type, int names) throws RequestException {
    if (names > limits.maxNames()) {
      throw refusal(
          Status.RESOURCE_EXHAUSTED,
          "resource_names has %,d names of type %s: give at most %,d"
              .formatted(names, type, limits.maxNames()));
    }
    int more = names - held.get(type);
    if (counts.subscriptions.addAndGet(more) > limits.maxSubscriptions() && more > 0) {
      counts.subscriptions.addAndGet(-more);
      throw refusal(
          Status.RESOURCE_EXHAUSTED,
          "this node serves %,d xDS resources to all its clients and no more: ask another"
              .formatted(limits.maxSubscriptions()));
    }
    held.put(type, names);
  }

  private RequestException refusal(Status status, String problem) {
    counts.refused.increment();
    return new RequestException(status.withDescription(problem));
  }

  @Override
  public Watch createWatch(
      boolean ads,
      XdsRequest request,
      Set<String> knownResourceNames,
      Consumer<Response> responseConsumer,
      boolean hasClusterChanged,
      boolean allowDefaultEmptyEdsUpdate) {
    Watch watch = new Watch(ads, false, request, responseConsumer);
    if (!ended.get()) {
      XdsType.of(request.getTypeUrl()).ifPresent(type -> subscriptions.get(type).ask(watch));
    }
    return watch;
  }

  @Override
  public void onStreamClose(long streamId, String typeUrl) {
    end();
  }

  @Override
  public void onStreamCloseWithError(long streamId, String typeUrl, Throwable error) {
    end();
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      held.values().forEach(names -> counts.subscriptions.addAndGet(-names));
      list.run(() -> subscriptions.values().forEach(Subscription::end));
      whenEnded.accept(this);
    }
  }

  @Override
  public void onV3StreamDeltaRequest(long streamId, DeltaDiscoveryRequest request) {
    throw new UnsupportedOperationException("gRPC's clients do not ask for deltas");
  }

  @Override
  public DeltaWatch createDeltaWatch(
      DeltaXdsRequest request,
      String requesterVersion,
      Map<String, String> resourceVersions,
      Set<String> pendingResources,
      boolean isWildcard,
      Consumer<DeltaResponse> responseConsumer,
      boolean hasClusterChanged) {
    throw new UnsupportedOperationException("gRPC's clients do not ask for deltas");
  }
}
