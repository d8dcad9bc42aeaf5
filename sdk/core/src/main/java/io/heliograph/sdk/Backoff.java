/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sdk;

import java.time.Duration;

/**
 * Pauses that double up to a limit, each cut by up to half at random so that many clients do not
 * come back at once ("equal jitter", AWS Architecture Blog, Exponential Backoff And Jitter, 2015).
 */
public record Backoff(long firstNanos, long maxNanos) {

  /** Pauses from the first to the longest. */
  public static Backoff of(Duration first, Duration max) {
    return new Backoff(first.toNanos(), max.toNanos());
  }

  /**
   * The pause before repeat number {@code attempt}, in ns.
   *
   * @param attempt 1 for the first repeat
   * @param random from 0 (inclusive) to 1
   */
  public long pauseNanos(int attempt, double random) {
    int doublings = Math.min(attempt - 1, 30);
    long full = firstNanos > (maxNanos >> doublings) ? maxNanos : firstNanos << doublings;
    long half = full / 2;
    return half + (long) (random * (full - half));
  }
}
