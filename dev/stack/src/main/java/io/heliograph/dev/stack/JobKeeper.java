/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.flink.FlinkJob;
import io.heliograph.dev.stack.process.ProcessFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps every job of the catalog running: looks at the JobManager every other second, submits what
 * is not there (never was, failed, or went with a JobManager that died) from where it left off, and
 * stops all with savepoints in the end.
 *
 * <p>A job is only submitted while {@code clusterReady} says that every process of the cluster is
 * well. The supervisor kills the TaskManagers of a JobManager that died before it starts another
 * one, so that no task of the lost life still writes when the next one begins.
 */
final class JobKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(JobKeeper.class);
  private static final Duration LOOK_WHEN_WELL = Duration.ofSeconds(2);
  private static final Duration LOOK_WHEN_NOT = Duration.ofMillis(500);
  private static final Duration SAVEPOINT_LIMIT = Duration.ofSeconds(60);

  private final JobCatalog catalog;
  private final JobLives lives;
  private final KafkaQuestions kafka;
  private final BooleanSupplier clusterReady;
  private final Map<String, JobStatus> statuses = new ConcurrentHashMap<>();
  private final Thread watcher = new Thread(this::watch, "jobs");

  private volatile boolean stopping;
  private volatile boolean wellOnce;
  private volatile String firstProblem = "";

  JobKeeper(
      JobCatalog catalog, JobLives lives, KafkaQuestions kafka, BooleanSupplier clusterReady) {
    this.catalog = catalog;
    this.lives = lives;
    this.kafka = kafka;
    this.clusterReady = clusterReady;
    watcher.setDaemon(true);
    catalog.mainClasses().keySet().forEach(job -> statuses.put(job, JobStatus.waiting(job)));
  }

  /** Submits all jobs and waits until all run; from then on they are kept. */
  void bringUp(Duration limit) throws ProcessFailure, InterruptedException {
    watcher.start();
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (this) {
      while (!wellOnce && !stopping) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || !firstProblem.isEmpty()) {
          throw new ProcessFailure(
              firstProblem.isEmpty()
                  ? "the jobs do not run after " + limit.toSeconds() + " s: " + notRunning()
                  : firstProblem);
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    }
  }

  List<JobStatus> status() {
    return catalog.mainClasses().keySet().stream().map(statuses::get).toList();
  }

  /** Looks after the jobs no more; what runs goes on running. */
  void letGo() throws InterruptedException {
    synchronized (this) {
      stopping = true;
      notifyAll();
    }
    watcher.interrupt();
    watcher.join(TimeUnit.SECONDS.toMillis(30));
  }

  /**
   * Waits until the jobs have stored all that is in Kafka now, if they get on with it. What comes
   * in the meantime (a job may write to its own input) is not waited for.
   */
  void drain(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      Map<TopicPartition, Long> ends = kafka.ends(kafka.committed(groups()));
      while (System.nanoTime() < deadline) {
        if (kafka.committed(groups()).values().stream()
            .allMatch(offsets -> KafkaQuestions.lag(offsets, ends).orElse(0) == 0)) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
      LOG.warn("the jobs did not store all in {} s; they carry on next time", limit.toSeconds());
    } catch (KafkaException e) {
      LOG.warn("Kafka cannot be asked what is left: {}", e.getMessage());
    }
  }

  /** Stops every job that runs, with a savepoint if at all possible. */
  void stopAll() throws InterruptedException {
    Map<String, FlinkJob> running;
    try {
      running = lives.running(catalog.mainClasses().keySet());
    } catch (IOException e) {
      LOG.warn("the jobs cannot be stopped with savepoints: {}", e.getMessage());
      return;
    }
    Parallel.run(
        running.entrySet(),
        running.size(),
        job -> lives.stop(job.getKey(), job.getValue(), SAVEPOINT_LIMIT));
  }

  private void watch() {
    while (!stopping) {
      try {
        boolean well = look();
        synchronized (this) {
          wellOnce |= well;
          notifyAll();
          Duration pause = well ? LOOK_WHEN_WELL : LOOK_WHEN_NOT;
          if (!stopping) {
            TimeUnit.MILLISECONDS.timedWait(this, pause.toMillis());
          }
        }
      } catch (InterruptedException e) {
        return; // letGo
      } catch (RuntimeException e) {
        LOG.error("could not look after the jobs this time", e);
      }
    }
  }

  /** One look at all jobs; true if all are well. */
  private boolean look() throws InterruptedException {
    Map<String, Optional<FlinkJob>> found;
    try {
      found = lives.find(catalog.mainClasses().keySet());
    } catch (IOException e) {
      statuses.replaceAll((job, status) -> lives.lost(job, e.getMessage()));
      return false;
    }
    Map<String, OptionalLong> lags = lags().orElse(Map.of());
    List<String> lost = new ArrayList<>();
    Map<String, JobStatus> seen = new HashMap<>();
    found.forEach(
        (job, life) -> {
          OptionalLong lag = lags.getOrDefault(JobCatalog.flinkName(job), OptionalLong.empty());
          JobStatus status = lives.observe(job, life, lag.orElse(-1));
          seen.put(job, status);
          if (life.isEmpty() || life.get().isEnded()) {
            lost.add(job);
          }
        });
    statuses.putAll(seen);
    if (!lost.isEmpty() && clusterReady.getAsBoolean()) {
      Parallel.run(lost, 2, this::submit);
    }
    return seen.values().stream().allMatch(JobStatus::healthy);
  }

  private void submit(String job) throws InterruptedException {
    try {
      lives.submit(job, catalog.jar(), catalog.mainClass(job));
    } catch (IOException | ProcessFailure e) {
      String problem = "job " + job + " cannot be submitted: " + e.getMessage();
      statuses.put(job, lives.lost(job, problem));
      synchronized (this) {
        if (!wellOnce && lives.failures(job) >= 3) {
          firstProblem = problem;
          notifyAll();
        }
      }
    }
  }

  private Optional<Map<String, OptionalLong>> lags() throws InterruptedException {
    try {
      return Optional.of(kafka.lags(groups()));
    } catch (KafkaException e) {
      LOG.debug("no lag this time: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private List<String> groups() {
    return catalog.mainClasses().keySet().stream().map(JobCatalog::flinkName).toList();
  }

  private String notRunning() {
    return statuses.values().stream()
        .filter(status -> !status.healthy())
        .map(status -> status.name() + " is " + status.state() + " " + status.detail())
        .sorted()
        .toList()
        .toString();
  }
}
