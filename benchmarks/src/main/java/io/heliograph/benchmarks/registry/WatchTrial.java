/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.grpc.ManagedChannel;
import io.heliograph.benchmarks.Progress;
import io.heliograph.benchmarks.measure.Jvm;
import io.heliograph.registry.v1.ListRequest;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.RegistryGrpc.RegistryBlockingStub;
import io.heliograph.registry.v1.RenewRequest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * Many streams watch one large service, whose instances beat; one instance after the other is
 * described anew, and each time all streams have to hear of it.
 */
final class WatchTrial {
  /**
   * How much.
   *
   * @param watchers streams
   * @param channels they share
   * @param opening streams that wait for their first list at once
   * @param instances of the service
   * @param changes that are measured
   */
  record Plan(int watchers, int channels, int opening, int instances, int changes) {}

  private static final int WARM_UP_CHANGES = 20;
  private static final int LEASE_SECONDS = 30;
  private static final Duration OPEN = Duration.ofSeconds(120);
  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final int MOST_PAUSE_MILLIS = 200;

  private final RegistryNode node;
  private final Plan plan;
  private final Findings findings;
  private final Population service = new Population("", 1, LEASE_SECONDS);
  private final AtomicLong unknown = new AtomicLong();
  private final ScheduledExecutorService beats =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "beats"));

  WatchTrial(RegistryNode node, Plan plan, Findings findings) {
    this.node = node;
    this.plan = plan;
    this.findings = findings;
  }

  void run() throws Exception {
    try (HttpLoop http = new HttpLoop(node.httpPort(), 32)) {
      http.closed(Sequence.once(service::put, 0, plan.instances(), OPEN));
    }
    ManagedChannel channel = node.channels(1).get(0);
    RegistryBlockingStub stub = RegistryGrpc.newBlockingStub(channel);
    beats.scheduleAtFixedRate(() -> beat(stub), 5, 5, TimeUnit.SECONDS);
    try {
      Watchers watchers = open();
      change(stub, watchers);
    } finally {
      beats.shutdownNow();
    }
  }

  private void beat(RegistryBlockingStub stub) {
    RenewRequest.Builder all = RenewRequest.newBuilder();
    for (int i = 0; i < plan.instances(); i++) {
      all.addInstances(service.name(i));
    }
    unknown.addAndGet(stub.renew(all.build()).getUnknownCount());
  }

  private Watchers open() throws Exception {
    Progress.say("%d streams open, %d at a time", plan.watchers(), plan.opening());
    Watchers watchers = new Watchers(node.channels(plan.channels()), plan.watchers());
    long start = System.nanoTime();
    watchers.open("", service.service(0), plan.opening(), OPEN);
    findings.figure(
        LeaseTrial.OURS,
        "%,d watchers of %,d instances over %d connections: first lists"
            .formatted(plan.watchers(), plan.instances(), plan.channels()),
        "all after %s s, %d asked for at a time; the process took %s at most"
            .formatted(
                Findings.number((System.nanoTime() - start) / 1e9, 1),
                plan.opening(),
                Findings.megabytes(Jvm.peakMemory(node.pid()))));
    return watchers;
  }

  private void change(RegistryBlockingStub stub, Watchers watchers) throws Exception {
    Random random = new Random(7);
    Histogram each = Outcome.histogram();
    Histogram all = Outcome.histogram();
    for (int change = -WARM_UP_CHANGES; change < plan.changes(); change++) {
      Thread.sleep(random.nextInt(MOST_PAUSE_MILLIS));
      if (change == 0) {
        watchers.forgetBytes();
      }
      int i = random.nextInt(plan.instances());
      RegisterRequest request =
          RegisterRequest.newBuilder()
              .setService(service.service(i))
              .setInstance(service.instance(i).setVersion("2." + (change + WARM_UP_CHANGES)))
              .build();
      long sent = System.nanoTime();
      long revision = stub.register(request).getRevision();
      List<Long> arrived = watchers.await(revision, LONGEST);
      if (change >= 0) {
        long last = sent;
        for (long at : arrived) {
          each.recordValue(Outcome.microsOf(at - sent));
          last = Math.max(last, at);
        }
        all.recordValue(Outcome.microsOf(last - sent));
      }
    }
    tell(watchers, each, all);
    int size =
        stub.list(ListRequest.newBuilder().setService(service.service(0)).build())
            .getInstancesCount();
    if (size != plan.instances() || unknown.get() > 0) {
      throw new IllegalStateException(
          "%d instances are listed, not %d; %d beats were for none"
              .formatted(size, plan.instances(), unknown.get()));
    }
  }

  private void tell(Watchers watchers, Histogram each, Histogram all) {
    findings.figure(
        LeaseTrial.OURS,
        "%d changes of one instance, one after the other: until a watcher has it"
            .formatted(plan.changes()),
        percentiles(each));
    findings.figure(LeaseTrial.OURS, "until the last watcher has it", percentiles(all));
    double perChange = (double) watchers.bytes() / plan.watchers() / plan.changes();
    findings.figure(
        LeaseTrial.OURS,
        "bytes to a watcher for a change",
        "%s; the whole list has %s"
            .formatted(
                Findings.number(perChange, 0), Findings.number(watchers.wholeListBytes(), 0)));
    double p99 = all.getValueAtPercentile(99) / 1e3;
    findings.goal(
        "a change reaches all %,d watchers, p99 under 500 ms".formatted(plan.watchers()),
        Findings.number(p99, 0) + " ms until the last has it",
        p99 < 500);
    findings.goal(
        "bytes follow the change, not the list",
        "%s of %s"
            .formatted(
                Findings.number(perChange, 0), Findings.number(watchers.wholeListBytes(), 0)),
        perChange < watchers.wholeListBytes() / 100.0);
  }

  static String percentiles(Histogram micros) {
    return "p50 %s, p99 %s, max %s ms"
        .formatted(
            Findings.number(micros.getValueAtPercentile(50) / 1e3, 0),
            Findings.number(micros.getValueAtPercentile(99) / 1e3, 0),
            Findings.number(micros.getMaxValue() / 1e3, 0));
  }
}
