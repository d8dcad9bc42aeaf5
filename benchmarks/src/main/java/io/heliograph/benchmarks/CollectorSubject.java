/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.load.OtlpTarget;
import io.heliograph.benchmarks.load.Target;
import io.heliograph.benchmarks.load.Templates;
import io.heliograph.benchmarks.measure.ClickHouse;
import io.heliograph.benchmarks.peer.PeerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The OpenTelemetry Collector with its ClickHouse exporter, storing into the same ClickHouse. Set
 * up as the exporter's README advises: batches inside the sending queue. The queue blocks when full
 * instead of dropping, since the load is a closed loop.
 */
final class CollectorSubject implements Subject {
  private static final String DATABASE = "peer_otelcol";
  private static final String CONFIG =
      """
      receivers:
        otlp:
          protocols:
            grpc:
              endpoint: 127.0.0.1:%d
              max_recv_msg_size_mib: 16
      exporters:
        clickhouse:
          endpoint: tcp://%s?dial_timeout=10s
          database: %s
          create_schema: true
          compress: lz4
          timeout: 30s
          sending_queue:
            num_consumers: 10
            queue_size: 1000
            block_on_overflow: true
            batch:
              min_size: %d
              flush_timeout: %s
      service:
        telemetry:
          logs:
            level: warn
          metrics:
            level: none
        pipelines:
          traces:
            receivers: [otlp]
            exporters: [clickhouse]
      """;

  /**
   * The README's example has 5,000 and says to tune it; ClickHouse asks for few and large inserts,
   * and at this load 20,000 rows are several inserts a second.
   */
  private static final int BATCH_ROWS = 20_000;

  private static final String FLUSH = "5s";

  private final PeerProcess process;
  private final int port;
  private final long clickHousePid;
  private final ClickHouse clickHouse;
  private final Templates templates = Templates.otlp();

  private CollectorSubject(
      PeerProcess process, int port, long clickHousePid, ClickHouse clickHouse) {
    this.process = process;
    this.port = port;
    this.clickHousePid = clickHousePid;
    this.clickHouse = clickHouse;
  }

  static CollectorSubject start(
      Path binary, Path work, ClickHouse clickHouse, String clickHouseNative, long clickHousePid)
      throws IOException, InterruptedException {
    clickHouse.execute("DROP DATABASE IF EXISTS " + DATABASE + " SYNC");
    int port = PeerProcess.freePort();
    Path config = work.resolve("otelcol.yaml");
    Files.writeString(
        config, CONFIG.formatted(port, clickHouseNative, DATABASE, BATCH_ROWS, FLUSH));
    PeerProcess process =
        PeerProcess.start(
            "otelcol",
            List.of(binary.toString(), "--config=" + config.toAbsolutePath()),
            work.resolve("otelcol.log"));
    process.awaitListening(port, Duration.ofSeconds(30));
    return new CollectorSubject(process, port, clickHousePid, clickHouse);
  }

  @Override
  public String name() {
    return "OpenTelemetry Collector";
  }

  @Override
  public Map<String, Long> processes() {
    Map<String, Long> pids = new LinkedHashMap<>();
    pids.put("otelcol", process.pid());
    pids.put("clickhouse", clickHousePid);
    return pids;
  }

  @Override
  public Templates templates() {
    return templates;
  }

  @Override
  public Target connect() {
    return new OtlpTarget("127.0.0.1", port);
  }

  @Override
  public long stored() throws IOException, InterruptedException {
    return clickHouse.number("SELECT count() FROM " + DATABASE + ".otel_traces");
  }

  @Override
  public Optional<String> table() {
    return Optional.of(DATABASE + ".otel_traces");
  }

  @Override
  public String note() {
    return "0.161.0, OTLP/gRPC -> clickhouse exporter, batches of "
        + BATCH_ROWS
        + " rows or "
        + FLUSH
        + " in the sending queue, in memory: a crash loses what is queued, a retry may store"
        + " twice.";
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.close();
    clickHouse.execute("DROP DATABASE IF EXISTS " + DATABASE + " SYNC");
  }
}
