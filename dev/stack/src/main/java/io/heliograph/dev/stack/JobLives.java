/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.flink.CheckpointStatistics;
import io.heliograph.dev.flink.FlinkJob;
import io.heliograph.dev.flink.FlinkRest;
import io.heliograph.dev.flink.FlinkRestException;
import io.heliograph.dev.flink.RetainedCheckpoints;
import io.heliograph.dev.flink.Submission;
import io.heliograph.dev.stack.process.Backoff;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lives of the jobs in one Flink cluster: finds the present one, begins the next one where the
 * last left off, ends one with a savepoint; writes all of it into the book.
 *
 * <p>A job carries on from its newest checkpoint or not at all. To fall back to an older one would
 * store again what was stored since.
 */
final class JobLives {
  /**
   * Jobs whose input grows with every request of every user; the others do with half as many
   * subtasks and checkpoints: each subtask costs the cluster a handful of messages with each.
   */
  private static final Set<String> WIDE = Set.of("trace", "log", "metric");

  private static final Logger LOG = LoggerFactory.getLogger(JobLives.class);
  // As many as Flink retains, and then some. The first already needs nothing of the former life.
  private static final int SETTLED = 6;

  private final FlinkRest rest;
  private final JobBook book;
  private final StackSettings settings;
  private final Optional<Path> checkpoints;
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final Map<String, Long> notBefore = new ConcurrentHashMap<>();
  private String jarId = ""; // guarded by this

  JobLives(FlinkRest rest, JobBook book, StackSettings settings) {
    this.rest = rest;
    this.book = book;
    this.settings = settings;
    this.checkpoints =
        settings.externalFlink().isPresent()
            ? Optional.empty()
            : Optional.of(StackProcesses.flinkSettings(settings).checkpoints());
  }

  /** The present life of each job, if the JobManager knows one; ended ones only by our own id. */
  Map<String, Optional<FlinkJob>> find(Collection<String> jobs) throws IOException {
    List<FlinkJob> known = rest.jobs();
    Map<String, Optional<FlinkJob>> found = new HashMap<>();
    for (String job : jobs) {
      JobRecord entry = book.get(job);
      Optional<FlinkJob> ours = known.stream().filter(f -> f.id().equals(entry.id())).findFirst();
      Optional<FlinkJob> alive =
          known.stream()
              .filter(f -> f.name().equals(JobCatalog.flinkName(job)) && !f.isEnded())
              .findFirst();
      if (ours.filter(f -> !f.isEnded()).isEmpty() && alive.isPresent()) {
        book.update(job, r -> r.adopted(alive.get().id()));
        found.put(job, alive);
      } else {
        found.put(job, ours);
      }
    }
    return found;
  }

  /** Those that can be stopped. */
  Map<String, FlinkJob> running(Collection<String> jobs) throws IOException {
    Map<String, FlinkJob> running = new HashMap<>();
    find(jobs)
        .forEach((job, life) -> life.filter(f -> !f.isEnded()).ifPresent(f -> running.put(job, f)));
    return running;
  }

  /** Looks at one life and remembers its newest checkpoint. */
  JobStatus observe(String job, Optional<FlinkJob> life, long lag) {
    JobRecord entry = book.get(job);
    if (life.isEmpty()) {
      return lost(
          job, entry.id().isEmpty() ? "never submitted" : "the JobManager does not know it");
    }
    long age = -1;
    String detail = entry.origin().map(from -> "carried on from " + from).orElse("");
    try {
      CheckpointStatistics statistics = rest.checkpoints(life.get().id());
      if (statistics.latest().isPresent()) {
        CheckpointStatistics.Completed latest = statistics.latest().get();
        age = Math.max(0, System.currentTimeMillis() - latest.completedMillis());
        book.update(job, r -> r.checkpointed(latest.path()));
        failures.remove(job);
        notBefore.remove(job);
      }
      if (life.get().state().equals("FINISHED") && statistics.savepoint().isPresent()) {
        // Somebody else stopped it; its checkpoints went with that.
        String savepoint = statistics.savepoint().get();
        book.update(job, r -> r.stopped(savepoint));
      }
      if (statistics.completed() >= SETTLED && !entry.formerIds().isEmpty()) {
        forgetFormerLives(job, entry);
      }
      if (!life.get().isRunning()) {
        detail = rest.failure(life.get().id()).orElse("tasks are starting");
      }
    } catch (IOException e) {
      detail = e.getMessage();
    }
    return new JobStatus(
        job,
        life.get().id(),
        life.get().state(),
        life.get().isRunning(),
        age,
        lag,
        entry.resubmissions(),
        detail);
  }

