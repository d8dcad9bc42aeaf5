/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A ClickHouse server: the {@code clickhouse} binary when there is one on the PATH, else the engine
 * inside this process. Settings come from the environment, see {@link ClickHouseSettings}.
 *
 * <p>SIGTERM stops it in order. With {@code HELIOGRAPH_PARENT_PID} it also stops when that process
 * is gone, such that a test JVM that dies leaves no server behind.
 */
public final class ClickHouseServerMain {
  private static final long STOP_SECONDS = 30;

  private ClickHouseServerMain() {}

  public static void main(String[] args) throws Exception {
    ClickHouseSettings settings;
    try {
      settings = ClickHouseSettings.fromEnvironment(System.getenv());
      System.out.println(settings);
      Ports.requireFree(settings.bind(), settings.httpPort(), "HELIOGRAPH_CLICKHOUSE_HTTP_PORT");
      Ports.requireFree(
          settings.bind(), settings.nativePort(), "HELIOGRAPH_CLICKHOUSE_NATIVE_PORT");
      Ports.requireFree(
          settings.bind(), settings.metricsPort(), "HELIOGRAPH_CLICKHOUSE_METRICS_PORT");
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println("ClickHouse cannot start: " + e.getMessage());
      System.exit(2);
      return;
    }
    stopWithParent();
    Files.createDirectories(settings.dataDirectory());
    Optional<Path> binary = Binary.find(System.getenv());
    if (binary.isPresent()) {
      Binary.serve(binary.get(), settings);
    } else {
      serveEmbedded(settings);
    }
  }

  private static void serveEmbedded(ClickHouseSettings settings) throws Exception {
    Engine engine = new Engine(EngineLibrary.locate(EngineLibrary.userCache(), System.out));
    Path config = ServerConfig.write(settings);
    MetricsEndpoint metrics = new MetricsEndpoint(settings, ProcessHandle.current().pid());
    // its stack is the engine's for parsing and planning; the JVM's default would be too small
    Thread serving =
        new Thread(
            null,
            () -> System.out.println(engine.run(Engine.commandLine(settings, config))),
            "clickhouse",
            32L << 20);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(settings, serving, metrics), "stop"));
    serving.start();
    serving.join();
    System.err.println("The ClickHouse engine has ended.");
    System.exit(1);
  }

  private static void stop(ClickHouseSettings settings, Thread serving, MetricsEndpoint metrics) {
    metrics.close();
    ClickHouseClient client = new ClickHouseClient(settings.url(), "default");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    // asked again and again: while it starts it does not listen yet, when it ends it need not
    // answer
    while (serving.isAlive() && System.nanoTime() < deadline) {
      try {
        client.query(Engine.STOP);
      } catch (IllegalStateException e) {
        System.err.println("asked ClickHouse to end: " + e.getMessage());
      }
      try {
        serving.join(500);
      } catch (InterruptedException e) {
        break;
      }
    }
    Engine.exit(serving.isAlive() ? 1 : 0);
  }

  private static void stopWithParent() throws IOException {
    String pid = System.getenv("HELIOGRAPH_PARENT_PID");
    if (pid == null) {
      return;
    }
    ProcessHandle parent =
        ProcessHandle.of(Long.parseLong(pid))
            .orElseThrow(() -> new IOException("process " + pid + ", our parent, is gone"));
    parent.onExit().thenRun(() -> System.exit(0));
  }
}
