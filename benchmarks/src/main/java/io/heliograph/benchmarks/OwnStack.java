/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.measure.ClickHouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A stack that a benchmark starts for itself, with ports and a directory of its own. */
final class OwnStack implements AutoCloseable {
  static final List<String> PORTS =
      List.of(
          "OTLP_GRPC",
          "OTLP_HTTP",
          "ZIPKIN",
          "GATEWAY_ADMIN",
          "REGISTRY_GRPC",
          "REGISTRY_HTTP",
          "KAFKA",
          "KAFKA_METRICS",
          "KAFKA_CONTROLLER",
          "CLICKHOUSE_HTTP",
          "CLICKHOUSE_NATIVE",
          "CLICKHOUSE_METRICS",
          "FLINK",
          "FLINK_RPC",
          "JOBMANAGER_METRICS",
          "TASKMANAGER_1_METRICS",
          "TASKMANAGER_2_METRICS");

  private final Path root;
  private final Path data;
  private final Map<String, String> environment = new LinkedHashMap<>();

  /**
   * Describes a stack, which does not run yet.
   *
   * @param root the checkout
   * @param basePort the first of as many free ports as a stack needs, 17
   * @param options what is set beside the ports and the directory
   */
  OwnStack(Path root, int basePort, Map<String, String> options) throws IOException {
    this.root = root;
    data = Files.createTempDirectory("heliograph-benchmark");
    environment.putAll(options);
    environment.put("HELIOGRAPH_DATA", data.toString());
    for (int i = 0; i < PORTS.size(); i++) {
      environment.put("HELIOGRAPH_" + PORTS.get(i) + "_PORT", Integer.toString(basePort + i));
    }
  }

  /** Starts it, and returns when it is healthy. */
  void up() throws IOException, InterruptedException {
    run("up", "--detach");
  }

  private int port(String name) {
    return Integer.parseInt(environment.get("HELIOGRAPH_" + name + "_PORT"));
  }

  ClickHouse clickHouse() {
    return new ClickHouse("http://127.0.0.1:" + port("CLICKHOUSE_HTTP"));
  }

  Subject subject() throws IOException, InterruptedException {
    return new HeliographSubject(
        Stack.ask(root, environment), clickHouse(), "127.0.0.1", port("OTLP_GRPC"));
  }

  private void run(String... arguments) throws IOException, InterruptedException {
    Path log = data.resolve(arguments[0] + ".log");
    ProcessBuilder command = new ProcessBuilder("./heliograph");
    command.command().addAll(List.of(arguments));
    command.environment().keySet().removeIf(name -> name.startsWith("HELIOGRAPH_"));
    command.environment().putAll(environment);
    int status =
        command
            .directory(root.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("heliograph %s: %s".formatted(arguments[0], Files.readString(log)));
    }
  }

  /** Stops it, and forgets what it stored. */
  @Override
  public void close() throws IOException, InterruptedException {
    run("down");
    List<Path> files;
    try (Stream<Path> found = Files.walk(data)) {
      files = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
