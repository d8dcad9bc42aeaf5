/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.grpc.ManagedChannel;
import io.heliograph.benchmarks.Progress;
import io.heliograph.benchmarks.measure.CpuClock;
import io.heliograph.registry.v1.DeregisterRequest;
import io.heliograph.registry.v1.Instance;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.RegistryGrpc.RegistryBlockingStub;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * A fleet whose instances register at several nodes, each at one, and beat there. Meanwhile news of
 * one service is told to one node after the other, and watchers at all of them have to hear of it.
 * Then one node is killed (-9): its instances beat at another; and it is started again.
 */
final class ClusterTrial implements AutoCloseable {
  /**
   * How much.
   *
   * @param instances of the fleet
   * @param services that they are of
   * @param leaseSeconds of each
   * @param watchers of the service that there is news of, at each node
   * @param changes pieces of news that are measured
   * @param connections of HTTP to each node
   */
  record Plan(
      int instances, int services, int leaseSeconds, int watchers, int changes, int connections) {}

  private static final int WARM_UP_CHANGES = 20;
  private static final int LEAST_PAUSE_MILLIS = 100;
  private static final int MOST_PAUSE_MILLIS = 400;
  private static final String NEWSWORTHY = "newsworthy";
  private static final int LISTED = 100;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final Plan plan;
  private final Findings findings;
  private final Population fleet;
  private final Random random = new Random(5);

  ClusterTrial(List<RegistryNode> nodes, Plan plan, Findings findings) {
    this.plan = plan;
    this.findings = findings;
    fleet = new Population("", plan.services(), plan.leaseSeconds());
    cluster = new Cluster(nodes, fleet, plan.instances(), plan.connections());
  }

  void run() throws Exception {
    cluster.awaitEqual(0);
    register();
    hearOfNews();
    loseNode();
  }

  private void register() throws Exception {
    double seconds = cluster.register();
    long registered = System.nanoTime();
    cluster.awaitEqual(plan.instances());
    findings.figure(
        LeaseTrial.OURS,
        "%,d instances register at %d nodes, each at one"
            .formatted(plan.instances(), cluster.nodes().size()),
        "%s/s; all nodes list all, and have compared it, %s s after the last; the largest process took %s"
            .formatted(
                Findings.number(plan.instances() / seconds, 0),
                Findings.number((System.nanoTime() - registered) / 1e9, 1),
                Findings.megabytes(cluster.mostMemory())));
  }

  private void hearOfNews() throws Exception {
    List<RegistryNode> nodes = cluster.nodes();
    List<ManagedChannel> channels = nodes.stream().map(node -> node.channels(1).get(0)).toList();
    List<RegistryBlockingStub> stubs =
        channels.stream().map(RegistryGrpc::newBlockingStub).toList();
    for (int i = 0; i < LISTED; i++) {
      var unused = stubs.get(i % stubs.size()).register(described(i, "1"));
    }
    cluster.awaitEqual(plan.instances() + LISTED);
    News news = new News(channels, NEWSWORTHY, plan.watchers(), LONGEST);

    CpuClock cpu = cluster.clock();
    Map<String, Double> before = cpu.read();
    long start = System.nanoTime();
    Cluster.Beats beats = cluster.beat(node -> node);
    tell(stubs, news);
    double seconds = (System.nanoTime() - start) / 1e9;
    String shares =
        CpuClock.used(before, cpu.read()).values().stream()
            .map(used -> Findings.number(100 * used / seconds, 0))
            .collect(Collectors.joining(", "));
    beats.stop();
    findings.figure(
        LeaseTrial.OURS,
        "meanwhile all beat every %d s over HTTP".formatted(Cluster.BEAT_SECONDS),
        "the nodes take %s %% of a processor; %s leases expired"
            .formatted(shares, Findings.number(Cluster.expired(nodes), 0)));
  }

