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

/**
 * Three nodes as processes, with a cable from each to each that can be cut. One of them may be in
 * another datacenter.
 */
final class Cluster implements AutoCloseable {
  static final List<String> NAMES = List.of("a", "b", "c");

  private final Path directory;
  private final Map<String, String> environment;

  /** The node in another datacenter; empty if all are in one. */
  private final String far;

  /** Those that run. */
  final Map<String, RegistryProcess> nodes = new ConcurrentSkipListMap<>();

  private final List<RegistryProcess> processes = new ArrayList<>();

  /** By the names of the nodes they join, such as {@code ab}. */
  private final Map<String, Cable> cables = new HashMap<>();

  private Cluster(Path directory, Map<String, String> environment, String far) {
    this.directory = directory;
    this.environment = environment;
    this.far = far;
  }

  /** Starts all three, and waits until they know of each other. */
  static Cluster start(Path directory, Map<String, String> environment) throws Exception {
    return start(new Cluster(directory, environment, ""));
  }

  /** The same, with one of them in another datacenter. */
  static Cluster startWithFar(Path directory, String far) throws Exception {
    return start(new Cluster(directory, Map.of(), far));
  }

  private static Cluster start(Cluster cluster) throws Exception {
    try {
      cluster.startAll();
      return cluster;
    } catch (Exception | Error e) { // no process outlives a test that has failed
      cluster.close();
      throw e;
    }
  }

  private void startAll() throws Exception {
    for (String from : NAMES) {
      for (String to : NAMES) {
        if (!from.equals(to)) {
          cables.put(from + to, new Cable());
        }
      }
    }
    for (String name : NAMES) {
      nodes.put(name, launch(name));
    }
    for (String name : NAMES) {
      nodes.get(name).awaitServing();
      connect(name);
    }
    warmUp();
    awaitEqual();
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
    List<String> farPeers = new ArrayList<>();
    for (String other : NAMES) {
      if (!other.equals(name)) {
        boolean isFar = name.equals(far) || other.equals(far);
        (isFar ? farPeers : peers).add(cables.get(name + other).address());
      }
    }
    Map<String, String> all = new HashMap<>(environment);
    all.put("HELIOGRAPH_REGISTRY_NODE", name);
    all.put("HELIOGRAPH_REGISTRY_PEERS", String.join(",", peers));
    all.put("HELIOGRAPH_REGISTRY_FAR_PEERS", String.join(",", farPeers));
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

  /** Has nothing pass between a node and the others, and tells nobody so. */
  void silence(String name) {
    for (String other : NAMES) {
      if (!other.equals(name)) {
        cables.get(name + other).hole(Cable.Way.values());
        cables.get(other + name).hole(Cable.Way.values());
      }
    }
  }

  /** Has nothing arrive that a node sends to the others, and tells nobody so. */
  void mute(String name) {
    for (String other : NAMES) {
      if (!other.equals(name)) {
        cables.get(name + other).hole(Cable.Way.THERE);
        cables.get(other + name).hole(Cable.Way.BACK);
      }
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
    for (String name : nodes.keySet()) {
      if (metric(name, "heliograph_registry_peers_equal") != NAMES.size() - 1) {
        return false;
      }
    }
    return true;
  }

  /** What a node says of itself; -1 if it does not. */
  double metric(String node, String nameAndLabels) throws Exception {
    Matcher value =
        Pattern.compile("(?m)^" + Pattern.quote(nameAndLabels) + " (\\S+)")
            .matcher(nodes.get(node).get("/metrics").body());
    return value.find() ? Double.parseDouble(value.group(1)) : -1;
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
