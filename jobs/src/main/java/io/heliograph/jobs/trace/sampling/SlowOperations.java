/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

/**
 * Knows how long the traces of each root operation took lately. A trace is slow if hardly any of
 * them took as long: less than {@code 1 - slowQuantile} of them, once {@code warmUp} were seen.
 */
final class SlowOperations {
  private record Operation(String service, String name) {}

  private final double slowShare;
  private final int warmUp;
  private final boolean on;
  private final RecentNames<Operation, RecentDurations> operations;

  SlowOperations(SamplingSettings settings) {
    this.on = settings.slowQuantile() > 0;
    this.slowShare = 1 - settings.slowQuantile();
    this.warmUp = settings.warmUp();
    this.operations = new RecentNames<>(settings.maxNames());
  }

  /** Compares with what was learned before. */
  boolean isSlow(TraceSummary trace) {
    if (!on) {
      return false;
    }
    RecentDurations recent = operations.get(operation(trace));
    return recent != null
        && recent.total() >= warmUp
        && recent.fewerAsLong(trace.durationNanos(), slowShare);
  }

  void learn(TraceSummary trace) {
    if (on) {
      operations
          .computeIfAbsent(operation(trace), key -> new RecentDurations())
          .add(trace.durationNanos());
    }
  }

  long forgotten() {
    return operations.forgotten();
  }

  private static Operation operation(TraceSummary trace) {
    return new Operation(trace.rootService(), trace.rootOperation());
  }
}
