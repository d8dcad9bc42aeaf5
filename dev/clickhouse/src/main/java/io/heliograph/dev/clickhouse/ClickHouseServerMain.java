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
 * <p>With the argument {@code --fetch} it only sees to it that the engine is in the user's cache.
 *
 * <p>SIGTERM stops it in order. With {@code HELIOGRAPH_PARENT_PID} it also stops when that process
 * is gone, such that a test JVM that dies leaves no server behind.
 */
public final class ClickHouseServerMain {
  private static final long STOP_SECONDS = 20;
  private static final long POLL_MILLIS = 100;
  private static final long LEAVE_MILLIS = 1_000;

  private ClickHouseServerMain() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 1 && args[0].equals("--fetch")) {
      fetch();
      return;
    }
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

  /** Fetches the engine if this machine will need it, showing progress, and starts nothing. */
  private static void fetch() throws IOException {
    if (Binary.find(System.getenv()).isEmpty()) {
      EngineLibrary.locate(EngineLibrary.userCache(), System.out);
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

  /**
   * Lets running inserts finish, closes the listeners, then leaves. Clients that keep idle
   * connections open would hold the engine's own shutdown up for 5 s and make it fail, so it gets
   * {@link #LEAVE_MILLIS} only; whatever still runs then was never acknowledged to its client.
   */
  private static void stop(ClickHouseSettings settings, Thread serving, MetricsEndpoint metrics) {
    metrics.close();
    ClickHouseClient client = new ClickHouseClient(settings.url(), "default");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    boolean stopping = false;
    try {
      while (serving.isAlive() && !(stopping && !client.ping()) && System.nanoTime() < deadline) {
        stopping |= askToStop(client);
        serving.join(POLL_MILLIS);
      }
      serving.join(LEAVE_MILLIS);
    } catch (InterruptedException e) {
      System.err.println("interrupted while ClickHouse stops");
    }
    Engine.exit(stopping ? 0 : 1);
  }

  /** False while it starts and does not listen yet, or while an insert still runs. */
  private static boolean askToStop(ClickHouseClient client) {
    try {
      if (!client.value(Engine.RUNNING_INSERTS).equals("0")) {
        return false;
      }
      client.query(Engine.STOP);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static void stopWithParent() throws IOException {
    String pid = System.getenv("HELIOGRAPH_PARENT_PID");
    if (pid == null) {
      return;
    }
    ProcessHandle parent =
        ProcessHandle.of(Long.parseLong(pid))
            .orElseThrow(() -> new IOException("process " + pid + ", our parent, is gone"));
    Thread watch =
        new Thread(
            () -> {
              parent.onExit().join();
              System.exit(0);
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
