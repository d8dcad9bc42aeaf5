/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.registry;

import io.grpc.ManagedChannel;
import io.heliograph.benchmarks.Progress;
import io.heliograph.benchmarks.measure.Jvm;
import io.heliograph.registry.v1.InstanceName;
import io.heliograph.registry.v1.RegisterRequest;
import io.heliograph.registry.v1.RegisterResponse;
import io.heliograph.registry.v1.RegistryGrpc;
import io.heliograph.registry.v1.RenewRequest;
import io.heliograph.registry.v1.RenewResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Registrations, renewals and the heap of one node: the first half of a fleet registers over HTTP,
 * the second over gRPC; then all renew as fast as the node takes it, and at last every 10 s.
 */
final class LeaseTrial implements AutoCloseable {
  static final String OURS = "Heliograph";
  static final String REGISTRATIONS = "registrations";
  static final String RENEWALS = "renewals";

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int BEAT_SECONDS = 10;
  private static final double MOST_HEAP = 1.5e9;

  private final RegistryNode node;
  private final LoadPlan plan;
  private final Findings findings;
  private final Population fleet;
  private final byte[][] puts;
  private final HttpLoop http;
  private final List<ManagedChannel> channels;

  LeaseTrial(RegistryNode node, LoadPlan plan, Findings findings) throws IOException {
    this.node = node;
    this.plan = plan;
    this.findings = findings;
    fleet = plan.fleet("");
    puts = IntStream.range(0, plan.instances()).mapToObj(fleet::put).toArray(byte[][]::new);
    http = new HttpLoop(node.httpPort(), plan.connections());
    channels = node.channels(plan.channels());
  }

  /** Registers the whole fleet, each instance once. */
  void registrations() throws Exception {
    Population warmUp = plan.fleet("warm-up");
    int some = plan.warmUpInstances();
    http.closed(Sequence.once(warmUp::put, 0, some, LONGEST));
    http.closed(Sequence.once(warmUp::delete, 0, some, LONGEST));
    int half = plan.instances() / 2;
    measure(
        REGISTRATIONS + ", HTTP PUT",
        () -> http.closed(Sequence.once(i -> puts[i], 0, half, LONGEST)));
    register(requests(warmUp, 0, some));
    http.closed(Sequence.once(warmUp::delete, 0, some, LONGEST));
    RegisterRequest[] rest = requests(fleet, half, plan.instances());
    measure(REGISTRATIONS + ", gRPC Register", () -> register(rest));
    double rate = findings.mostPerSecond(OURS, REGISTRATIONS + ", HTTP");
    findings.goal(
        "at least 8,000 registrations/s (HTTP PUT)",
        Findings.number(rate, 0) + "/s",
        rate >= 8_000);
  }

  /** Has the fleet there, without a measurement. */
  void populate() throws IOException {
    Outcome outcome = http.closed(Sequence.once(i -> puts[i], 0, puts.length, LONGEST));
    Progress.say("registered: %d, not so %d", outcome.done(), outcome.failed());
  }

  /** Made before: what it takes is not to be charged to whom they are sent. */
  private static RegisterRequest[] requests(Population population, int from, int to) {
    return IntStream.range(from, to).mapToObj(population::register).toArray(RegisterRequest[]::new);
  }

  private Outcome register(RegisterRequest[] requests) throws InterruptedException {
    RpcLoop<RegisterRequest, RegisterResponse> rpc =
        new RpcLoop<>(channels, RegistryGrpc.getRegisterMethod(), plan.inFlight(), 1, answer -> 0);
    return rpc.closed(Sequence.once(i -> requests[i], 0, requests.length, LONGEST));
  }

  /** Renews round and round, one way after the other. */
  void renewals() throws Exception {
    closed(RENEWALS + ", HTTP PUT", time -> http.closed(all(i -> puts[i], time)));
    InstanceName[] names =
        IntStream.range(0, plan.instances()).mapToObj(fleet::name).toArray(InstanceName[]::new);
    closed(
        RENEWALS + ", gRPC Renew, one a call",
        time ->
            renew(1)
                .closed(all(i -> RenewRequest.newBuilder().addInstances(names[i]).build(), time)));
    int batch = plan.batch();
    closed(
        RENEWALS + ", gRPC Renew, " + batch + " a call",
        time -> renew(batch).closed(batches(names, batch, time)));
    double put = findings.mostPerSecond(OURS, RENEWALS + ", HTTP");
    double rpc = findings.mostPerSecond(OURS, RENEWALS + ", gRPC Renew, one");
    double batches = findings.mostPerSecond(OURS, RENEWALS + ", gRPC Renew, " + batch);
    findings.goal(
        "at least 25,000 renewals/s",
        "HTTP %s/s, gRPC %s/s, gRPC by %d %s/s"
            .formatted(
                Findings.number(put, 0),
                Findings.number(rpc, 0),
                batch,
                Findings.number(batches, 0)),
        Math.max(put, Math.max(rpc, batches)) >= 25_000);
  }

