/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import io.heliograph.registry.catalog.Catalog;
import io.heliograph.registry.catalog.CatalogLimits;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One registry node: its gRPC and HTTP sides, started and stopped together. {@link #start} and
 * {@link #close} are called by one thread each; close may be called twice.
 */
final class RegistryServer implements AutoCloseable {
  private static final long TICK_MILLIS = 100;

  private final GrpcFront grpc;
  private final HttpFront http;
  private final LongPolls polls;
  private final Catalog catalog;
  private final ScheduledExecutorService leaseClock =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "registry-leases"));
  private final ExecutorService wakers =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "registry-wakers"));
  private volatile Readiness readiness = Readiness.STARTING;

  RegistryServer(RegistrySettings settings) {
    RegistryMetrics metrics = new RegistryMetrics();
    catalog =
        new Catalog(System::currentTimeMillis, steadyMillis(), wakers, CatalogLimits.DEFAULTS);
    metrics.show(catalog);
    polls = new LongPolls(catalog);
    grpc = new GrpcFront(settings, metrics);
    http =
        new HttpFront(
            settings,
            metrics,
            () -> readiness,
            new CatalogRoutes(catalog, System::currentTimeMillis, polls));
  }

  private static long steadyMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /**
   * Listens on both ports; on failure it listens on neither.
   *
   * @throws IOException if a port cannot be had, naming the variable that sets it
   */
  void start(RegistrySettings settings) throws Exception {
    try {
      listen(RegistrySettings.GRPC_PORT, settings.bind(), settings.grpcPort(), grpc::start);
      listen(RegistrySettings.HTTP_PORT, settings.bind(), settings.httpPort(), http::start);
    } catch (IOException e) {
      close();
      throw e;
    }
    leaseClock.scheduleAtFixedRate(
        () -> catalog.tick(steadyMillis()), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    readiness = Readiness.SERVING;
    grpc.serving();
  }

  int grpcPort() {
    return grpc.port();
  }

  int httpPort() {
    return http.port();
  }

  /** Says first that it is not ready any more, then lets running calls end, then stops. */
  @Override
  public void close() throws Exception {
    if (readiness == Readiness.STOPPING) {
      return;
    }
    readiness = Readiness.STOPPING;
    grpc.draining();
    polls.close();
    grpc.stop();
    http.stop();
    leaseClock.shutdownNow();
    wakers.shutdownNow();
  }

  private interface Listening {
    void start() throws Exception;
  }

  private static void listen(String variable, String bind, int port, Listening side)
      throws Exception {
    try {
      side.start();
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s:%d (%s): choose another with %s"
              .formatted(bind, port, rootMessage(e), variable),
          e);
    }
  }

  private static String rootMessage(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
