/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks;

import io.heliograph.benchmarks.load.Target;
import io.heliograph.benchmarks.load.Templates;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A running system that takes spans and keeps them: Heliograph or a peer. */
interface Subject extends AutoCloseable {
  /** How long it may take to store what it has accepted. */
  Duration STORE_TIMEOUT = Duration.ofSeconds(180);

  String name();

  /** Its processes, by the names that the report shows. */
  Map<String, Long> processes();

  Templates templates();

  Target connect();

  /** Spans it holds now; only differences count. */
  long stored() throws IOException, InterruptedException;

  /**
   * Waits until it holds so many spans, for three minutes at most.
   *
   * @return how many it holds then
   */
  default long awaitStored(long wanted) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + STORE_TIMEOUT.toNanos();
    long stored = stored();
    while (stored < wanted && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      stored = stored();
    }
    if (stored < wanted) {
      Progress.say(
          "%s: %d spans were accepted but are not stored after %d s",
          name(), wanted - stored, STORE_TIMEOUT.toSeconds());
    }
    return stored;
  }

  /** Its table of spans in ClickHouse, if that is where it keeps them. */
  Optional<String> table();

  /** Its table of assembled traces, likewise. */
  default Optional<String> traceTable() {
    return Optional.empty();
  }

  /** What a reader must know to judge its numbers. */
  String note();

  /** Stops what was started for it. */
  @Override
  default void close() throws Exception {}
}
