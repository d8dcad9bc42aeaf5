/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.heliograph.benchmarks.measure.CpuClock;
import io.heliograph.benchmarks.measure.Jvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Nodes that know each other, and a fleet whose instances register at one of them each. */
final class Cluster implements AutoCloseable {
  static final int BEAT_SECONDS = 10;

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String INSTANCES = "heliograph_registry_instances";
  private static final String EQUAL = "heliograph_registry_peers_equal";
  private static final String EXPIRED = "heliograph_registry_leases_total{event=\"expired\"}";

  private final List<RegistryNode> nodes;
  private final Population fleet;
  private final int instances;
  private final int connections;
  private final ExecutorService generators = Executors.newCachedThreadPool();

  /**
   * No instance is registered yet.
   *
   * @param instances of the fleet; instance i is of node i % nodes
   * @param connections of HTTP to a node, with a request in flight on each
   */
  Cluster(List<RegistryNode> nodes, Population fleet, int instances, int connections) {
    this.nodes = nodes;
    this.fleet = fleet;
    this.instances = instances;
    this.connections = connections;
  }

  List<RegistryNode> nodes() {
    return nodes;
  }

  /**
   * Each instance registers at its node, as fast as all answer.
   *
   * @return how long it took, in seconds
   */
  double register() throws Exception {
    return requireAllDone(generate(this::register));
  }

  private Outcome register(int node) throws IOException {
    try (HttpLoop http = new HttpLoop(nodes.get(node).httpPort(), connections)) {
      return http.closed(Sequence.once(i -> fleet.put(ofNode(i, node)), 0, share(node), LONGEST));
    }
  }

  /** Where the instances of a node beat. */
  interface Way {
    /** A node, for those of a node. */
    int of(int node);
  }

  /** All instances beat every {@value #BEAT_SECONDS} s, until it is stopped. */
  final class Beats {
    private final List<Future<Outcome>> running;
    private volatile boolean stopped;

    private Beats(Way way) {
      running = generate(node -> beat(node, way.of(node)));
    }

    private Outcome beat(int node, int to) throws IOException {
      AtomicInteger next = new AtomicInteger();
      try (HttpLoop http = new HttpLoop(nodes.get(to).httpPort(), connections)) {
        return http.open(
            () -> stopped ? null : fleet.put(ofNode(next.getAndIncrement() % share(node), node)),
            (double) share(node) / BEAT_SECONDS);
      }
    }

    /** Returns once all have an answer; one that is no success is an error. */
    void stop() throws Exception {
      stopped = true;
      var unused = requireAllDone(running);
    }
  }

  Beats beat(Way way) {
    return new Beats(way);
  }

  private int share(int node) {
    return (instances - node + nodes.size() - 1) / nodes.size();
  }

  /** The number in the fleet of a node's i-th instance. */
  private int ofNode(int i, int node) {
    return i * nodes.size() + node;
  }

  private interface Generator {
    Outcome run(int node) throws Exception;
  }

  /** One for each node. */
  private List<Future<Outcome>> generate(Generator generator) {
    List<Future<Outcome>> running = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      int node = i;
      running.add(generators.submit(() -> generator.run(node)));
    }
    return running;
  }

  /** How long the longest took, in seconds. */
  private static double requireAllDone(List<Future<Outcome>> running) throws Exception {
    double seconds = 0;
    for (Future<Outcome> one : running) {
      Outcome outcome = one.get();
      if (outcome.failed() > 0) {
        throw new IllegalStateException(
            "%d requests failed, the first: %s".formatted(outcome.failed(), outcome.failure()));
      }
      seconds = Math.max(seconds, outcome.seconds());
    }
    return seconds;
  }

  /** Waits until each lists so many, and has compared with all others that they hold the same. */
  void awaitEqual(long instances) throws Exception {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    for (RegistryNode node : nodes) {
      while (!isEqual(node, nodes.size() - 1, instances)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "after %d s a node lists %s instances, not %d, and is equal to %s others"
                  .formatted(
                      LONGEST.toSeconds(), node.metric(INSTANCES), instances, node.metric(EQUAL)));
        }
        Thread.sleep(50);
      }
    }
  }

  private static boolean isEqual(RegistryNode node, int others, long instances)
      throws InterruptedException {
    try {
      return node.metric(INSTANCES) == instances && node.metric(EQUAL) == others;
    } catch (IOException e) {
      return false; // it is starting
    }
  }

  /** Instances that a node lists, whoever they told. */
  static double listed(RegistryNode node) throws Exception {
    return node.metric(INSTANCES);
  }

  /** Leases that have expired at some nodes since they started. */
  static double expired(List<RegistryNode> nodes) throws Exception {
    double sum = 0;
    for (RegistryNode node : nodes) {
      sum += node.metric(EXPIRED);
    }
    return sum;
  }

  CpuClock clock() {
    Map<String, Long> pids = new LinkedHashMap<>();
    nodes.forEach(node -> pids.put(Long.toString(node.pid()), node.pid()));
    return new CpuClock(pids);
  }

  /** Of the largest process, in bytes. */
  double mostMemory() throws IOException {
    double most = 0;
    for (RegistryNode node : nodes) {
      most = Math.max(most, Jvm.peakMemory(node.pid()));
    }
    return most;
  }

  @Override
  public void close() throws IOException {
    generators.shutdownNow();
    for (RegistryNode node : nodes) {
      node.close();
    }
  }
}
