/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.gateway;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves {@code /metrics}, {@code /healthz} (it runs) and {@code /readyz} (it can take data). */
final class Admin implements AutoCloseable {
  private final HTTPServer server;
  private final ExecutorService executor;
  private final Supplier<String> unready;

  /**
   * @param unready null when data can be taken, else why not
   */
  Admin(InetSocketAddress address, PrometheusRegistry registry, Supplier<String> unready)
      throws IOException {
    this.unready = unready;
    this.executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "admin"));
    this.server =
        HTTPServer.builder()
            .inetAddress(InetAddress.getByName(address.getHostString()))
            .port(address.getPort())
            .executorService(executor)
            .registry(registry)
            .defaultHandler(this::answer)
            .buildAndStart();
  }

  int port() {
    return server.getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestURI().getPath()) {
      case "/healthz" -> answer(exchange, 200, "ok\n");
      case "/readyz" -> {
        String why = unready.get();
        answer(exchange, why == null ? 200 : 503, why == null ? "ready\n" : why + "\n");
      }
      default -> answer(exchange, 404, "there is /metrics, /healthz and /readyz\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.close();
    executor.shutdown();
  }
}
