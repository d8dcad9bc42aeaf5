/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

/**
 * Calls that an instance served. Adds up.
 *
 * @param calls by its own count, in its heartbeats
 * @param errors of those, failed
 * @param tracedCalls by its SERVER and CONSUMER spans
 * @param tracedErrors of those, with status ERROR
 * @param tracedNanos how long those took together
 * @param latencies how long each of those took
 */
public record Traffic(
    long calls,
    long errors,
    long tracedCalls,
    long tracedErrors,
    long tracedNanos,
    Latencies latencies) {
  static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, Latencies.NONE);

  /** What an instance counted itself. */
  public static Traffic reported(long calls, long errors) {
    return new Traffic(calls, errors, 0, 0, 0, Latencies.NONE);
  }

  Traffic plus(Traffic other) {
    return new Traffic(
        calls + other.calls,
        errors + other.errors,
        tracedCalls + other.tracedCalls,
        tracedErrors + other.tracedErrors,
        tracedNanos + other.tracedNanos,
        other.tracedCalls == 0 ? latencies : latencies.plus(other.latencies));
  }
}
