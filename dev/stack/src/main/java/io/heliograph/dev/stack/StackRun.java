/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack;

import io.heliograph.dev.stack.process.Identity;
import io.heliograph.dev.stack.process.ProcessFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** One life of the stack in this process: the lock, the supervisor, and how others reach it. */
final class StackRun implements AutoCloseable {
  private final StackSettings settings;
  private final SupervisorLock lock;
  private final Supervisor supervisor;
  private final ControlServer control;

  private StackRun(StackSettings settings, SupervisorLock lock) throws IOException {
    this.settings = settings;
    this.lock = lock;
    Files.deleteIfExists(failureFile(settings));
    String token = UUID.randomUUID().toString();
    this.supervisor = new Supervisor(settings);
    this.control = new ControlServer(supervisor, token, supervisor::beginStop);
    supervisor.reachableAt(control.port());
    SupervisorFile.write(
        settings.data(),
        new SupervisorFile(
            Identity.of(ProcessHandle.current()), control.port(), token, settings.toEnvironment()));
  }

  /**
   * Takes the data directory.
   *
   * @return nothing if another supervisor has it
   */
  static Optional<StackRun> take(StackSettings settings) throws IOException {
    Optional<SupervisorLock> lock = SupervisorLock.tryLock(settings.data());
    return lock.isEmpty() ? Optional.empty() : Optional.of(new StackRun(settings, lock.get()));
  }

  Supervisor supervisor() {
    return supervisor;
  }

  /** Brings all up; a failure is also written down for who started us and cannot hear us. */
  void start() throws ProcessFailure, InterruptedException, IOException {
    try {
      supervisor.start();
    } catch (ProcessFailure e) {
      Files.writeString(failureFile(settings), e.getMessage());
      throw e;
    }
  }

  static Path failureFile(StackSettings settings) {
    return settings.data().resolve("run").resolve("failure.txt");
  }

  /** Takes all down, if it is up, and gives the data directory back. */
  @Override
  public void close() throws IOException, InterruptedException {
    try {
      supervisor.stop();
    } finally {
      giveBack();
    }
  }

  /** Kills all that is up, and gives the data directory back. */
  void abandon() throws IOException, InterruptedException {
    try {
      supervisor.abandon();
    } finally {
      giveBack();
    }
  }

  private void giveBack() throws IOException {
    control.close();
    SupervisorFile.delete(settings.data());
    lock.close();
  }
}
