/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.load.Load;
import io.heliograph.benchmarks.load.Tally;
import io.heliograph.benchmarks.measure.ClickHouse;
import io.heliograph.benchmarks.measure.CpuClock;
import io.heliograph.dev.stack.HeliographStack;
import io.heliograph.dev.stack.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the analysis of traces costs: one stack with it and one without run side by side under the
 * same load at the same time. A CPU-second is worth more at one time than at another: processors
 * may be threads of one core, which do little more than half as much each while both are busy, and
 * neighbours come and go. So only seconds of the same time compare.
 */
@Command(
    name = "benchmarks/analysis",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    version = "0.1.0",
    description =
        "Starts two stacks, one with the analysis of traces and one that only stores spans, loads"
            + " both at once, and compares their CPU-seconds per million spans.")
final class AnalysisBenchmark implements Callable<Integer> {
  private static final Duration SETTLE = Duration.ofSeconds(15);
  private static final int IN_FLIGHT = 64;

  @Option(
      names = "--rate",
      defaultValue = "10000",
      description = "spans/s to each; both together must leave the processors some rest")
  private double rate;

  @Option(names = "--seconds", defaultValue = "300", description = "length of the load")
  private int seconds;

  @Option(names = "--warm-up", defaultValue = "120", description = "length of the warm-up")
  private int warmUp;

  @Option(names = "--idle", defaultValue = "60", description = "seconds without load, measured")
  private int idle;

  @Option(names = "--root", defaultValue = ".", description = "the checkout that is measured")
  private Path root;

  @Option(
      names = "--output",
      defaultValue = "benchmarks/target/analysis",
      description = "directory for the report and, meanwhile, what the stacks store")
  private Path output;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new AnalysisBenchmark())
            .setOverwrittenOptionsAllowed(true) // the script gives defaults, the user the rest
            .execute(args));
  }

  @Override
  @SuppressWarnings("SystemOut") // the report is for the terminal
  public Integer call() throws Exception {
    try (ScratchDirectory data = ScratchDirectory.in(output)) {
      Progress.say("starting two stacks");
      try (HeliographStack analysing = start(data.path().resolve("with"), "");
          HeliographStack storing = start(data.path().resolve("without"), "--assemble 0")) {
        String page = measure(subject(analysing), subject(storing));
        Files.writeString(output.resolve("report.md"), page);
        System.out.print(page);
      }
    }
    return 0;
  }

  private HeliographStack start(Path data, String traceOptions) throws Exception {
    Map<String, String> environment = HeliographStack.onFreePorts(data);
    environment.put("HELIOGRAPH_HOME", root.toAbsolutePath().toString());
    environment.put("HELIOGRAPH_TRACE_OPTIONS", traceOptions);
    return HeliographStack.start(environment);
  }

  private static Subject subject(HeliographStack stack) {
    Map<String, Long> pids = new LinkedHashMap<>(Stack.of(stack.status()).pids());
    pids.values().remove(ProcessHandle.current().pid()); // supervises both, and sends the load
    return new HeliographSubject(
        new Stack(pids),
        new ClickHouse(stack.settings().clickHouse()),
        stack.settings().host(),
        stack.settings().port(Port.OTLP_GRPC));
  }

  private String measure(Subject analysing, Subject storing) throws Exception {
    CpuClock with = new CpuClock(analysing.processes());
    CpuClock without = new CpuClock(storing.processes());
    Progress.say("warm-up for %d s, %,.0f spans/s to each", warmUp, rate);
    loadBoth(analysing, storing, warmUp);

    Progress.say("no load for %d s", idle);
    Map<String, Double> idleWith = with.read();
    Map<String, Double> idleWithout = without.read();
    LockSupport.parkNanos(Duration.ofSeconds(idle).toNanos());
    idleWith = CpuClock.used(idleWith, with.read());
    idleWithout = CpuClock.used(idleWithout, without.read());

    Progress.say("load for %d s", seconds);
    Map<String, Double> beforeWith = with.read();
    Map<String, Double> beforeWithout = without.read();
    long start = System.nanoTime();
    long restBefore = CpuClock.idleTicks();
    Stored stored = loadBoth(analysing, storing, seconds);
    long nanos = System.nanoTime() - start;
    return AnalysisCost.compare(
        new AnalysisCost(
            CpuClock.used(beforeWith, with.read()),
            nanos / 1e9,
            stored.analysing(),
            perSecond(idleWith)),
        new AnalysisCost(
            CpuClock.used(beforeWithout, without.read()),
            nanos / 1e9,
            stored.storing(),
            perSecond(idleWithout)),
        CpuClock.share(CpuClock.idleTicks() - restBefore, nanos));
  }

  private double perSecond(Map<String, Double> usedIdle) {
    return usedIdle.values().stream().mapToDouble(Double::doubleValue).sum() / idle;
  }

  /** Spans that each of the two stored. */
  private record Stored(long analysing, long storing) {}

  /**
   * Loads both at once. Returns a little after both have stored all, so that merges are paid for.
   */
  private Stored loadBoth(Subject analysing, Subject storing, int loadSeconds) throws Exception {
    CompletableFuture<Long> ofStoring =
        CompletableFuture.supplyAsync(() -> loadUnchecked(storing, loadSeconds));
    Stored stored = new Stored(load(analysing, loadSeconds), ofStoring.get());
    LockSupport.parkNanos(SETTLE.toNanos());
    return stored;
  }

  private long loadUnchecked(Subject subject, int loadSeconds) {
    try {
      return load(subject, loadSeconds);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private long load(Subject subject, int loadSeconds) throws IOException, InterruptedException {
    try (Load load =
        new Load(subject.connect(), subject.templates(), IN_FLIGHT, System.nanoTime())) {
      long wanted = subject.stored();
      Tally tally = load.openLoop(Duration.ofSeconds(loadSeconds), rate, (round, due) -> {});
      wanted += tally.accepted();
      if (subject.awaitStored(wanted) < wanted) {
        throw new IOException("what was accepted is not stored: give a lower --rate");
      }
      return tally.accepted();
    }
  }
}
