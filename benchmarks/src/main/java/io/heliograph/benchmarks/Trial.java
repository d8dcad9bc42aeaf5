/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.load.Load;
import io.heliograph.benchmarks.load.Tally;
import io.heliograph.benchmarks.measure.ClickHouse;
import io.heliograph.benchmarks.measure.CpuClock;
import io.heliograph.benchmarks.measure.Disk;
import io.heliograph.benchmarks.measure.LatencyProbe;
import io.heliograph.benchmarks.measure.LatencyProbe.Latency;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Puts one subject under load: warm-up; closed loop, for throughput and CPU; then an open loop at a
 * rate that it can bear, for latency and for CPU at that rate. Bounded in time.
 */
final class Trial {
  /** Merges and the like that the load left behind are paid for in this time. */
  static final Duration SETTLE = Duration.ofSeconds(5);

  /** The same after an open loop, whose CPU is compared: as long for everyone. */
  static final Duration OPEN_SETTLE = Duration.ofSeconds(15);

  private static final Duration MERGE_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration BURST = Duration.ofSeconds(5);
  private static final Duration WATCHED = Duration.ofSeconds(30);
  private static final String GENERATOR = "load generator";

  /**
   * @param warmUp length of the warm-up
   * @param closed length of the closed loop
   * @param open length of the open loop for CPU, after which that for latency follows; zero for
   *     neither
   * @param openRate spans per second of the open loop; 0 for half of what the closed loop stored
   * @param inFlight requests in flight in the closed loop
   */
  record Plan(Duration warmUp, Duration closed, Duration open, double openRate, int inFlight) {}

  private final Subject subject;
  private final ClickHouse clickHouse;
  private final Plan plan;

  Trial(Subject subject, ClickHouse clickHouse, Plan plan) {
    this.subject = subject;
    this.clickHouse = clickHouse;
    this.plan = plan;
  }

  Result run() throws IOException, InterruptedException {
    try (Load load = new Load(subject.connect(), subject.templates(), plan.inFlight(), seed())) {
      Progress.say("%s: warm-up for %d s", subject.name(), plan.warmUp().toSeconds());
      warmUp(load);
      return measure(load);
    }
  }

  /** Short bursts: whoever accepts faster than it stores must not begin with an old backlog. */
  private void warmUp(Load load) throws IOException, InterruptedException {
    long wanted = subject.stored();
    long end = System.nanoTime() + plan.warmUp().toNanos();
    for (long left = plan.warmUp().toNanos(); left > 0; left = end - System.nanoTime()) {
      Duration burst = Duration.ofNanos(Math.min(left, BURST.toNanos()));
      wanted += load.closedLoop(burst).accepted();
      if (subject.awaitStored(wanted) < wanted) {
        throw new IOException("what came in the warm-up is not stored: nothing to measure");
      }
    }
  }

  private Result measure(Load load) throws IOException, InterruptedException {
    Map<String, Long> pids = new LinkedHashMap<>(subject.processes());
    pids.put(GENERATOR, ProcessHandle.current().pid()); // its children are named, so apart
    CpuClock clock = new CpuClock(pids);
    Progress.say("%s: closed loop for %d s", subject.name(), plan.closed().toSeconds());
    long storedBefore = subject.stored();
    long tracesBefore = traces();
    Map<String, Double> cpuBefore = clock.read();
    long start = System.nanoTime();
    Tally tally = load.closedLoop(plan.closed());
    long stored = subject.awaitStored(storedBefore + tally.accepted()) - storedBefore;
    double storedSeconds = (System.nanoTime() - start) / 1e9;
    LockSupport.parkNanos(SETTLE.toNanos());
    Map<String, Double> cpu = CpuClock.used(cpuBefore, clock.read());
    double generator = cpu.remove(GENERATOR);
    Progress.say(
        "%s: %,.0f spans/s accepted, %,.0f stored; rejected %d, failed %d%s, retries %d",
        subject.name(),
        tally.rate(),
        stored / storedSeconds,
        tally.rejected(),
        tally.failed(),
        tally.failure().isEmpty() ? "" : " (" + tally.failure() + ")",
        tally.retries());

    double openRate = plan.openRate() > 0 ? plan.openRate() : stored / storedSeconds / 2;
    Open open = open(clock, openRate, traces() > tracesBefore);
    Optional<Disk> disk = Optional.empty();
    if (subject.table().isPresent()) {
      disk = Optional.of(Disk.of(clickHouse, subject.table().get()));
    }
    return new Result(
        subject.name(),
        tally.rate(),
        stored / storedSeconds,
        tally.accepted(),
        stored,
        cpu,
        generator,
        disk,
        open.ofSpans(),
        open.ofTraces(),
        openRate,
        open.cpuPerMillion(),
        subject.note());
  }

