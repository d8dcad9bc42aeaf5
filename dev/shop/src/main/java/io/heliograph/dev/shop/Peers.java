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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Traced, balanced channels to the other services of the shop. */
final class Peers implements AutoCloseable {
  private static final long DEADLINE_MS = 2_500;

  static {
    NameResolverRegistry.getDefaultRegistry().register(new PeerResolver());
  }

  private final ShopSettings settings;
  private final ClientInterceptor tracing;
  private final List<ManagedChannel> channels = new ArrayList<>();

  Peers(ShopSettings settings, OpenTelemetry telemetry) {
    this.settings = settings;
    this.tracing = GrpcTelemetry.create(telemetry).createClientInterceptor();
  }

  /** A stub factory for a service; each call of it has a fresh deadline. */
  <S extends AbstractStub<S>> java.util.function.Supplier<S> stubs(
      String service, Function<Channel, S> factory) {
    ManagedChannel channel = channel(settings.peer(service), tracing);
    channels.add(channel);
    S stub = factory.apply(channel);
    return () -> stub.withDeadlineAfter(DEADLINE_MS, TimeUnit.MILLISECONDS);
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
