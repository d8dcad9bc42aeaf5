/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.benchmarks.health;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the job had come at a moment.
 *
 * @param nanos of {@link System#nanoTime}
 * @param stored heartbeats that the ledger in ClickHouse counts as stored
 * @param cpu seconds of each process
 */
record Reading(long nanos, long stored, Map<String, Double> cpu) {
  /**
   * What lies between two readings.
   *
   * @param from the first after the warm-up
   * @param to the last before all was stored: the last checkpoint waits for nothing to do
   */
  record Span(Reading from, Reading to) {
    double seconds() {
      return (to.nanos - from.nanos) / 1e9;
    }

    long heartbeats() {
      return to.stored - from.stored;
    }

    double perSecond() {
      return heartbeats() / seconds();
    }

    double cpuPerMillion(String process) {
      double seconds = to.cpu.getOrDefault(process, 0.0) - from.cpu.getOrDefault(process, 0.0);
      return seconds / heartbeats() * 1e6;
    }
  }

  /**
   * The span to be measured; empty if the job was too quick for it.
   *
   * @param readings one for each count that was seen, ascending
   * @param warmUp heartbeats before the span begins
   * @param all heartbeats there are
   */
  static Optional<Span> span(List<Reading> readings, long warmUp, long all) {
    Reading from = null;
    Reading to = null;
    for (Reading reading : readings) {
      if (reading.stored >= warmUp && reading.stored < all) {
        from = from == null ? reading : from;
        to = reading;
      }
    }
    return from == to ? Optional.empty() : Optional.of(new Span(from, to));
  }
}
