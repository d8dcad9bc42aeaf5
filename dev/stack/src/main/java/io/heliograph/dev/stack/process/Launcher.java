/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Starts and ends one operating-system process. */
final class Launcher {
  /**
   * Ctrl-C in a terminal goes to every process started from it. Ours must not hear it, or they
   * would all end at once instead of in order; the shell ignores it, and what it becomes inherits
   * that.
   */
  private static final List<String> DEAF_TO_THE_TERMINAL =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  private static final int SIGNAL_BASE = 128;

  private Launcher() {}

  static Process start(ProcessSpec spec) throws IOException {
    List<String> command = new ArrayList<>(DEAF_TO_THE_TERMINAL);
    command.addAll(spec.command());
    Files.createDirectories(spec.output().toAbsolutePath().getParent());
    File output = spec.output().toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output));
    builder.environment().putAll(spec.environment());
    return builder.start();
  }

  /** Asks a process to end; kills it and what it started if it does not in time. */
  static void end(ProcessHandle process, long timeoutMillis) throws InterruptedException {
    List<ProcessHandle> descendants = process.descendants().toList();
    if (!process.isAlive()) {
      return;
    }
    process.destroy();
    if (!ends(process, timeoutMillis)) {
      process.destroyForcibly();
      ends(process, TimeUnit.SECONDS.toMillis(10));
    }
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  /** Kills a process and what it started, at once. */
  static void kill(ProcessHandle process) {
    Stream.concat(Stream.of(process), process.descendants().toList().stream())
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** What an exit code means, for a person. */
  static String describeExit(int code) {
    Optional<String> signal =
        code > SIGNAL_BASE && code < SIGNAL_BASE + 32
            ? Optional.of("was killed by signal " + (code - SIGNAL_BASE))
            : Optional.empty();
    return signal.orElse("exited with code " + code);
  }

  private static boolean ends(ProcessHandle process, long timeoutMillis)
      throws InterruptedException {
    try {
      process.onExit().get(timeoutMillis, TimeUnit.MILLISECONDS);
      return true;
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      return !process.isAlive();
    }
  }
}
