/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClickHouseProcessTest {
  @TempDir Path directory;
  private ClickHouseProcess server;

  @AfterEach
  void endServer() {
    if (server != null) {
      server.stop();
    }
  }

  @Test
  void kill_thenRestart_keepsDataAndDeduplicationTokens() {
    server = ClickHouseProcess.start(ClickHouseSettings.onFreePorts(directory));
    server.client().query("CREATE DATABASE shop");
    ClickHouseClient shop = server.client("shop");
    shop.query(
        "CREATE TABLE orders (id UInt64) ENGINE = MergeTree ORDER BY id"
            + " SETTINGS non_replicated_deduplication_window = 100");
    Map<String, String> token = Map.of("insert_deduplication_token", "batch-1");
    shop.query("INSERT INTO orders SELECT number FROM numbers(100000)", token);

    server.kill();
    assertThat(server.isAlive()).isFalse();
    server.restart();
    shop.query("INSERT INTO orders SELECT number FROM numbers(100000)", token);

    assertThat(shop.rows("SELECT count(), sum(id) FROM orders").get(0))
        .containsExactly("100000", "4999950000");
  }

  @Test
  void stop_withIdleClientConnection_endsInOrderAndKeepsData() throws Exception {
    server = ClickHouseProcess.start(ClickHouseSettings.onFreePorts(directory));
    ClickHouseClient client = server.client();
    client.query("CREATE DATABASE shop");
    client.query("CREATE TABLE shop.orders (id UInt64) ENGINE = MergeTree ORDER BY id");
    client.query("INSERT INTO shop.orders SELECT number FROM numbers(1000)");

    try (Socket idle = new Socket(InetAddress.getLoopbackAddress(), server.settings().httpPort())) {
      idle.getOutputStream().write("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      assertThat(idle.getInputStream().read()).isEqualTo('H');
      server.stop();
    }

    assertThat(server.exitValue()).isZero();
    server.restart();
    assertThat(client.value("SELECT count() FROM shop.orders")).isEqualTo("1000");
  }

  @Test
  void metrics_ofRunningServer_areServedAndHealthy() throws Exception {
    server = ClickHouseProcess.start(ClickHouseSettings.onFreePorts(directory));

    assertThat(get("/healthz")).isEqualTo("ok\n");
    assertThat(get("/metrics"))
        .contains("\nClickHouseMetrics_Query ")
        .contains("# TYPE ClickHouseProfileEvents_Query counter")
        .contains("process_resident_memory_bytes");
  }

  @Test
  void settings_ofServer_boundItsMemory() {
    server = ClickHouseProcess.start(ClickHouseSettings.onFreePorts(directory));

    assertThat(
            server
                .client()
                .value(
                    "SELECT value FROM system.server_settings WHERE name ="
                        + " 'max_server_memory_usage'"))
        .isEqualTo(Long.toString(ClickHouseSettings.DEFAULT_MEMORY_BYTES));
    assertThatThrownBy(
            () ->
                server
                    .client()
                    .query(
                        "SELECT groupArray(repeat('x', 1000)) FROM numbers(3000000) FORMAT Null"))
        .hasMessageContaining("MEMORY_LIMIT_EXCEEDED");
    assertThat(server.client().ping()).isTrue();
  }

  @Test
  void start_onTakenPort_saysWhichSettingToChange() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ClickHouseSettings free = ClickHouseSettings.onFreePorts(directory);
      ClickHouseSettings settings =
          new ClickHouseSettings(
              directory,
              "127.0.0.1",
              taken.getLocalPort(),
              free.nativePort(),
              free.metricsPort(),
              free.memoryBytes());

      assertThatThrownBy(() -> ClickHouseProcess.start(settings))
          .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is not free")
          .hasMessageContaining("HELIOGRAPH_CLICKHOUSE_HTTP_PORT");
    }
  }

  private String get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.settings().metricsUrl() + path)).build(),
            BodyHandlers.ofString())
        .body();
  }
}
