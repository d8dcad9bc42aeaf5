/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.flink.FlinkRest;
import io.heliograph.dev.stack.StackStatus.Phase;
import io.heliograph.dev.stack.process.Children;
import io.heliograph.dev.stack.process.Keeper;
import io.heliograph.dev.stack.process.Leftovers;
import io.heliograph.dev.stack.process.ProcessFailure;
import io.heliograph.dev.stack.process.ProcessSpec;
import io.heliograph.dev.stack.process.ProcessState;
import io.heliograph.dev.stack.process.ProcessStatus;
import io.heliograph.dev.stack.process.ResidentMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the whole stack up in order, keeps it up, takes it down in order.
 *
 * <p>Down means: the gateway first, so that nothing new is accepted; then the jobs store what is in
 * Kafka and stop with savepoints; then Flink; then Kafka and ClickHouse. What was accepted is
 * stored, or is in Kafka where the next life finds it.
 */
final class Supervisor {
  static final String TOPICS = "topics";
  static final String MIGRATIONS = "migrations";
  static final String JOBS = "jobs";

  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration JOBS_LIMIT = Duration.ofSeconds(180);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(20);
  private static final Duration LEFTOVER_LIMIT = Duration.ofSeconds(30);

  private final StackSettings settings;
  private final KafkaQuestions kafka;
  private final Steps steps;
  // replaced once, whole: other threads may already be asking
  private volatile Map<String, Keeper> keepers = Map.of();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "stack");
            thread.setDaemon(true);
            return thread;
          });

  private volatile Phase phase = Phase.STARTING;
  private volatile String activity = "";
  private volatile String failure = "";
  private volatile JobKeeper jobs;
  private volatile int controlPort;
  private volatile boolean abandoned;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  Supervisor(StackSettings settings) {
    this.settings = settings;
    this.kafka = new KafkaQuestions(settings.kafka());
    this.steps = new Steps(settings, kafka);
  }

  /**
   * Brings everything up. The caller holds the {@link SupervisorLock}.
   *
   * @throws ProcessFailure if something does not come up; everything is down again then
   */
  void start() throws ProcessFailure, InterruptedException {
    try {
      Children children = new Children(settings.data().resolve("run").resolve("children.json"));
      Leftovers.end(children, StackProcesses.STOP_ORDER, LEFTOVER_LIMIT, this::tellLeftover);
      activity = "";
      LogFiles.keepFormer(settings.logs());
      JobCatalog catalog = catalog();
      Map<String, Keeper> all = new LinkedHashMap<>();
      for (ProcessSpec spec : new StackProcesses(settings, kafka).all()) {
        all.put(spec.name(), new Keeper(spec, children, this::changed));
      }
      keepers = Collections.unmodifiableMap(all);
      JobBook book = new JobBook(settings.data().resolve("jobs.json"));
      JobLives lives = new JobLives(new FlinkRest(settings.flink()), book, settings);
      jobs = new JobKeeper(catalog, lives, kafka, this::flinkReady);
      startup().run().get();
      synchronized (this) {
        if (phase == Phase.STARTING) {
          phase = Phase.RUNNING;
        }
      }
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (ProcessFailure | IOException | RuntimeException e) {
      throw failed(e);
    }
  }

  /** The jobs; for our own cluster without the libraries that are on its class path. */
  private JobCatalog catalog() throws ProcessFailure, IOException {
    ModulePath modules = new ModulePath(settings.home());
    JobCatalog complete = JobCatalog.read(modules.jobsJar());
    if (settings.externalFlink().isPresent()) {
      return complete;
    }
    Path slim = settings.data().resolve("run").resolve("heliograph-jobs-slim.jar");
    SlimJar.write(complete.jar(), modules.classPath("dev/flink"), slim);
    return new JobCatalog(slim, complete.mainClasses());
  }

  /** Tells where the {@link ControlServer} listens. */
  void reachableAt(int port) {
    controlPort = port;
  }

  private Startup startup() {
    Startup startup = new Startup();
    keepers.forEach((name, keeper) -> startup.add(name, keeper.spec().dependsOn(), keeper::start));
    step(startup, StackProcesses.KAFKA, settings.externalKafka().isPresent(), steps::externalKafka);
    step(
        startup,
        StackProcesses.CLICKHOUSE,
        settings.externalClickHouse().isPresent(),
        steps::externalClickHouse);
    step(
        startup,
        StackProcesses.JOB_MANAGER,
        settings.externalFlink().isPresent(),
        steps::externalFlink);
    step(startup, TOPICS, true, steps::topics, StackProcesses.KAFKA);
    step(startup, MIGRATIONS, true, steps::migrations, StackProcesses.CLICKHOUSE);
    step(
        startup,
        JOBS,
        true,
        () -> jobs.bringUp(JOBS_LIMIT),
        TOPICS,
        MIGRATIONS,
        StackProcesses.JOB_MANAGER,
        StackProcesses.TASK_MANAGERS.get(0),
        StackProcesses.TASK_MANAGERS.get(1));
    return startup;
  }

  private void step(
      Startup startup, String name, boolean needed, Steps.Action action, String... dependsOn) {
    if (needed) {
      startup.add(name, Set.of(dependsOn), () -> steps.run(name, action, executor));
    }
  }

  private ProcessFailure failed(Throwable cause) throws InterruptedException {
    Throwable root =
        cause instanceof java.util.concurrent.CompletionException ? cause.getCause() : cause;
    failure = root.getMessage() == null ? root.toString() : root.getMessage();
    if (!(root instanceof ProcessFailure)) {
      LOG.error("the stack could not be started", root);
    }
    if (phase == Phase.STARTING) {
      stopAll();
      phase = Phase.FAILED;
      stopped.complete(null);
    }
    return root instanceof ProcessFailure f ? f : new ProcessFailure(failure, root);
  }

  /** Takes everything down in order, once; later calls wait for the end of the first. */
  void stop() throws InterruptedException {
    beginStop();
    awaitStop();
  }

  /** Kills everything. What was accepted and not stored yet is in Kafka's files. */
  void abandon() throws InterruptedException {
    abandoned = true;
    keepers.values().forEach(Keeper::hold);
    stop();
  }

  /** Begins to take everything down, unless that was begun before, and returns at once. */
  synchronized void beginStop() {
    if (phase == Phase.STARTING || phase == Phase.RUNNING) {
      phase = Phase.STOPPING;
      executor.execute(this::stopInOrder);
    }
  }

  private void stopInOrder() {
    try {
      stopAll();
      phase = Phase.STOPPED;
      stopped.complete(null);
    } catch (InterruptedException | RuntimeException e) {
      LOG.error("not everything was stopped in order", e);
      stopped.completeExceptionally(e);
    }
  }

  private void stopAll() throws InterruptedException {
    boolean wasUp = failure.isEmpty();
    JobKeeper keeper = jobs;
    if (keeper != null) {
      keeper.letGo();
    }
    stopProcesses("stopping the gateway and the registry", StackProcesses.STOP_ORDER.get(0));
    if (keeper != null && !abandoned && flinkReady()) {
      if (wasUp && isHealthy(StackProcesses.KAFKA) && isHealthy(StackProcesses.CLICKHOUSE)) {
        activity = "the jobs store what is still in Kafka";
        keeper.drain(DRAIN_LIMIT);
      }
      activity = "stopping the jobs with savepoints";
      keeper.stopAll();
    }
    stopProcesses("stopping Flink", StackProcesses.STOP_ORDER.get(1));
    stopProcesses("stopping Kafka and ClickHouse", StackProcesses.STOP_ORDER.get(2));
    kafka.close();
    activity = "";
  }

  private void stopProcesses(String what, List<String> names) throws InterruptedException {
    activity = what;
    List<Keeper> present = names.stream().filter(keepers::containsKey).map(keepers::get).toList();
    Parallel.run(present, names.size(), Keeper::stop);
  }

  /** Waits for the end that somebody else brings about. */
  void awaitStop() throws InterruptedException {
    try {
      stopped.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  StackStatus status() {
    List<ProcessStatus> processes = keepers.values().stream().map(Keeper::status).toList();
    JobKeeper keeper = jobs;
    List<JobStatus> jobStatuses = keeper == null ? List.of() : keeper.status();
    ProcessHandle self = ProcessHandle.current();
    long resident =
        processes.stream().mapToLong(p -> Math.max(0, p.residentBytes())).sum()
            + Math.max(0, ResidentMemory.of(self.pid()));
    return new StackStatus(
        phase,
        phase == Phase.RUNNING && StackStatus.allWell(processes, jobStatuses),
        activity,
        failure,
        self.pid(),
        controlPort,
        resident,
        processes,
        steps.status(),
        jobStatuses,
        Endpoints.of(settings));
  }

  /**
   * @throws NoSuchElementException naming the processes there are
   */
  Keeper keeper(String name) {
    Keeper keeper = keepers.get(name);
    if (keeper == null) {
      throw new NoSuchElementException(
          "there is no process '" + name + "'; there are: " + String.join(", ", keepers.keySet()));
    }
    return keeper;
  }

  /** Told on the keeper's thread, which starts nothing before this returns. */
  private void changed(ProcessStatus status) {
    boolean down = status.state() == ProcessState.BACKOFF || status.state() == ProcessState.HELD;
    if (down && status.name().equals(StackProcesses.JOB_MANAGER)) {
      // The next JobManager does not know these tasks: they must be gone before it is there.
      for (String name : StackProcesses.TASK_MANAGERS) {
        LOG.info("{} goes with its JobManager", name);
        keepers.get(name).kill();
      }
    }
  }

  private boolean flinkReady() {
    return settings.externalFlink().isPresent()
        || (isHealthy(StackProcesses.JOB_MANAGER)
            && StackProcesses.TASK_MANAGERS.stream().allMatch(this::isHealthy));
  }

  private boolean isHealthy(String name) {
    Keeper keeper = keepers.get(name);
    return keeper == null || keeper.isHealthy();
  }

  private void tellLeftover(String name) {
    activity = "ending " + name + ", left over from a supervisor that was killed";
    LOG.info("{}", activity);
  }
}
