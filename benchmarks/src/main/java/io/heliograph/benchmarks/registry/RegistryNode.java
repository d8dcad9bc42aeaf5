/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.heliograph.benchmarks.measure.Jvm;
import io.heliograph.benchmarks.peer.PeerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One node of ours, alone or beside others, as a process on ports of its own, with its default
 * settings and a snapshot. Not thread-safe.
 */
final class RegistryNode implements AutoCloseable {
  /**
   * How it is started.
   *
   * @param classPath of the registry service
   * @param flags of its JVM
   * @param directory for its snapshot and its logs
   */
  record Launch(String classPath, List<String> flags, Path directory) {}

  private static final Duration START = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Launch launch;
  private final Path snapshot;
  private final int httpPort = PeerProcess.freePort();
  private final int grpcPort = PeerProcess.freePort();
  private final List<ManagedChannel> channels = new ArrayList<>();
  private int starts;
  private List<RegistryNode> peers = List.of();
  private PeerProcess process;

  private RegistryNode(Launch launch) throws IOException {
    this.launch = launch;
    Files.createDirectories(launch.directory());
    snapshot = Files.createTempFile(launch.directory(), "node", ".snapshot");
    Files.delete(snapshot);
  }

  /** A node that knows no other, which listens. */
  static RegistryNode alone(Launch launch) throws IOException {
    return together(launch, 1).get(0);
  }

  /** Nodes that know each other, which listen. */
  static List<RegistryNode> together(Launch launch, int count) throws IOException {
    List<RegistryNode> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nodes.add(new RegistryNode(launch));
    }
    for (RegistryNode node : nodes) {
      node.peers = nodes.stream().filter(other -> other != node).toList();
      node.startProcess();
    }
    for (RegistryNode node : nodes) {
      node.process.awaitListening(node.httpPort, START);
    }
    return nodes;
  }

  /** Starts the process; it may not serve yet. */
  void startProcess() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Jvm.tool("java").toString());
    command.addAll(launch.flags());
    command.addAll(List.of("-cp", launch.classPath(), "io.heliograph.registry.RegistryMain"));
    process =
        PeerProcess.start(
            "registry",
            command,
            Map.of(
                "HELIOGRAPH_BIND",
                "127.0.0.1",
                "HELIOGRAPH_REGISTRY_HTTP_PORT",
                Integer.toString(httpPort),
                "HELIOGRAPH_REGISTRY_GRPC_PORT",
                Integer.toString(grpcPort),
                "HELIOGRAPH_REGISTRY_SNAPSHOT",
                snapshot.toString(),
                // whatever this shell says of another node
                "HELIOGRAPH_REGISTRY_NODE",
                "",
                "HELIOGRAPH_REGISTRY_PEERS",
                peers.stream()
                    .map(peer -> "127.0.0.1:" + peer.grpcPort)
                    .collect(Collectors.joining(",")),
                "HELIOGRAPH_REGISTRY_FAR_PEERS",
                "",
                "HELIOGRAPH_REGISTRY_KAFKA",
                ""),
            Path.of(snapshot + "." + ++starts + ".log"));
  }

  /** Kills it (-9). */
  void kill() {
    process.kill();
  }

  long pid() {
    return process.pid();
  }

  int httpPort() {
    return httpPort;
  }

  /** Channels to it, each a connection of its own. */
  List<ManagedChannel> channels(int count) {
    List<ManagedChannel> opened = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      opened.add(
          NettyChannelBuilder.forAddress("127.0.0.1", grpcPort)
              .usePlaintext()
              .directExecutor()
              .build());
    }
    channels.addAll(opened);
    return opened;
  }

  /** A number of its {@code /metrics}, such as {@code heliograph_registry_instances}. */
  double metric(String series) throws IOException, InterruptedException {
    String page =
        http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/metrics"))
                    .timeout(Duration.ofSeconds(20))
                    .build(),
                BodyHandlers.ofString())
            .body();
    return metric(page, series);
  }

  static double metric(String page, String series) {
    return page.lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Waits until its snapshot holds so many instances. */
  void awaitSnapshot(long instances) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (linesOfSnapshot() < instances + 1) {
      if (System.nanoTime() > deadline) {
        throw new IOException(snapshot + " holds " + (linesOfSnapshot() - 1) + " instances only");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
    }
  }

  private long linesOfSnapshot() throws IOException {
    if (!Files.exists(snapshot)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(snapshot)) {
      return lines.count();
    }
  }

  @Override
  public void close() throws IOException {
    channels.forEach(ManagedChannel::shutdownNow);
    process.close();
    Files.deleteIfExists(snapshot);
    Files.deleteIfExists(Path.of(snapshot + ".documents"));
  }
}