  /** What the open loop showed. */
  private record Open(
      Optional<Latency> ofSpans, Optional<Latency> ofTraces, OptionalDouble cpuPerMillion) {}

  /**
   * @param tellsTraces whether the subject puts traces together, as it is set up
   */
  private Open open(CpuClock clock, double spansPerSecond, boolean tellsTraces)
      throws IOException, InterruptedException {
    if (subject.table().isEmpty() || plan.open().isZero() || spansPerSecond < 1) {
      return new Open(Optional.empty(), Optional.empty(), OptionalDouble.empty());
    }
    try (Load load =
        new Load(subject.connect(), subject.templates(), 4 * plan.inFlight(), seed())) {
      double perMillion = cpu(load, clock, spansPerSecond);
      return latency(load, spansPerSecond, tellsTraces, perMillion);
    }
  }

  /** The probes' questions are no part of it: nobody looks meanwhile. */
  private double cpu(Load load, CpuClock clock, double spansPerSecond)
      throws IOException, InterruptedException {
    Progress.say(
        "%s: %,.0f spans/s for %d s, for CPU",
        subject.name(), spansPerSecond, plan.open().toSeconds());
    awaitMerges(); // those of the closed loop are not this one's
    long storedBefore = subject.stored();
    Map<String, Double> cpuBefore = clock.read();
    Tally tally = load.openLoop(plan.open(), spansPerSecond, (round, due) -> {});
    subject.awaitStored(storedBefore + tally.accepted());
    LockSupport.parkNanos(OPEN_SETTLE.toNanos());
    Map<String, Double> cpu = CpuClock.used(cpuBefore, clock.read());
    cpu.remove(GENERATOR);
    double perMillion =
        cpu.values().stream().mapToDouble(Double::doubleValue).sum() * 1e6 / tally.accepted();
    cpu.replaceAll((process, seconds) -> seconds * 1e6 / tally.accepted());
    Progress.say(
        "%s: %,.0f spans/s accepted, %.1f CPU-seconds per million: %s",
        subject.name(),
        tally.rate(),
        perMillion,
        cpu.entrySet().stream()
            .map(e -> "%s %.1f".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining(", ")));
    return perMillion;
  }

  private Open latency(Load load, double spansPerSecond, boolean tellsTraces, double perMillion)
      throws IOException, InterruptedException {
    Progress.say(
        "%s: %,.0f spans/s for %d s, for latency",
        subject.name(), spansPerSecond, WATCHED.toSeconds());
    List<LatencyProbe> probes = new ArrayList<>();
    probes.add(LatencyProbe.ofSpans(clickHouse, subject.table().get()));
    if (tellsTraces) {
      probes.add(LatencyProbe.ofTraces(clickHouse, subject.traceTable().get()));
    }
    try {
      load.openLoop(
          WATCHED,
          spansPerSecond,
          (round, due) -> probes.forEach(probe -> probe.sent(round.traceId(0), due)));
      Optional<Latency> ofSpans = finish("spans", probes.get(0));
      Optional<Latency> ofTraces =
          probes.size() > 1 ? finish("traces", probes.get(1)) : Optional.empty();
      return new Open(ofSpans, ofTraces, OptionalDouble.of(perMillion));
    } finally {
      probes.forEach(LatencyProbe::close);
    }
  }

  /** Waits until ClickHouse merges nothing, or for a minute. */
  private void awaitMerges() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + MERGE_TIMEOUT.toNanos();
    while (clickHouse.number("SELECT count() FROM system.merges") > 0
        && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }

  private Optional<Latency> finish(String what, LatencyProbe probe) throws InterruptedException {
    Latency latency = probe.finish(Subject.STORE_TIMEOUT.toSeconds());
    Progress.say(
        "%s: %s p50 %.2f s, p99 %.2f s", subject.name(), what, latency.p50(), latency.p99());
    return Optional.of(latency);
  }

  /** Rows of traces it has told so far. */
  private long traces() throws IOException, InterruptedException {
    return subject.traceTable().isPresent()
        ? clickHouse.number("SELECT count() FROM " + subject.traceTable().get())
        : 0;
  }

  private static long seed() {
    return System.nanoTime();
  }
}