  /** Instances that are new, then described anew, then deregistered, each time at another node. */
  private void tell(List<RegistryBlockingStub> stubs, News news) throws InterruptedException {
    Histogram here = Outcome.histogram();
    Histogram elsewhere = Outcome.histogram();
    for (int change = -WARM_UP_CHANGES; change < plan.changes(); change++) {
      Thread.sleep(random.nextInt(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS));
      int step = change + WARM_UP_CHANGES;
      int instance = LISTED + step / 3;
      int node = step % stubs.size();
      String version = step % 3 == 2 ? null : "2." + step;
      news.expect(new News.Item(Population.id(instance), version));
      long sent = System.nanoTime();
      if (version == null) {
        var unused =
            stubs
                .get(node)
                .deregister(
                    DeregisterRequest.newBuilder()
                        .setInstance(fleet.name(instance).toBuilder().setService(NEWSWORTHY))
                        .build());
      } else {
        var unused = stubs.get(node).register(described(instance, version));
      }
      long[] heard = news.await();
      for (int at = 0; at < heard.length && change >= 0; at++) {
        (at == node ? here : elsewhere).recordValue(Outcome.microsOf(heard[at] - sent));
      }
    }
    findings.figure(
        LeaseTrial.OURS,
        "%d instances come, are described anew, or go, told to one node: until all its %d watchers know"
            .formatted(plan.changes(), plan.watchers()),
        WatchTrial.percentiles(here));
    findings.figure(
        LeaseTrial.OURS,
        "until all watchers at another node know",
        WatchTrial.percentiles(elsewhere));
    double p99 = elsewhere.getValueAtPercentile(99) / 1e3;
    findings.goal(
        "a new instance is seen at other nodes within 1 s at p99",
        Findings.number(p99, 0) + " ms",
        p99 < 1_000);
  }

  private RegisterRequest described(int i, String version) {
    Instance.Builder instance =
        fleet.instance(i).setVersion(version).setLeaseSeconds(10 * (int) LONGEST.toSeconds());
    return RegisterRequest.newBuilder().setService(NEWSWORTHY).setInstance(instance).build();
  }

  /** The leases of the last node are renewed at the first one while it is away. */
  private void loseNode() throws Exception {
    List<RegistryNode> nodes = cluster.nodes();
    RegistryNode lost = nodes.get(nodes.size() - 1);
    List<RegistryNode> left = nodes.subList(0, nodes.size() - 1);
    double before = Cluster.expired(left);
    double listed = Cluster.listed(lost);
    Progress.say("a node is killed, its instances beat at another");
    lost.kill();
    double atOnce = Cluster.listed(left.get(0));
    Cluster.Beats beats = cluster.beat(node -> node < left.size() ? node : 0);
    Duration longerThanLease = Duration.ofSeconds(plan.leaseSeconds() + Cluster.BEAT_SECONDS);
    Thread.sleep(longerThanLease.toMillis());
    double kept = Cluster.listed(left.get(0));
    double expired = Cluster.expired(left) - before;
    findings.figure(
        LeaseTrial.OURS,
        "a node killed (-9), its instances beat at another for %d s"
            .formatted(longerThanLease.toSeconds()),
        "%s of %s instances are listed, %s leases expired"
            .formatted(
                Findings.number(kept, 0), Findings.number(listed, 0), Findings.number(expired, 0)));
    long start = System.nanoTime();
    lost.startProcess();
    cluster.awaitEqual((long) kept);
    double seconds = (System.nanoTime() - start) / 1e9;
    beats.stop();
    findings.figure(
        LeaseTrial.OURS,
        "it is started again: until all nodes list all, and have compared it",
        Findings.number(seconds, 1) + " s");
    findings.goal(
        "a node is lost, no lease is",
        "%s of %s kept".formatted(Findings.number(kept, 0), Findings.number(listed, 0)),
        atOnce == listed && kept == listed && expired == 0);
  }

  @Override
  public void close() throws IOException {
    cluster.close();
  }
}
