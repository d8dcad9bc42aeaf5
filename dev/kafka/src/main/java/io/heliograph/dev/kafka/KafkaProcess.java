/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * One broker as a child process of this one, to be killed and started again on the same data and
 * port. It ends when this process does. Not thread safe.
 */
public final class KafkaProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long STOP_SECONDS = 30;
  private static final int TAIL_LINES = 30;

  private final KafkaSettings settings;
  private final String classPath;
  private Process process;

  private KafkaProcess(KafkaSettings settings, String classPath) {
    this.settings = settings;
    this.classPath = classPath;
  }

  /** Starts a broker with this JVM's class path and waits until it answers. */
  public static KafkaProcess start(KafkaSettings settings) {
    return start(settings, System.getProperty("java.class.path"));
  }

  /** Starts a broker with another class path, which must hold this module and its dependencies. */
  public static KafkaProcess start(KafkaSettings settings, String classPath) {
    KafkaProcess started = new KafkaProcess(settings, classPath);
    started.restart();
    return started;
  }

  /** Stops the broker if it runs, starts it on the same data and port, waits until it answers. */
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
              "-Xms96m",
              "-Xmx256m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-XX:MaxDirectMemorySize=64m",
              "-Xss512k",
              "@" + arguments,
              KafkaServerMain.class.getName());
      builder.environment().putAll(settings.toEnvironment());
      builder
          .environment()
          .put("HELIOGRAPH_PARENT_PID", Long.toString(ProcessHandle.current().pid()));
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start Kafka", e);
    }
  }

  /**
   * Waits until the broker answers a client.
   *
   * @throws IllegalStateException with the end of the log, when the process dies or time is up
   */
  public void waitHealthy(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    Admin admin = admin();
    try {
      while (!answers(admin)) {
        if (!process.isAlive()) {
          throw new IllegalStateException(
              "Kafka ended with " + process.exitValue() + ":\n" + logTail());
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "Kafka did not answer at "
                  + bootstrapServers()
                  + " within "
                  + limit
                  + ":\n"
                  + logTail());
        }
      }
    } finally {
      admin.close(Duration.ZERO); // questions to a server that never answers would hold it up
    }
  }

  private boolean answers(Admin admin) {
    try {
      return !admin.describeCluster().nodes().get(500, TimeUnit.MILLISECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Kafka starts", e);
    }
  }

  /** What {@code kill -9} does: the process is gone, and its ports are free, on return. */
  public void kill() {
    process.destroyForcibly();
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the broker in order. Does nothing when it does not run. */
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

  /** Creates a topic with one replica and waits until the broker knows it. */
  public void createTopic(String name, int partitions, Map<String, String> configuration) {
    createTopic(bootstrapServers(), name, partitions, configuration);
  }

  static void createTopic(
      String bootstrapServers, String name, int partitions, Map<String, String> configuration) {
    try (Admin admin = admin(bootstrapServers)) {
      NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(configuration);
      admin.createTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot create topic " + name + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while creating topic " + name, e);
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

  public KafkaSettings settings() {
    return settings;
  }

  public String bootstrapServers() {
    return settings.bootstrapServers();
  }

  /** A client for questions about the cluster; the caller closes it. */
  public Admin admin() {
    return admin(bootstrapServers());
  }

  static Admin admin(String bootstrapServers) {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            200));
  }

  public Path logFile() {
    return settings.dataDirectory().resolve("kafka.log");
  }

  /** Kills it: its data goes with it. {@link #stop} ends it in order, which takes seconds. */
  @Override
  public void close() {
    kill();
  }

  private String logTail() {
    try {
      List<String> lines = Files.readAllLines(logFile());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }
}
