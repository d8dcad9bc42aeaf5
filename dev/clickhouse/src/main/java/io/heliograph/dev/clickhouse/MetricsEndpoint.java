/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code /metrics} (ClickHouse's own gauges and counters in the names its Prometheus
 * endpoint gives them) and {@code /healthz} (200 while {@code /ping} answers, else 503).
 */
final class MetricsEndpoint implements AutoCloseable {
  private static final String QUERY =
      "SELECT * FROM ("
          + " SELECT 'ClickHouseMetrics_' || metric AS name, toFloat64(value) AS value,"
          + " description AS help, 'gauge' AS type FROM system.metrics"
          + " UNION ALL SELECT 'ClickHouseProfileEvents_' || event, toFloat64(value), description,"
          + " 'counter' FROM system.events"
          + " UNION ALL SELECT 'ClickHouseParts_active', toFloat64(count()),"
          + " 'Active data parts of all tables', 'gauge' FROM system.parts WHERE active"
          + " UNION ALL SELECT 'ClickHouseParts_bytes_on_disk', toFloat64(sum(bytes_on_disk)),"
          + " 'Bytes on disk of active parts', 'gauge' FROM system.parts WHERE active"
          + ") ORDER BY name FORMAT Prometheus";

  private final ClickHouseClient client;
  private final long processId;
  private final HttpServer server;
  private final ExecutorService executor;

  MetricsEndpoint(ClickHouseSettings settings, long processId) throws IOException {
    this.client = new ClickHouseClient(settings.url(), "default");
    this.processId = processId;
    server = HttpServer.create(new InetSocketAddress(settings.bind(), settings.metricsPort()), 8);
    executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "metrics");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(executor);
    server.createContext("/metrics", this::metrics);
    server.createContext("/healthz", this::health);
    server.start();
  }

  private void metrics(HttpExchange exchange) throws IOException {
    String text;
    try {
      text = client.query(QUERY) + "\n" + processMetrics();
    } catch (IllegalStateException e) {
      answer(exchange, 503, e.getMessage() + "\n");
      return;
    }
    answer(exchange, 200, text);
  }

  private void health(HttpExchange exchange) throws IOException {
    boolean up = client.ping();
    answer(exchange, up ? 200 : 503, up ? "ok\n" : "ClickHouse does not answer /ping\n");
  }

  /** Linux only; elsewhere the two series are absent. */
  private String processMetrics() throws IOException {
    Path statm = Path.of("/proc", Long.toString(processId), "statm");
    if (!Files.exists(statm)) {
      return "";
    }
    long residentPages = Long.parseLong(Files.readString(statm).split(" ", -1)[1]);
    double cpuSeconds =
        ProcessHandle.of(processId)
            .flatMap(p -> p.info().totalCpuDuration())
            .map(d -> d.toMillis() / 1000.0)
            .orElse(0.0);
    return "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes "
        + residentPages * 4096
        + "\n# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total "
        + cpuSeconds
        + "\n";
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
