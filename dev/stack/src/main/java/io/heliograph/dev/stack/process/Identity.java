/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.time.Instant;
import java.util.Optional;

/**
 * Which process is meant: a pid alone is not enough, since the system hands it out again. A pid
 * never comes back within {@value #TOLERANCE_MILLIS} ms of the same start time, which allows for
 * clocks that were adjusted in between.
 *
 * @param startMillis when it was started, milliseconds since the epoch
 */
public record Identity(long pid, long startMillis) {
  static final long TOLERANCE_MILLIS = 2_000;

  /** The identity of a process that runs right now. */
  public static Identity of(ProcessHandle process) {
    long started =
        process
            .info()
            .startInstant()
            .map(Instant::toEpochMilli)
            .orElseGet(System::currentTimeMillis);
    return new Identity(process.pid(), started);
  }

  /** The process, if it still runs. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
  }

  private boolean isSame(ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .filter(i -> Math.abs(i.toEpochMilli() - startMillis) <= TOLERANCE_MILLIS)
        .isPresent();
  }
}
