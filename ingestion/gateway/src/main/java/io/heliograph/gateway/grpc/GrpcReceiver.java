/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway.grpc;

import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.heliograph.gateway.events.EventIntake;
import io.heliograph.gateway.intake.Receivers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** OTLP, {@code heliograph.v1} and health checks over gRPC, on one port. */
public final class GrpcReceiver {
  private static final int KEEPALIVE_SECONDS = 10;
  private static final int POLL_MILLIS = 20;
  private static final int QUIET_POLLS = 15;
  private static final int GRACE_MILLIS = 500;

  private final Server server;
  private final HealthStatusManager health = new HealthStatusManager();
  private final ThreadPoolExecutor calls;

  /** A receiver that does not listen yet. */
  public GrpcReceiver(InetSocketAddress address, Receivers receivers, int threads) {
    AtomicInteger thread = new AtomicInteger();
    this.calls =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "grpc-" + thread.incrementAndGet()));
    this.server =
        NettyServerBuilder.forAddress(address)
            .executor(calls)
            .maxInboundMessageSize(receivers.maxRequestBytes())
            .permitKeepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addStreamTracerFactory(Reception.factory(receivers.budget()))
            .addService(OtlpService.traces(receivers))
            .addService(OtlpService.logs(receivers))
            .addService(OtlpService.metrics(receivers))
            .addService(IngestCall.service(receivers, new EventIntake(receivers.intake())))
            .addService(health.getHealthService())
            .build();
    serving(false);
  }

  /** Listens. */
  public void start() throws IOException {
    server.start();
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Sets what health checks answer. */
  public void serving(boolean serving) {
    health.setStatus(
        HealthStatusManager.SERVICE_NAME_ALL_SERVICES,
        serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  /** Takes no more calls; those under way go on. */
  public void stopAccepting() {
    health.enterTerminalState();
    server.shutdown();
  }

  /**
   * Waits until no request is under way, and stays so for a moment, since the transport may still
   * be reading one. Then ends what clients keep open: event streams, and calls that were refused
   * while their message was still being sent.
   *
   * @param patience how long to wait at most
   * @param idle whether every request has its answer
   */
  public void stop(Duration patience, BooleanSupplier idle) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    long quietPolls = 0;
    boolean ended = false;
    while (!ended && quietPolls < QUIET_POLLS && System.nanoTime() < deadline) {
      ended = server.awaitTermination(POLL_MILLIS, TimeUnit.MILLISECONDS);
      quietPolls = idle.getAsBoolean() && noCallRuns() ? quietPolls + 1 : 0;
    }
    // the last answers are on their way to the sockets
    if (!server.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
      server.shutdownNow();
      server.awaitTermination(1, TimeUnit.SECONDS);
    }
    calls.shutdown();
  }

  /**
   * Whether no call waits for a thread or has one. A request that was read before the stop may
   * still wait for its turn, and is not under way until then.
   */
  private boolean noCallRuns() {
    return calls.getActiveCount() == 0 && calls.getQueue().isEmpty();
  }
}
