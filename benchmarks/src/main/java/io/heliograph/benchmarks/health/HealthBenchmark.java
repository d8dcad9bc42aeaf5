/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.health;

import io.heliograph.benchmarks.MarkdownTable;
import io.heliograph.benchmarks.Progress;
import io.heliograph.benchmarks.ScratchDirectory;
import io.heliograph.benchmarks.measure.Jvm;
import io.heliograph.dev.flink.CheckpointStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command behind {@code benchmarks/health}. */
@Command(
    name = "benchmarks/health",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Fills a Kafka of its own with heartbeats, then has the health job drain them into a"
            + " ClickHouse of its own, on a Flink cluster of its own, and writes a report.")
final class HealthBenchmark implements Callable<Integer> {
  @Option(names = "--beats", defaultValue = "6000000", description = "heartbeats in the backlog")
  private long beats;

  @Option(
      names = "--warm-up-beats",
      defaultValue = "2000000",
      description = "heartbeats before the measured ones")
  private long warmUp;

  @Option(names = "--instances", defaultValue = "200000", description = "instances that beat")
  private int instances;

  @Option(names = "--services", defaultValue = "1000", description = "services they are of")
  private int services;

  @Option(
      names = "--interval-ms",
      defaultValue = "10000",
      description = "between two beats of an instance, in log time")
  private long intervalMillis;

  @Option(
      names = "--batch",
      defaultValue = "50",
      description = "beats of a Kafka record, as an agent sends those of its host")
  private int batch;

  @Option(names = "--partitions", defaultValue = "2", description = "of the topic of heartbeats")
  private int partitions;

  @Option(names = "--heap-mb", defaultValue = "1400", description = "heap of the TaskManager")
  private int heapMb;

  @Option(
      names = "--task-manager-flags",
      split = " ",
      defaultValue = "",
      description = "more flags of its JVM")
  private List<String> flags;

  @Option(
      names = "--job-options",
      split = " ",
      defaultValue = "--traffic 0 --parallelism 2 --checkpoint-interval-ms 3000",
      description = "options of the health job; the interval is that of ./heliograph up")
  private List<String> jobOptions;

  @Option(names = "--root", required = true, description = "the checkout, built")
  private Path root;

  @Option(names = "--output", required = true, description = "directory for report and logs")
  private Path output;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new HealthBenchmark())
            .setOverwrittenOptionsAllowed(true) // the script gives defaults, the user the rest
            .execute(args));
  }

  @Override
  @SuppressWarnings("SystemOut") // the report is for the terminal
  public Integer call() throws Exception {
    int rounds = (int) (beats / instances);
    if ((long) rounds * instances <= warmUp || intervalMillis < 1 || batch < 1 || partitions < 1) {
      Progress.say(
          "--beats %d must be a few rounds of --instances %d, and more than --warm-up-beats %d;"
              + " --interval-ms, --batch and --partitions must be at least 1",
          beats, instances, warmUp);
      return 2;
    }
    Built built = new Built(root);
    try (ScratchDirectory data = ScratchDirectory.in(output);
        Servers servers = new Servers(built, data.path(), output)) {
      Backlog backlog =
          new Backlog(
              new Fleet(instances, services, intervalMillis),
              rounds,
              batch,
              partitions,
              intervalMillis);
      Progress.say("starting Kafka, ClickHouse and Flink; logs are in %s", output);
      servers.startKafka();
      backlog.fill(servers.kafka());
      servers.startClickHouse();
      servers.startFlink(heapMb, flags.stream().filter(flag -> !flag.isEmpty()).toList());
      String report = drained(servers, built, backlog.beats());
      System.out.print(report);
      Path file = output.resolve("report.md");
      Files.writeString(file, report);
      Progress.say("written to %s", file);
      return 0;
    }
  }

  private String drained(Servers servers, Built built, long all)
      throws IOException, InterruptedException {
    long taskManager = servers.pids().get(Servers.TASK_MANAGER);
    long idleHeap = Jvm.heapAfterCollection(taskManager);
    Drain drain = new Drain(servers);
    drain.begin(built.jobs(), jobOptions);
    Reading.Span span =
        Reading.span(drain.awaitStored(all), warmUp, all)
            .orElseThrow(
                () ->
                    new IOException("too quick to be measured: --beats must be more than " + all));
    long heap = Jvm.heapAfterCollection(taskManager) - idleHeap;
    CheckpointStatistics.Completed checkpoint = drain.checkpoint();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("what", "measured"));
    rows.add(List.of("heartbeats per second", number(span.perSecond(), 0)));
    rows.add(
        List.of(
            "measured",
            number(span.heartbeats(), 0) + " heartbeats in " + number(span.seconds(), 1) + " s"));
    for (String process : span.to().cpu().keySet()) {
      rows.add(List.of("CPU-s per million, " + process, number(span.cpuPerMillion(process), 1)));
    }
    rows.add(List.of("heap per instance", number((double) heap / instances, 0) + " bytes"));
    rows.add(
        List.of(
            "checkpoint per instance",
            number((double) checkpoint.bytes() / instances, 0) + " bytes"));
    rows.add(List.of("last checkpoint", number(checkpoint.durationMillis(), 0) + " ms"));
    return "# Health job\n\n%,d heartbeats of %,d instances of %,d services, one per %,d ms, %d a record, %d partitions; %,d of them to warm up; job options %s; TaskManager -Xmx%dm %s; %d processors for everything\n\n%s"
        .formatted(
            all,
            instances,
            services,
            intervalMillis,
            batch,
            partitions,
            warmUp,
            String.join(" ", jobOptions),
            heapMb,
            String.join(" ", flags),
            Runtime.getRuntime().availableProcessors(),
            MarkdownTable.of(rows));
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
