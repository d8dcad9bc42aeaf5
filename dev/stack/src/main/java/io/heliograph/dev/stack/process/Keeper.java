/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one process: starts it, asks it for its health, starts it again when it dies, ends it. A
 * thread of its own does the waiting; the methods may be called from any thread.
 *
 * <p>A process that cannot be brought up the first time has failed, and is left alone: something is
 * wrong that a person has to see. One that dies after it was healthy is started again for ever.
 */
public final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final long ASK_WHILE_STARTING_MILLIS = 200;
  private static final long ASK_WHILE_HEALTHY_MILLIS = 1_000;
  private static final int TAIL_LINES = 15;

  private enum Wish {
    RUN,
    HOLD,
    STOP
  }

  private final ProcessSpec spec;
  private final Children children;
  private final Consumer<ProcessStatus> listener;
  private final CompletableFuture<Void> firstHealthy = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  // guarded by this
  private Wish wish = Wish.RUN;
  private boolean started;
  private ProcessState state = ProcessState.WAITING;
  private String detail = "";
  private long sinceMillis = System.currentTimeMillis();
  private Process process;
  // the process and what it has started itself; found out once, since that walks all processes
  private List<ProcessHandle> family = List.of();
  private int restarts;
  private Backoff backoff = Backoff.NONE;

  /**
   * @param listener hears of each change of state, on the thread that made it
   */
  public Keeper(ProcessSpec spec, Children children, Consumer<ProcessStatus> listener) {
    this.spec = spec;
    this.children = children;
    this.listener = listener;
  }

  /** What is kept. */
  public ProcessSpec spec() {
    return spec;
  }

  /**
   * Brings the process up; a second call changes nothing.
   *
   * @return completes when it is healthy for the first time, or with a {@link ProcessFailure}
   */
  public synchronized CompletableFuture<Void> start() {
    if (!started && wish != Wish.STOP) {
      started = true;
      Thread thread = new Thread(this::keep, "keeper-" + spec.name());
      thread.setDaemon(true);
      thread.start();
    }
    return firstHealthy;
  }

  /** Ends the process and waits for its end. It is not started again. */
  public void stop() throws InterruptedException {
    Process running;
    synchronized (this) {
      wish = Wish.STOP;
      running = process;
      notifyAll();
      if (!started) {
        become(ProcessState.STOPPED, "");
        ended.complete(null);
      } else if (running != null) {
        become(ProcessState.STOPPING, "");
      }
    }
    if (running != null) {
      Launcher.end(running.toHandle(), spec.stopTimeout().toMillis());
    }
    firstHealthy.completeExceptionally(new ProcessFailure(spec.name() + " was stopped"));
    ended.join();
  }

  /** Kills the process with SIGKILL; it is started again as after any death. */
  public void kill() {
    running().ifPresent(p -> Launcher.kill(p.toHandle()));
  }

  /** Kills the process with SIGKILL and keeps it down until {@link #release}. */
  public void hold() {
    synchronized (this) {
      if (wish == Wish.RUN) {
        wish = Wish.HOLD;
      }
    }
    kill();
  }

  /** Lets a held process be started again. */
  public synchronized void release() {
    if (wish == Wish.HOLD) {
      wish = Wish.RUN;
      notifyAll();
    }
  }

  /** Whether the process answered its last health check. */
  public synchronized boolean isHealthy() {
    return state == ProcessState.HEALTHY;
  }

  /** What is known of the process now. */
  public ProcessStatus status() {
    Optional<Process> running = running();
    synchronized (this) {
      long resident = running.isEmpty() ? -1 : ResidentMemory.of(family);
      return new ProcessStatus(
          spec.name(),
          state,
          running.map(Process::pid).orElse(0L),
          spec.port(),
          spec.metricsPort(),
          restarts,
          resident,
          spec.memoryLimitMb(),
          detail,
          sinceMillis,
          spec.output().toString());
    }
  }

  private void keep() {
    try {
      while (awaitTurn()) {
        live();
      }
      become(ProcessState.STOPPED, "");
    } catch (ProcessFailure e) {
      become(ProcessState.FAILED, e.getMessage());
      firstHealthy.completeExceptionally(e);
    } catch (InterruptedException | RuntimeException e) {
      LOG.error("{} is no longer kept", spec.name(), e);
      become(ProcessState.FAILED, "internal error: " + e);
      firstHealthy.completeExceptionally(e);
    } finally {
      ended.complete(null);
    }
  }

  /** Waits out holds and pauses; false once the process is to be gone. */
  private synchronized boolean awaitTurn() throws InterruptedException {
    long until = System.nanoTime() + backoff.delay().toNanos();
    while (wish != Wish.STOP) {
      long left = until - System.nanoTime();
      if (wish == Wish.HOLD) {
        become(ProcessState.HELD, "down on request");
        wait();
      } else if (left > 0) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } else {
        return true;
      }
    }
    return false;
  }

  /** One life of the process, from before its start to its end. */
  private void live() throws ProcessFailure, InterruptedException {
    Optional<String> conflict = PortCheck.conflict(spec);
    if (conflict.isPresent()) {
      diedEarly(conflict.get());
      return;
    }
    long born = System.nanoTime();
    Process life = spawn();
    if (life == null) {
      return;
    }
    String verdict = watch(life, born);
    int code = life.waitFor();
    synchronized (this) {
      process = null;
      children.ended(spec.name());
      if (wish == Wish.STOP) {
        return;
      }
      String death = verdict.isEmpty() ? Launcher.describeExit(code) : verdict;
      LOG.warn("{} (pid {}) {}", spec.name(), life.pid(), death);
      if (wish == Wish.HOLD) {
        restarts++;
        return;
      }
      if (firstHealthy.isDone()) {
        restarts++;
        backoff = backoff.afterLifeOf(Duration.ofNanos(System.nanoTime() - born));
        become(ProcessState.BACKOFF, death + ", is started again");
      } else {
        throw new ProcessFailure(
            "%s %s before it was ready.%n%s"
                .formatted(spec.name(), death, LogTail.of(spec, TAIL_LINES)));
      }
    }
  }

  private Process spawn() throws ProcessFailure {
    synchronized (this) {
      if (wish != Wish.RUN) {
        return null;
      }
      try {
        process = Launcher.start(spec);
      } catch (IOException e) {
        throw new ProcessFailure(spec.name() + " cannot be started: " + e.getMessage(), e);
      }
      family = List.of(process.toHandle());
      children.started(spec.name(), process.toHandle());
      become(ProcessState.STARTING, "");
      LOG.info("{} started, pid {}", spec.name(), process.pid());
      return process;
    }
  }

  /** Asks until the process has ended; the answer says why we ended it, if we did. */
  private String watch(Process life, long born) throws InterruptedException {
    long deadline = born + spec.startTimeout().toNanos();
    boolean healthyOnce = false;
    while (life.isAlive()) {
      Optional<String> problem = spec.health().problem();
      if (problem.isEmpty()) {
        if (!healthyOnce) {
          healthyOnce = true;
          findFamily(life);
        }
        become(ProcessState.HEALTHY, "");
        firstHealthy.complete(null);
      } else if (!firstHealthy.isDone() && System.nanoTime() - deadline > 0) {
        Launcher.kill(life.toHandle());
        return "was killed, since it was not healthy after "
            + spec.startTimeout().toSeconds()
            + " s: "
            + problem.get();
      } else if (life.isAlive()) {
        become(healthyOnce ? ProcessState.UNHEALTHY : ProcessState.STARTING, problem.get());
      }
      life.waitFor(
          problem.isEmpty() ? ASK_WHILE_HEALTHY_MILLIS : ASK_WHILE_STARTING_MILLIS,
          TimeUnit.MILLISECONDS);
    }
    return "";
  }

  private void findFamily(Process life) {
    List<ProcessHandle> found = new ArrayList<>(life.descendants().toList());
    found.add(life.toHandle());
    synchronized (this) {
      family = List.copyOf(found);
    }
  }

  private synchronized void diedEarly(String reason) throws ProcessFailure {
    if (!firstHealthy.isDone()) {
      throw new ProcessFailure(reason);
    }
    backoff = backoff.afterLifeOf(Duration.ZERO);
    become(ProcessState.BACKOFF, reason);
  }

  private synchronized Optional<Process> running() {
    return Optional.ofNullable(process).filter(Process::isAlive);
  }

  private void become(ProcessState next, String why) {
    synchronized (this) {
      boolean stopping = state == ProcessState.STOPPING && next != ProcessState.STOPPED;
      if (stopping || (state == next && detail.equals(why))) {
        return;
      }
      detail = why;
      if (state == next) {
        return;
      }
      sinceMillis = System.currentTimeMillis();
      state = next;
    }
    listener.accept(status());
  }
}