  private RpcLoop<RenewRequest, RenewResponse> renew(int batch) {
    return new RpcLoop<>(
        channels,
        RegistryGrpc.getRenewMethod(),
        plan.inFlight(),
        batch,
        RenewResponse::getUnknownCount);
  }

  private <Q> Supplier<Q> all(IntFunction<Q> request, Duration time) {
    return Sequence.roundRobin(request, plan.instances(), time);
  }

  private Supplier<RenewRequest> batches(InstanceName[] names, int batch, Duration time) {
    RenewRequest[] requests = new RenewRequest[names.length / batch];
    for (int i = 0; i < requests.length; i++) {
      requests[i] =
          RenewRequest.newBuilder()
              .addAllInstances(List.of(names).subList(i * batch, (i + 1) * batch))
              .build();
    }
    return Sequence.roundRobin(i -> requests[i], requests.length, time);
  }

  private interface Timed {
    Outcome run(Duration time) throws Exception;
  }

  private void closed(String what, Timed load) throws Exception {
    load.run(plan.warmUp());
    measure(what, () -> load.run(plan.closedLoop()));
  }

  private void measure(String what, Throughput.Load load) throws Exception {
    findings.add(Throughput.measure(OURS, what, node.pid(), load));
  }

  /** All instances live by beats of their own. */
  void heap() throws Exception {
    double perSecond = (double) plan.instances() / BEAT_SECONDS;
    double expiredBefore = node.metric("heliograph_registry_leases_total{event=\"expired\"}");
    Progress.say("beats of %d instances every %d s", plan.instances(), BEAT_SECONDS);
    int beats = (int) (perSecond * plan.beats().toSeconds());
    Throughput beating =
        Throughput.measure(
            OURS,
            "beats",
            node.pid(),
            () ->
                http.open(
                    Sequence.once(
                        i -> puts[i % puts.length], 0, beats, plan.beats().multipliedBy(2)),
                    perSecond));
    double instances = node.metric("heliograph_registry_instances");
    double expired =
        node.metric("heliograph_registry_leases_total{event=\"expired\"}") - expiredBefore;
    double before = node.metric("jvm_memory_used_bytes{area=\"heap\"}");
    long heap = Jvm.heapAfterCollection(node.pid());
    Outcome outcome = beating.outcome();
    findings.figure(
        OURS,
        "%s instances, beats every %d s over HTTP, %d s"
            .formatted(Findings.number(instances, 0), BEAT_SECONDS, plan.beats().toSeconds()),
        "%s beats/s, %d not done, p99 %s ms, max %s ms, %s %% of a processor, %s leases expired"
            .formatted(
                Findings.number(outcome.perSecond(), 0),
                outcome.failed(),
                Findings.number(outcome.p99Millis(), 1),
                Findings.number(outcome.micros().getMaxValue() / 1e3, 0),
                Findings.number(100 * beating.cpuSeconds() / outcome.seconds(), 0),
                Findings.number(expired, 0)));
    findings.figure(
        OURS,
        "heap with them",
        "%s after a full collection, %s before it; the process took %s at most"
            .formatted(
                Findings.megabytes(heap),
                Findings.megabytes(before),
                Findings.megabytes(Jvm.peakMemory(node.pid()))));
    findings.goal(
        "100,000 live instances with beats every 10 s in under 1.5 GB of heap",
        "%s instances in %s, %s expired"
            .formatted(
                Findings.number(instances, 0),
                Findings.megabytes(heap),
                Findings.number(expired, 0)),
        instances >= 100_000 && heap < MOST_HEAP && expired == 0 && outcome.failed() == 0);
  }

  @Override
  public void close() throws IOException {
    http.close();
  }
}
