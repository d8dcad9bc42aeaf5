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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * neighbours come and go. So only seconds of the same time compare. And of two equal stacks the one
 * that was started first is charged more, by 12 % in one run: each is the first once.
 */
@Command(
    name = "benchmarks/analysis",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    version = "0.1.0",
    description =
        "Starts two stacks, one with the analysis of traces and one that only stores spans, loads"
            + " both at once, and compares their CPU-seconds per million spans; then once more,"
            + " started in the other order.")
final class AnalysisBenchmark implements Callable<Integer> {
  private static final Duration SETTLE = Duration.ofSeconds(15);
  private static final int IN_FLIGHT = 64;

  @Option(
      names = "--rate",
      defaultValue = "10000",
      description = "spans/s to each; both together must leave the processors some rest")
  private double rate;

  @Option(names = "--seconds", defaultValue = "240", description = "length of the load")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "240",
      description = "length of the warm-up; compilers are busy for minutes")
  private int warmUp;

  @Option(
      names = "--warm-up-rate",
      defaultValue = "15000",
      description = "spans/s to each in the warm-up")
  private double warmUpRate;

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
    List<AnalysisCost.Round> rounds = new ArrayList<>();
    for (boolean analysingFirst : List.of(true, false)) {
      try (ScratchDirectory data = ScratchDirectory.in(output)) {
        rounds.add(round(data.path(), analysingFirst));
      }
    }
    String page = AnalysisCost.compare(rounds);
    Files.writeString(output.resolve("report.md"), page);
    System.out.print(page);
    return 0;
  }

  private AnalysisCost.Round round(Path data, boolean analysingFirst) throws Exception {
    Progress.say("starting two stacks, first that %s", analysingFirst ? "with" : "without");
    try (HeliographStack first = start(data.resolve("first"), analysingFirst);
        HeliographStack second = start(data.resolve("second"), !analysingFirst)) {
      return analysingFirst
          ? measure(subject(first), subject(second))
          : measure(subject(second), subject(first));
    }
  }

  private HeliographStack start(Path data, boolean analyses) throws Exception {
    Map<String, String> environment = HeliographStack.onFreePorts(data);
    environment.put("HELIOGRAPH_HOME", root.toAbsolutePath().toString());
    environment.put("HELIOGRAPH_TRACE_OPTIONS", analyses ? "" : "--assemble 0");
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

  private AnalysisCost.Round measure(Subject analysing, Subject storing) throws Exception {
    Progress.say("warm-up for %d s, %,.0f spans/s to each", warmUp, warmUpRate);
    loadBoth(analysing, storing, warmUp, warmUpRate);
    Progress.say("%,.0f spans/s to each for %d s", rate, seconds);
    Meter with = new Meter(analysing);
    Meter without = new Meter(storing);
    long start = System.nanoTime();
    long restBefore = CpuClock.idleTicks();
    Pair<Long> stored = loadBoth(analysing, storing, seconds, rate);
    return new AnalysisCost.Round(
        with.cost(stored.analysing()),
        without.cost(stored.storing()),
        CpuClock.share(CpuClock.idleTicks() - restBefore, System.nanoTime() - start));
  }

  /** What a stack takes from now on. */
  private static final class Meter {
    private final CpuClock clock;
    private final Map<String, Double> before;
    private final double compilersBefore;

    Meter(Subject subject) {
      clock = new CpuClock(subject.processes());
      before = clock.read();
      compilersBefore = clock.compilers();
    }

    AnalysisCost cost(long spans) {
      return new AnalysisCost(
          CpuClock.used(before, clock.read()), clock.compilers() - compilersBefore, spans);
    }
  }

  /** What is known of each of the two stacks. */
  private record Pair<T>(T analysing, T storing) {}

  /**
   * Loads both at once. Returns a little after both have stored all, so that merges are paid for:
   * how many spans each stored.
   */
  private Pair<Long> loadBoth(Subject analysing, Subject storing, int loadSeconds, double loadRate)
      throws Exception {
    CompletableFuture<Long> ofStoring =
        CompletableFuture.supplyAsync(() -> loadUnchecked(storing, loadSeconds, loadRate));
    Pair<Long> stored = new Pair<>(load(analysing, loadSeconds, loadRate), ofStoring.get());
    LockSupport.parkNanos(SETTLE.toNanos());
    return stored;
  }

  private long loadUnchecked(Subject subject, int loadSeconds, double loadRate) {
    try {
      return load(subject, loadSeconds, loadRate);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private long load(Subject subject, int loadSeconds, double loadRate)
      throws IOException, InterruptedException {
    try (Load load =
        new Load(subject.connect(), subject.templates(), IN_FLIGHT, System.nanoTime())) {
      long wanted = subject.stored();
      Tally tally = load.openLoop(Duration.ofSeconds(loadSeconds), loadRate, (round, due) -> {});
      wanted += tally.accepted();
      if (subject.awaitStored(wanted) < wanted) {
        throw new IOException("what was accepted is not stored: give a lower --rate");
      }
      return tally.accepted();
    }
  }
}
