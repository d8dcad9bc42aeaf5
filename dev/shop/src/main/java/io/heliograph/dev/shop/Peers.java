/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.NameResolverRegistry;
import io.grpc.stub.AbstractStub;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.grpc.v1_6.GrpcTelemetry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Traced, balanced channels to the other services of the shop. A request of a lane goes to the
 * instances of that lane, and to the baseline where the service has none there.
 */
final class Peers implements AutoCloseable {
  static {
    NameResolverRegistry.getDefaultRegistry().register(new PeerResolver());
  }

  private final ShopSettings settings;
  private final LiveConfig config;
  private final ClientInterceptor tracing;
  private final List<ManagedChannel> channels = new ArrayList<>();

  Peers(ShopSettings settings, OpenTelemetry telemetry, LiveConfig config) {
    this.settings = settings;
    this.config = config;
    this.tracing = GrpcTelemetry.create(telemetry).createClientInterceptor();
  }

  /** A stub factory for a service; each call of it has a fresh deadline. */
  <S extends AbstractStub<S>> Supplier<S> stubs(
      String service, Function<Channel, S> factory, LongSupplier timeoutMillis) {
    S baseline = factory.apply(open(settings.peer(service)));
    Map<String, S> lanes = new HashMap<>();
    settings
        .lanes(service)
        .forEach((lane, addresses) -> lanes.put(lane, factory.apply(open(addresses))));
    return () -> {
      S inLane = lanes.get(Lane.current());
      return Timeout.of(timeoutMillis.getAsLong(), inLane == null || leaks() ? baseline : inLane);
    };
  }

  private boolean leaks() {
    return ThreadLocalRandom.current().nextDouble() < config.get(LiveConfig.LANE_LEAK);
  }

  private ManagedChannel open(String addresses) {
    ManagedChannel channel =
        channel(addresses, new Timeout(), tracing); // the last is the outermost
    channels.add(channel);
    return channel;
  }

  static ManagedChannel channel(String addresses, ClientInterceptor... interceptors) {
    NameResolverRegistry.getDefaultRegistry(); // with ours registered by the static block
    return ManagedChannelBuilder.forTarget(PeerResolver.SCHEME + ":///" + addresses)
        .defaultLoadBalancingPolicy("round_robin")
        .intercept(interceptors)
        .usePlaintext()
        .build();
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
