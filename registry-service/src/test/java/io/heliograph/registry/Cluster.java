/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Three nodes as processes, with a cable from each to each that can be cut. */
final class Cluster implements AutoCloseable {
  static final List<String> NAMES = List.of("a", "b", "c");

  private static final Pattern EQUAL = Pattern.compile("heliograph_registry_peers_equal (\\d)");

  private final Path directory;
  private final Map<String, String> environment;

  /** Those that run. */
  final Map<String, RegistryProcess> nodes = new ConcurrentSkipListMap<>();

  private final List<RegistryProcess> processes = new ArrayList<>();

  /** By the names of the nodes they join, such as {@code ab}. */
  private final Map<String, Cable> cables = new HashMap<>();

  private Cluster(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** Starts all three, and waits until they know of each other. */
  static Cluster start(Path directory, Map<String, String> environment) throws Exception {
    Cluster cluster = new Cluster(directory, environment);
    for (String from : NAMES) {
      for (String to : NAMES) {
        if (!from.equals(to)) {
          cluster.cables.put(from + to, new Cable());
        }
      }
    }
    for (String name : NAMES) {
      cluster.nodes.put(name, cluster.launch(name));
    }
    for (String name : NAMES) {
      cluster.nodes.get(name).awaitServing();
      cluster.connect(name);
    }
    cluster.warmUp();
    cluster.awaitEqual();
    return cluster;
  }

  /** The first change that a JVM passes on takes as long as loading its classes does. */
  private void warmUp() throws Exception {
    String service = "/v1/namespaces/default/services/warm-up/instances";
    for (String name : NAMES) {
      nodes.get(name).put(service + "/" + name, "{\"host\":\"h\",\"port\":1,\"leaseSeconds\":600}");
    }
    for (String name : NAMES) {
      Awaitility.await("all changes reach " + name)
          .atMost(Duration.ofSeconds(40))
          .until(() -> nodes.get(name).get(service).body().split("\"id\"").length == 4);
    }
  }

  /** Launches a node, which is not among {@link #nodes} yet. */
  RegistryProcess launch(String name) throws IOException {
    List<String> peers = new ArrayList<>();
    for (String other : NAMES) {
      if (!other.equals(name)) {
        peers.add(cables.get(name + other).address());
      }
    }
    Map<String, String> all = new HashMap<>(environment);
    all.put("HELIOGRAPH_REGISTRY_NODE", name);
    all.put("HELIOGRAPH_REGISTRY_PEERS", String.join(",", peers));
    RegistryProcess process = new RegistryProcess(directory, name, all);
    processes.add(process);
    return process;
  }

  /** Has the cables to a node lead to where it listens now. */
  void connect(String name) {
    for (String other : NAMES) {
      if (!other.equals(name)) {
        cables.get(other + name).leadsTo(nodes.get(name).grpcPort());
      }
    }
  }

  void cut(String... names) throws IOException {
    for (String name : names) {
      cables.get(name).cut();
    }
  }

  void mend() {
    cables.values().forEach(Cable::mend);
  }

  /** Waits until every node has found that all others hold what it does. */
  void awaitEqual() {
    Awaitility.await("all are equal")
        .atMost(Duration.ofSeconds(40))
        .ignoreExceptions()
        .until(this::areEqual);
  }

  private boolean areEqual() throws Exception {
    for (RegistryProcess node : nodes.values()) {
      Matcher equal = EQUAL.matcher(node.get("/metrics").body());
      if (!equal.find() || !equal.group(1).equals("2")) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws Exception {
    for (RegistryProcess process : processes) {
      process.close();
    }
    for (Cable cable : cables.values()) {
      cable.close();
    }
  }
}
