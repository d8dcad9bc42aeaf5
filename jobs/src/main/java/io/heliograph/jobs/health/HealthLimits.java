/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.JobOptions;
import java.io.Serializable;
import java.time.Duration;

/**
 * When an instance counts as what.
 *
 * @param suspectAfter missed promises that make it SUSPECT, at least 1
 * @param downAfter missed promises that make it DOWN, more than {@code suspectAfter}
 * @param refresh how often {@code last_seen} is written when nothing else changed
 * @param forget how long the state of a DOWN instance is kept
 * @param recoverAfter good beats that an instance owes after trouble, at least 1
 * @param adviceRefresh how often the registry is told of an instance when nothing changed
 */
public record HealthLimits(
    int suspectAfter,
    int downAfter,
    Duration refresh,
    Duration forget,
    int recoverAfter,
    Duration adviceRefresh)
    implements Serializable {
  private static final int MAX_MISSED = 1_000;

  /** Refuses limits that contradict each other. */
  public HealthLimits {
    if (suspectAfter < 1 || downAfter <= suspectAfter) {
      throw new IllegalArgumentException(
          "must be 1 <= suspectAfter < downAfter, are " + suspectAfter + " and " + downAfter);
    }
    if (recoverAfter < 1) {
      throw new IllegalArgumentException("recoverAfter must be at least 1, is " + recoverAfter);
    }
  }

  /** Two promises, four promises, 5 seconds, 1 hour, three beats, 30 seconds. */
  public static HealthLimits defaults() {
    return new HealthLimits(
        2, 4, Duration.ofSeconds(5), Duration.ofHours(1), 3, Duration.ofSeconds(30));
  }

  /** Declares and reads the options of the health job. */
  static HealthLimits read(JobOptions options) {
    int suspectAfter =
        (int) options.number("suspect-after", "missed heartbeats to SUSPECT", 2, 1, MAX_MISSED);
    int downAfter =
        (int) options.number("down-after", "missed heartbeats to DOWN", 4, 2, MAX_MISSED);
    if (downAfter <= suspectAfter) {
      options.problem("down-after", "" + downAfter, "must be over --suspect-after " + suspectAfter);
      return defaults();
    }
    return new HealthLimits(
        suspectAfter,
        downAfter,
        options.millis(
            "refresh-ms",
            "how often last_seen is written when nothing else changed",
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofHours(1)),
        options.millis(
            "forget-ms",
            "how long a DOWN instance is remembered",
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofDays(7)),
        (int) options.number("recover-after", "good heartbeats after trouble", 3, 1, MAX_MISSED),
        options.millis(
            "advice-refresh-ms",
            "how often the registry is told of an instance when nothing changed",
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofHours(1)));
  }
}
