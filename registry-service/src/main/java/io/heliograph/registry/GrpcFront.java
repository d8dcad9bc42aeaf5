/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.heliograph.registry.flow.CallReset;
import io.heliograph.registry.peers.PeerRpc;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC side: the registry's services, the standard health service and reflection. Once stopping
 * it answers NOT_SERVING and lets running calls end.
 */
final class GrpcFront {
  private static final long GRACE_SECONDS = 5;

  private final HealthStatusManager health = new HealthStatusManager();
  private final Server server;

  GrpcFront(RegistrySettings settings, RegistryMetrics metrics, List<BindableService> services) {
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.NOT_SERVING);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(settings.bind(), settings.grpcPort()))
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .intercept(new CallCounting(metrics))
            .addStreamTracerFactory(CallReset.TRACER)
            .maxInboundMessageSize(PeerRpc.MOST_MESSAGE_BYTES)
            // a client whose machine is gone says nothing: its stream is lost after 8 s
            .keepAliveTime(5, TimeUnit.SECONDS)
            .keepAliveTimeout(3, TimeUnit.SECONDS)
            .permitKeepAliveTime(5, TimeUnit.SECONDS);
    services.forEach(builder::addService);
    server = builder.build();
  }

  void start() throws IOException {
    server.start();
  }

  int port() {
    return server.getPort();
  }

  void serving() {
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
  }

  /** From now on health says NOT_SERVING for good, so that clients turn away. */
  void draining() {
    health.enterTerminalState();
  }

  /** Ends: running calls get {@value #GRACE_SECONDS} s, then they are cancelled. */
  void stop() throws InterruptedException {
    server.shutdown();
    if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
      server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
    }
  }
}
