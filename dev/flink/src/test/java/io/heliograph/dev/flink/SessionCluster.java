/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.flink;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A real cluster on free ports, for one test class. */
final class SessionCluster implements AutoCloseable {
  private final FlinkSettings settings;
  private final Map<String, Process> processes = new HashMap<>();

  SessionCluster(Path directory, int taskManagers) throws IOException {
    List<Integer> metrics = new ArrayList<>();
    for (int i = 0; i < taskManagers; i++) {
      metrics.add(freePort());
    }
    this.settings =
        new FlinkSettings(
            directory, "127.0.0.1", freePort(), freePort(), freePort(), metrics, 4, 128, 192, 32);
    FlinkCluster.prepare(settings);
    startJobManager();
    for (int i = 1; i <= taskManagers; i++) {
      startTaskManager(i);
    }
  }

  FlinkSettings settings() {
    return settings;
  }

  String address() {
    return "127.0.0.1:" + settings.restPort();
  }

  void startJobManager() throws IOException {
    start("jobmanager", FlinkLaunch.jobManager(settings));
  }

  void startTaskManager(int number) throws IOException {
    start(FlinkLaunch.taskManagerId(number), FlinkLaunch.taskManager(settings, number));
  }

  void kill(String name) throws InterruptedException {
    processes.get(name).destroyForcibly().waitFor();
  }

  private void start(String name, FlinkLaunch launch) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(launch.jvmFlags());
    command.add("-Dlog.file=" + settings.directory().resolve(name + ".log"));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(launch.mainClass());
    command.addAll(launch.arguments());
    File out = settings.directory().resolve(name + ".out").toFile();
    processes.put(
        name, new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start());
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : processes.values()) {
      process.destroyForcibly();
    }
    for (Process process : processes.values()) {
      process.waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
