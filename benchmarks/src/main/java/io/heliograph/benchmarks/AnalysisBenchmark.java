/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.load.Load;
import io.heliograph.benchmarks.load.Tally;
import io.heliograph.benchmarks.measure.CpuClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    version = "0.1.0",
    description = {
      "Starts two stacks, one with the analysis of traces and one that only stores spans, loads"
          + " both",
      "at once, and compares their CPU-seconds per million spans."
    })
final class AnalysisBenchmark implements Callable<Integer> {
  private static final double GOAL = 1.3;
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

  @Option(names = "--idle", defaultValue = "30", description = "seconds without load, measured")
  private int idle;

  @Option(
      names = "--base-port",
      defaultValue = "22000",
      description = "34 ports from here on are used")
  private int basePort;

  @Option(names = "--root", defaultValue = ".", description = "the checkout, for ./heliograph")
  private Path root;

  @Option(
      names = "--output",
      defaultValue = "benchmarks/target/analysis",
      description = "directory for the report")
  private Path output;

  /** Share of the processors' time that nobody wanted during the load. */
  private double rest;

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new AnalysisBenchmark());
    command.getCommandSpec().usageMessage().showDefaultValues();
    System.exit(
        command
            .setOverwrittenOptionsAllowed(true) // the script gives defaults, the user the rest
            .execute(args));
  }

  @Override
  @SuppressWarnings("SystemOut") // the report is for the terminal
  public Integer call() throws Exception {
    Files.createDirectories(output);
    Map<String, String> raw = Map.of("HELIOGRAPH_TRACE_OPTIONS", "--assemble 0");
    try (OwnStack analysing = new OwnStack(root, basePort, Map.of());
        OwnStack storing = new OwnStack(root, basePort + OwnStack.PORTS.size(), raw)) {
      Progress.say("starting two stacks");
      analysing.up();
      storing.up();
      Charged with = new Charged("with analysis", analysing.subject());
      Charged without = new Charged("without", storing.subject());
      Progress.say("warm-up for %d s, %,.0f spans/s to each", warmUp, rate);
      loadBoth(with, without, warmUp);
      LockSupport.parkNanos(SETTLE.toNanos());
      Progress.say("no load for %d s", idle);
      Map<String, Double> idleWith = with.clock.read();
      Map<String, Double> idleWithout = without.clock.read();
      LockSupport.parkNanos(Duration.ofSeconds(idle).toNanos());
      with.idlePerSecond = with.used(idleWith) / idle;
      without.idlePerSecond = without.used(idleWithout) / idle;
      measure(with, without);
      String page = report(with, without);
      Files.writeString(output.resolve("report.md"), page);
      System.out.print(page);
    }
    return 0;
  }

  private void measure(Charged with, Charged without) throws Exception {
    Progress.say("load for %d s", seconds);
    Map<String, Double> beforeWith = with.clock.read();
    Map<String, Double> beforeWithout = without.clock.read();
    long start = System.nanoTime();
    long restBefore = CpuClock.idleTicks();
    loadBoth(with, without, seconds);
    rest = CpuClock.share(CpuClock.idleTicks() - restBefore, System.nanoTime() - start);
    LockSupport.parkNanos(SETTLE.toNanos());
    with.cpu = CpuClock.used(beforeWith, with.clock.read());
    without.cpu = CpuClock.used(beforeWithout, without.clock.read());
    double wall = (System.nanoTime() - start) / 1e9;
    with.idleSeconds = wall * with.idlePerSecond;
    without.idleSeconds = wall * without.idlePerSecond;
  }

  /** Returns when both have stored all. */
  private void loadBoth(Charged with, Charged without, int loadSeconds) throws Exception {
    Duration duration = Duration.ofSeconds(loadSeconds);
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> without.load(duration));
    with.load(duration);
    other.get();
  }

  private String report(Charged with, Charged without) {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("CPU-s per million", with.name, without.name, "difference", "ratio"));
    for (String process : with.cpu.keySet()) {
      table.add(row(process, with.perMillion(process), without.perMillion(process)));
    }
    table.add(row("all", with.perMillion(), without.perMillion()));
    table.add(row("without what they take idle", with.marginal(), without.marginal()));
    double atGoal = with.at(50_000) / without.at(50_000);
    table.add(row("the same, and idle at 50,000/s", with.at(50_000), without.at(50_000)));
    double ratio = with.perMillion() / without.perMillion();
    return """
    # What the analysis of traces costs

    Two stacks at once, %,.0f spans/s to each for %d s; user and system time of all their processes, until %d s
    after the last span is stored. Idle, a stack takes %.3f processors with the analysis, %.3f without.
        Under load the processors had a rest of %.0f %% (give a lower --rate if it is less than 20).

    %s
    Ratio: %.3f, at 50,000/s %.3f by reckoning. The goal of at most %.1f is %s.
    """
        .formatted(
            rate,
            seconds,
            SETTLE.toSeconds(),
            with.idlePerSecond,
            without.idlePerSecond,
            100 * rest,
            MarkdownTable.of(table),
            ratio,
            atGoal,
            GOAL,
            Math.max(ratio, atGoal) <= GOAL ? "met" : "NOT met");
  }

  private static List<String> row(String what, double with, double without) {
    return List.of(
        what, number(with), number(without), number(with - without), number(with / without));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /** One of the two stacks, and what it is charged with. */
  private final class Charged {
    final String name;
    final Subject subject;
    final CpuClock clock;
    Map<String, Double> cpu = new LinkedHashMap<>();
    double idlePerSecond;
    double idleSeconds;
    private long spans;

    Charged(String name, Subject subject) {
      this.name = name;
      this.subject = subject;
      clock = new CpuClock(subject.processes());
    }

    void load(Duration duration) {
      try (Load load =
          new Load(subject.connect(), subject.templates(), IN_FLIGHT, System.nanoTime())) {
        long before = subject.stored();
        Tally tally = load.openLoop(duration, rate, (round, due) -> {});
        spans = tally.accepted();
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (subject.stored() - before < spans) {
          if (System.nanoTime() > deadline) {
            throw new IOException(name + ": what was accepted is not stored");
          }
          LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        Progress.say("%s: %,d spans stored, %,.0f a second", name, spans, tally.rate());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    double used(Map<String, Double> since) {
      return sum(CpuClock.used(since, clock.read()));
    }

    private static double sum(Map<String, Double> seconds) {
      return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    double perMillion(String process) {
      return cpu.getOrDefault(process, 0.0) * 1e6 / spans;
    }

    double perMillion() {
      return sum(cpu) * 1e6 / spans;
    }

    /** What a million spans cost beyond an idle stack. */
    double marginal() {
      return (sum(cpu) - idleSeconds) * 1e6 / spans;
    }

    /** What they would cost at another rate, if only what is idle does not grow with it. */
    double at(double spansPerSecond) {
      return marginal() + idlePerSecond * 1e6 / spansPerSecond;
    }
  }
}
