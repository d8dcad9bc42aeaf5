/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

/**
 * With which probability a trace is to be kept, so that each root service has about {@code
 * tracesPerMinute} of them in each minute of trace time.
 *
 * <p>A minute is expected to bring as many as the one before, or as many as it has brought already.
 * So the first traces of a service are kept for certain, a sudden flood is kept in proportion to
 * its logarithm only, and the first minute after a flood may have too few. Each subtask sees one
 * part of many: this trace, and the others' number times the number of subtasks.
 */
final class ServiceRates {
  private final double tracesPerMinute;
  private final int subtasks;
  private final RecentNames<String, RecentMinutes> services;

  ServiceRates(SamplingSettings settings, int subtasks) {
    this.tracesPerMinute = settings.tracesPerMinute();
    this.subtasks = subtasks;
    this.services = new RecentNames<>(settings.maxNames());
  }

  /** Counts the trace. The answer is 0 to 1, and 0 if there is no rate to keep to. */
  double probability(TraceSummary trace) {
    if (tracesPerMinute == 0) {
      return 0;
    }
    long others =
        services
            .computeIfAbsent(trace.rootService(), key -> new RecentMinutes())
            .count(Math.floorDiv(trace.startMillis(), 60_000L));
    return Math.min(1, tracesPerMinute / (1.0 + (double) others * subtasks));
  }

  long forgotten() {
    return services.forgotten();
  }
}
