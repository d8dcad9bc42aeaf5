/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.clickhouse;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code clickhouse} binary as a child of this process. */
final class Binary {
  private Binary() {}

  /** The first executable called {@code clickhouse} on the PATH. */
  static Optional<Path> find(Map<String, String> env) {
    return onPath(env, "clickhouse");
  }

  private static Optional<Path> onPath(Map<String, String> env, String name) {
    for (String directory : env.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(directory, name);
      if (!directory.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * Where {@code setpriv} exists (Linux), the kernel kills the server when this process dies: a
   * kill -9 of what the stack started must not leave a server on the port.
   */
  static List<String> commandLine(Path binary, Path config, Map<String, String> env) {
    List<String> command = new ArrayList<>();
    onPath(env, "setpriv")
        .ifPresent(
            setpriv -> command.addAll(List.of(setpriv.toString(), "--pdeathsig", "KILL", "--")));
    command.addAll(List.of(binary.toString(), "server", "--config-file=" + config));
    command.addAll(ServerConfig.ARGUMENTS);
    return command;
  }

  /**
   * Runs the server until it ends or SIGTERM comes. Must be called from the main thread: the
   * kernel's death signal is tied to the thread that starts the child.
   */
  static void serve(Path binary, ClickHouseSettings settings)
      throws IOException, InterruptedException {
    Path config = ServerConfig.write(settings);
    Process server =
        new ProcessBuilder(commandLine(binary, config, System.getenv()))
            .directory(settings.dataDirectory().toFile())
            .inheritIO()
            .start();
    MetricsEndpoint metrics = new MetricsEndpoint(settings, server.pid());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  metrics.close();
                  server.destroy();
                  try {
                    server.waitFor();
                  } catch (InterruptedException e) {
                    server.destroyForcibly();
                  }
                },
                "stop"));
    System.exit(server.waitFor());
  }
}
