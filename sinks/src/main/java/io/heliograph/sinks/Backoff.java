/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.sinks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: see "Exponential Backoff And Jitter", AWS Architecture
 * Blog, 2015. A tenth of the wait is not random, so a retry is never at once.
 */
record Backoff(Duration first, Duration max) {
  /** Wait before the next attempt, once {@code failures} (1 or more) have failed in a row. */
  long millis(int failures, RandomGenerator random) {
    int doublings = Math.min(failures - 1, 30);
    long ceiling = Math.min(max.toMillis(), first.toMillis() << doublings);
    return ceiling / 10 + random.nextLong(ceiling - ceiling / 10 + 1);
  }
}