  /** The status of a job that the JobManager does not know. */
  JobStatus lost(String job, String detail) {
    JobRecord entry = book.get(job);
    String state = entry.id().isEmpty() ? "WAITING" : "LOST";
    return new JobStatus(job, entry.id(), state, false, -1, -1, entry.resubmissions(), detail);
  }

  /** Begins the next life of a job, unless the last attempt failed too short a time ago. */
  void submit(String job, Path jar, String mainClass) throws IOException {
    if (notBefore.getOrDefault(job, Long.MIN_VALUE) > System.currentTimeMillis()) {
      return;
    }
    JobRecord before = book.get(job);
    Optional<String> from = before.next(onDisk(before));
    boolean again = !before.id().isEmpty() && before.savepoint().isEmpty();
    String id = Submission.newJobId();
    // Every attempt counts as a failure until its first checkpoint proves it wrong.
    int attempts = failures.merge(job, 1, Integer::sum);
    notBefore.put(
        job,
        System.currentTimeMillis() + new Backoff(Math.max(0, attempts - 1)).delay().toMillis());
    String uploaded = upload(jar);
    book.update(job, r -> r.submitted(id, from, again));
    try {
      rest.run(uploaded, new Submission(id, mainClass, arguments(settings, job), from, false));
    } catch (FlinkRestException e) {
      // A clear no: this life never began. Without an answer it may have.
      book.update(job, r -> before);
      throw e;
    }
    LOG.info("job {} submitted as {} from {}", job, id, from.orElse("the start"));
  }

  int failures(String job) {
    return failures.getOrDefault(job, 0);
  }

  /** Ends a life with a savepoint; if that fails it is cancelled, and its checkpoints remain. */
  void stop(String job, FlinkJob life, Duration limit) throws InterruptedException {
    try {
      try {
        String savepoint = rest.stopWithSavepoint(life.id(), savepoints(), limit);
        book.update(job, r -> r.stopped(savepoint));
        LOG.info("job {} stopped with {}", job, savepoint);
      } catch (IOException e) {
        LOG.warn(
            "job {} took no savepoint, its last checkpoint has to do: {}", job, e.getMessage());
        rest.cancel(life.id());
      }
    } catch (IOException e) {
      LOG.warn("job {} cannot be cancelled: {}", job, e.getMessage());
    }
  }

  static List<String> arguments(StackSettings settings, String job) {
    boolean wide = WIDE.contains(job);
    int parallelism = wide ? settings.parallelism() : Math.max(1, settings.parallelism() / 2);
    int checkpointInterval = settings.checkpointIntervalMillis() * (wide ? 1 : 2);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--kafka", settings.kafka(),
                "--clickhouse", settings.clickHouse(),
                "--clickhouse-database", settings.database(),
                "--clickhouse-user", settings.user(),
                "--clickhouse-password", settings.password(),
                "--parallelism", Integer.toString(parallelism),
                "--checkpoint-interval-ms", Integer.toString(checkpointInterval)));
    String more = settings.jobOptions().getOrDefault(job.toUpperCase(Locale.ROOT), "").strip();
    if (!more.isEmpty()) {
      arguments.addAll(List.of(more.split("\\s+")));
    }
    return arguments;
  }

  private Optional<String> savepoints() {
    return checkpoints.map(
        c -> StackProcesses.flinkSettings(settings).savepoints().toUri().toString());
  }

  /**
   * The newest that any life of the job left on our disk. Lives follow each other, so the youngest
   * file is the one; a life that never began leaves nothing.
   */
  private Optional<String> onDisk(JobRecord entry) throws IOException {
    if (checkpoints.isEmpty()) {
      return Optional.empty();
    }
    Path savepoints = StackProcesses.flinkSettings(settings).savepoints();
    List<String> ids = new ArrayList<>(entry.formerIds());
    ids.add(entry.id());
    return RetainedCheckpoints.newest(checkpoints.get(), savepoints, ids)
        .map(path -> path.toUri().toString());
  }

  private synchronized String upload(Path jar) throws IOException {
    if (jarId.isEmpty() || !rest.jars().contains(jarId)) {
      jarId = rest.upload(jar);
    }
    return jarId;
  }

  private void forgetFormerLives(String job, JobRecord entry) throws IOException {
    if (checkpoints.isPresent()) {
      for (String id : entry.formerIds()) {
        RetainedCheckpoints.delete(checkpoints.get(), id);
      }
      if (entry.origin().isPresent()) {
        RetainedCheckpoints.deleteSavepoint(
            StackProcesses.flinkSettings(settings).savepoints(), entry.origin().get());
      }
    }
    book.update(job, JobRecord::withoutFormerIds);
  }
}
