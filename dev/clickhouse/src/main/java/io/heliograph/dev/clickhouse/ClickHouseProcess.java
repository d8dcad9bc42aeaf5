/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One ClickHouse server as a child process of this one, to be killed and started again on the same
 * data and ports. It ends when this process does. Not thread safe.
 */
public final class ClickHouseProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long STOP_SECONDS = 45;
  private static final int TAIL_LINES = 30;

  private final ClickHouseSettings settings;
  private final String classPath;
  private Process process;

  private ClickHouseProcess(ClickHouseSettings settings, String classPath) {
    this.settings = settings;
    this.classPath = classPath;
  }

  /** Starts a server with this JVM's class path and waits until it answers. */
  public static ClickHouseProcess start(ClickHouseSettings settings) {
    return start(settings, System.getProperty("java.class.path"));
  }

  /** Starts a server with another class path, which must hold this module and its dependencies. */
  public static ClickHouseProcess start(ClickHouseSettings settings, String classPath) {
    ClickHouseProcess started = new ClickHouseProcess(settings, classPath);
    started.restart();
    return started;
  }

  /** Stops the server if it runs, starts it on the same data and ports, waits until it answers. */
  public void restart() {
    stop();
    launch();
    waitHealthy(START_LIMIT);
  }

  /** Starts it without waiting; see {@link #waitHealthy}. */
  public void launch() {
    try {
      Files.createDirectories(settings.dataDirectory());
      // an argument file: a class path can be longer than a command line may be
      Path arguments = settings.dataDirectory().resolve("java.args");
      Files.writeString(arguments, "-cp \"" + classPath.replace("\\", "\\\\") + "\"\n");
      ProcessBuilder builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx64m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-XX:MaxMetaspaceSize=64m",
              "@" + arguments,
              ClickHouseServerMain.class.getName());
      builder.environment().putAll(settings.toEnvironment());
      builder
          .environment()
          .put("HELIOGRAPH_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start ClickHouse", e);
    }
  }

  /**
   * Waits until {@code /ping} answers.
   *
   * @throws IllegalStateException with the end of the log, when the process dies or time is up
   */
  public void waitHealthy(Duration limit) {
    ClickHouseClient client = client();
    long deadline = System.nanoTime() + limit.toNanos();
    while (!client.ping()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "ClickHouse ended with " + process.exitValue() + ":\n" + logTail());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "ClickHouse did not answer at " + url() + " within " + limit + ":\n" + logTail());
      }
      try {
        Thread.sleep(50); // a poll of a server we cannot be told about
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while ClickHouse starts", e);
      }
    }
  }

  /** What {@code kill -9} does: the process is gone, and its ports are free, on return. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    await(process.destroyForcibly());
  }

  /** Ends the server in order. Does nothing when it does not run. */
  public void stop() {
    if (process == null || !process.isAlive()) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** How the process ended; only after it has. */
  public int exitValue() {
    return process.exitValue();
  }

  public ClickHouseSettings settings() {
    return settings;
  }

  /** Address of the HTTP interface. */
  public String url() {
    return settings.url();
  }

  /** A client whose default database is {@code default}. */
  public ClickHouseClient client() {
    return client("default");
  }

  public ClickHouseClient client(String database) {
    return new ClickHouseClient(url(), database);
  }

  public Path logFile() {
    return settings.dataDirectory().resolve("clickhouse.log");
  }

  @Override
  public void close() {
    stop();
  }

  private String logTail() {
    try {
      List<String> lines = Files.readAllLines(logFile());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  private static void await(Process killed) {
    boolean interrupted = false;
    while (killed.isAlive()) {
      try {
        killed.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
