/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.xds;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.envoyproxy.controlplane.cache.Resources.ApiVersion;
import io.envoyproxy.controlplane.server.DefaultExecutorGroup;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.controlplane.server.serializer.ProtoResourcesSerializer;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.ServiceName;
import io.heliograph.registry.flow.CallReset;
import io.heliograph.registry.rules.ServiceRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * xDS v3 over one stream per client (ADS, state of the world), for gRPC's clients: {@code
 * xds:///orders} is a service of namespace {@code default}, {@code xds:///shop/orders} of {@code
 * shop}. A client is told of a service from its first instance on, of changes within {@value
 * Watched#PAUSE_MILLIS} ms, and never the same twice. Bounded by {@link XdsLimits}.
 */
public final class XdsService extends AggregatedDiscoveryServiceImplBase implements AutoCloseable {
  /** Resources come packed already, once for all clients. */
  private static final ProtoResourcesSerializer PACKED =
      new ProtoResourcesSerializer() {
        @Override
        public Any serialize(Message resource, ApiVersion version) {
          return (Any) resource;
        }
      };

  private final XdsLimits limits;
  private final XdsCounts counts = new XdsCounts();
  private final Watchlist list;
  private final Map<XdsStream, StreamObserver<DiscoveryRequest>> streams =
      new ConcurrentHashMap<>();

  private volatile boolean draining;

  /**
   * Serves what a catalog lists, steered by rules.
   *
   * @param rules those of a service, as they are now
   * @param wallMillis Unix time
   * @param ready whether what the catalog does not list is known not to be there; until then no
   *     client is told that a service does not exist, or is empty
   */
  public XdsService(
      Catalog catalog,
      Function<ServiceName, ServiceRules> rules,
      LongSupplier wallMillis,
      BooleanSupplier ready) {
    this(
        catalog,
        Weighing.REGISTERED,
        rules,
        wallMillis,
        ready,
        XdsLimits.ofHeap(Runtime.getRuntime().maxMemory()));
  }

  XdsService(
      Catalog catalog,
      Weighing weighing,
      Function<ServiceName, ServiceRules> rules,
      LongSupplier wallMillis,
      BooleanSupplier ready,
      XdsLimits limits) {
    this.limits = limits;
    list = new Watchlist(catalog, weighing, rules, wallMillis, ready, limits, counts);
  }

  public XdsCounts counts() {
    return counts;
  }

  /** Looks at a service again, since something else than its instances has changed. Any thread. */
  public void refresh(ServiceName service) {
    list.refresh(service);
  }

  @Override
  public StreamObserver<DiscoveryRequest> streamAggregatedResources(
      StreamObserver<DiscoveryResponse> responses) {
    if (counts.streams.incrementAndGet() > limits.maxStreams()) {
      counts.streams.decrementAndGet();
      return refuse(
          responses,
          Status.RESOURCE_EXHAUSTED.withDescription(
              "this node has %,d xDS clients and takes no more: ask another"
                  .formatted(limits.maxStreams())));
    }
    Context call = Context.current();
    XdsStream stream = new XdsStream(list, limits, stalled -> giveUp(stalled, call), this::ended);
    // one for each, since it does not say whose request it hands on, and only the first has a node
    StreamObserver<DiscoveryRequest> requests =
        new V3DiscoveryServer(List.of(stream), stream, new DefaultExecutorGroup(), PACKED)
            .getAggregatedDiscoveryServiceImpl()
            .streamAggregatedResources(responses);
    streams.put(stream, requests);
    if (draining) { // it may have missed this one
      requests.onCompleted();
    }
    return requests;
  }

  private void giveUp(XdsStream stream, Context call) {
    if (!CallReset.reset(call)) {
      Optional.ofNullable(streams.get(stream)).ifPresent(StreamObserver::onCompleted);
    }
  }

  private void ended(XdsStream stream) {
    streams.remove(stream);
    counts.streams.decrementAndGet();
  }

  private StreamObserver<DiscoveryRequest> refuse(
      StreamObserver<DiscoveryResponse> responses, Status status) {
    counts.refused.increment();
    responses.onError(status.asRuntimeException());
    return new StreamObserver<>() {
      @Override
      public void onNext(DiscoveryRequest request) {}

      @Override
      public void onError(Throwable thrown) {}

      @Override
      public void onCompleted() {}
    };
  }

  /** Ends all streams, so that their clients turn to another node; they keep what they have. */
  public void drain() {
    draining = true;
    streams.values().forEach(StreamObserver::onCompleted);
  }

  @Override
  public void close() {
    list.close();
  }
}
