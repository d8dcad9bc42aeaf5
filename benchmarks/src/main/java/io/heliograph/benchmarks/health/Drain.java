/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.health;

import io.heliograph.benchmarks.Progress;
import io.heliograph.benchmarks.measure.ClickHouse;
import io.heliograph.benchmarks.measure.CpuClock;
import io.heliograph.dev.flink.CheckpointStatistics;
import io.heliograph.dev.flink.FlinkRest;
import io.heliograph.dev.flink.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The health job at work on a backlog, watched through the ledger that it keeps in ClickHouse. */
final class Drain {
  private static final Duration STANDSTILL = Duration.ofSeconds(90);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final String STAGES =
      "SELECT stage, sum(count) FROM heliograph.pipeline_ledger"
          + " WHERE signal = 'heartbeats' GROUP BY stage";

  private final Servers servers;
  private final ClickHouse clickHouse;
  private final CpuClock cpu;
  private final List<Reading> readings = new ArrayList<>();
  private String job = "";

  Drain(Servers servers) {
    this.servers = servers;
    clickHouse = new ClickHouse(servers.clickHouse());
    Map<String, Long> pids = new LinkedHashMap<>(servers.pids());
    pids.put("this benchmark", ProcessHandle.current().pid());
    cpu = new CpuClock(pids);
  }

  /** Submits the job. */
  void begin(Path jar, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--kafka", servers.kafka()));
    arguments.addAll(List.of("--clickhouse", servers.clickHouse()));
    arguments.addAll(options);
    FlinkRest flink = servers.flink();
    job =
        flink.run(
            flink.upload(jar),
            Submission.fresh(
                Submission.newJobId(), "io.heliograph.jobs.health.HealthJob", arguments));
  }

  /**
   * Waits until all is stored, and takes a reading with each checkpoint that stores some.
   *
   * @throws IOException if nothing is stored for {@link #STANDSTILL}, or beats became something
   *     else
   */
  List<Reading> awaitStored(long all) throws IOException, InterruptedException {
    long told = System.nanoTime();
    Reading last = read();
    while (last.stored() < all) {
      LockSupport.parkNanos(POLL_NANOS);
      Reading now = read();
      if (now.stored() > last.stored()) {
        readings.add(now);
        last = now;
      } else if (now.nanos() - last.nanos() > STANDSTILL.toNanos()) {
        throw new IOException(
            "stuck at " + last.stored() + " heartbeats; " + servers.flink().failure(job));
      }
      if (now.nanos() - told > TELL_NANOS) {
        told = now.nanos();
        Progress.say("%,d heartbeats stored", now.stored());
      }
    }
    Map<String, Long> stages = stages();
    if (stages.getOrDefault("accepted", 0L) != all || stages.getOrDefault("stored", 0L) != all) {
      throw new IOException("the ledger does not add up: " + stages);
    }
    return readings;
  }

  private Reading read() throws IOException, InterruptedException {
    long stored = stages().getOrDefault("stored", 0L);
    return new Reading(System.nanoTime(), stored, cpu.read());
  }

  private Map<String, Long> stages() throws IOException, InterruptedException {
    Map<String, Long> stages = new LinkedHashMap<>();
    for (String line : clickHouse.lines(STAGES)) {
      String[] cells = line.split("\t", -1);
      stages.put(cells[0], Long.parseLong(cells[1]));
    }
    return stages;
  }

  /** Rows that the job has written into a table of versions, or of events. */
  long rows(String table) throws IOException, InterruptedException {
    return clickHouse.number("SELECT count() FROM heliograph." + table);
  }

  /** The newest checkpoint that is over. */
  CheckpointStatistics.Completed checkpoint() throws IOException {
    return servers
        .flink()
        .checkpoints(job)
        .latest()
        .orElseThrow(() -> new IOException("no checkpoint was completed"));
  }
}
