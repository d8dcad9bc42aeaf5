/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.kafka;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Serves {@code /metrics} and {@code /healthz} (200 while the broker accepts connections). */
final class MetricsEndpoint {
  private static final int CONNECT_MILLIS = 1_000;

  private final KafkaSettings settings;
  private final BrokerMetrics metrics =
      new BrokerMetrics(ManagementFactory.getPlatformMBeanServer());

  private MetricsEndpoint(KafkaSettings settings) {
    this.settings = settings;
  }

  /** Serves until the process ends. */
  static void start(KafkaSettings settings) throws IOException {
    MetricsEndpoint endpoint = new MetricsEndpoint(settings);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(settings.bind(), settings.metricsPort()), 8);
    server.createContext("/metrics", x -> answer(x, 200, endpoint.metrics.text()));
    server.createContext("/healthz", endpoint::health);
    server.start();
  }

  private void health(HttpExchange exchange) throws IOException {
    String[] address = settings.bootstrapServers().split(":", 2);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address[0], settings.port()), CONNECT_MILLIS);
      answer(exchange, 200, "ok\n");
    } catch (IOException e) {
      answer(exchange, 503, "the broker does not accept connections: " + e.getMessage() + "\n");
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }
}
