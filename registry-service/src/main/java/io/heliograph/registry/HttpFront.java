/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP side: a small Jetty, whose handlers never block, so that long polls cost no thread. */
final class HttpFront {
  private static final int MAX_THREADS = 16;
  private static final long GRACE_MILLIS = 5_000;

  /** Connections that are kept alive but carry no request are closed this soon at the stop. */
  private static final long IDLE_GRACE_MILLIS = 50;

  /** A connection may be silent for longer than a poll lasts. */
  private static final long IDLE_MILLIS = LongPolls.MAX_WAIT_MILLIS + 30_000;

  private final Server server;
  private final ServerConnector connector;

  HttpFront(
      RegistrySettings settings,
      RegistryMetrics metrics,
      Supplier<Readiness> readiness,
      CatalogRoutes catalog,
      RulesRoutes rules,
      EurekaRoutes eureka,
      Optional<AgentGate> gate) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
    threads.setName("registry-http");
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.bind());
    connector.setPort(settings.httpPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setShutdownIdleTimeout(IDLE_GRACE_MILLIS);
    server.addConnector(connector);
    server.setHandler(
        new GracefulHandler(new HttpRoutes(metrics, readiness, catalog, rules, eureka, gate)));
    server.setErrorHandler(new ProblemAnswer());
    server.setStopTimeout(GRACE_MILLIS);
  }

  void start() throws Exception {
    server.start();
  }

  int port() {
    return connector.getLocalPort();
  }

  void stop() throws Exception {
    server.stop();
  }
}
