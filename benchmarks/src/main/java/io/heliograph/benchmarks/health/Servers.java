/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.health;

import io.heliograph.benchmarks.measure.Jvm;
import io.heliograph.benchmarks.peer.PeerProcess;
import io.heliograph.dev.flink.FlinkCluster;
import io.heliograph.dev.flink.FlinkLaunch;
import io.heliograph.dev.flink.FlinkRest;
import io.heliograph.dev.flink.FlinkSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kafka, ClickHouse with its tables, and a Flink cluster of one TaskManager: the processes and
 * settings of {@code ./heliograph up}, on free ports and in a directory of their own.
 */
final class Servers implements AutoCloseable {
  static final String TASK_MANAGER = "TaskManager";

  private static final Duration START = Duration.ofSeconds(90);

  private final Built built;
  private final Path directory;
  private final Path logs;
  private final Deque<PeerProcess> running = new ArrayDeque<>();
  private final Map<String, Long> pids = new LinkedHashMap<>();
  private String kafka;
  private String clickHouse;
  private FlinkRest flink;

  /**
   * Starts none of them.
   *
   * @param directory for their data
   * @param logs directory for what they say
   */
  Servers(Built built, Path directory, Path logs) {
    this.built = built;
    this.directory = directory;
    this.logs = logs;
  }

  void startKafka() throws IOException {
    int port = PeerProcess.freePort();
    PeerProcess process =
        start(
            "Kafka",
            List.of("-Xmx256m", "-XX:+UseSerialGC"),
            "dev/kafka",
            List.of("io.heliograph.dev.kafka.KafkaServerMain"),
            Map.of(
                "HELIOGRAPH_KAFKA_DATA", directory.resolve("kafka").toString(),
                "HELIOGRAPH_KAFKA_PORT", "" + port,
                "HELIOGRAPH_KAFKA_METRICS_PORT", "" + PeerProcess.freePort(),
                "HELIOGRAPH_KAFKA_CONTROLLER_PORT", "" + PeerProcess.freePort()));
    process.awaitListening(port, START);
    kafka = "127.0.0.1:" + port;
  }

  void startClickHouse() throws IOException, InterruptedException {
    int port = PeerProcess.freePort();
    PeerProcess process =
        start(
            "ClickHouse",
            List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            "dev/clickhouse",
            List.of("io.heliograph.dev.clickhouse.ClickHouseServerMain"),
            Map.of(
                "HELIOGRAPH_CLICKHOUSE_DATA", directory.resolve("clickhouse").toString(),
                "HELIOGRAPH_CLICKHOUSE_HTTP_PORT", "" + port,
                "HELIOGRAPH_CLICKHOUSE_NATIVE_PORT", "" + PeerProcess.freePort(),
                "HELIOGRAPH_CLICKHOUSE_METRICS_PORT", "" + PeerProcess.freePort()));
    process.awaitListening(port, START);
    clickHouse = "http://127.0.0.1:" + port;
    migrate();
  }

  private void migrate() throws IOException, InterruptedException {
    Path log = logs.resolve("migrator.log");
    ProcessBuilder migrator =
        new ProcessBuilder(
            Jvm.tool("java").toString(),
            "-cp",
            built.classPath("sql"),
            "io.heliograph.sql.MigratorMain");
    migrator.environment().put("HELIOGRAPH_CLICKHOUSE_URL", clickHouse);
    int status = migrator.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    if (status != 0) {
      throw new IOException("the migrator ended with " + status + ", see " + log);
    }
  }

  /**
   * Starts the cluster.
   *
   * @param heapMb of the TaskManager
   * @param flags more flags of its JVM
   */
  void startFlink(int heapMb, List<String> flags) throws IOException {
    FlinkSettings settings =
        new FlinkSettings(
            directory.resolve("flink"),
            "127.0.0.1",
            PeerProcess.freePort(),
            PeerProcess.freePort(),
            PeerProcess.freePort(),
            List.of(PeerProcess.freePort()),
            4,
            FlinkSettings.DEFAULT_JOB_MANAGER_HEAP_MB,
            heapMb,
            FlinkSettings.DEFAULT_ROCKS_DB_MB);
    FlinkCluster.prepare(settings);
    start("JobManager", FlinkLaunch.jobManager(settings), List.of())
        .awaitListening(settings.restPort(), START);
    start(TASK_MANAGER, FlinkLaunch.taskManager(settings, 1), flags);
    flink = new FlinkRest("127.0.0.1:" + settings.restPort());
    long deadline = System.nanoTime() + START.toNanos();
    while (flink.taskManagers().isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the TaskManager did not register, see " + logs);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private PeerProcess start(String name, FlinkLaunch launch, List<String> more) throws IOException {
    List<String> flags = new ArrayList<>(launch.jvmFlags());
    flags.add("-Dlog.file=" + logs.resolve(name + ".flink.log"));
    flags.addAll(more);
    List<String> main = new ArrayList<>();
    main.add(launch.mainClass());
    main.addAll(launch.arguments());
    return start(name, flags, "dev/flink", main, Map.of());
  }

  private PeerProcess start(
      String name, List<String> flags, String module, List<String> main, Map<String, String> env)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Jvm.tool("java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", built.classPath(module)));
    command.addAll(main);
    Map<String, String> environment = new LinkedHashMap<>(env);
    environment.put("HELIOGRAPH_BIND", "127.0.0.1");
    environment.put("HELIOGRAPH_PARENT_PID", "" + ProcessHandle.current().pid());
    PeerProcess process =
        PeerProcess.start(name, command, environment, logs.resolve(name + ".log"));
    running.push(process);
    pids.put(name, process.pid());
    return process;
  }

  String kafka() {
    return kafka;
  }

  String clickHouse() {
    return clickHouse;
  }

  FlinkRest flink() {
    return flink;
  }

  /** Of those that run, by name. */
  Map<String, Long> pids() {
    return pids;
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }
}
