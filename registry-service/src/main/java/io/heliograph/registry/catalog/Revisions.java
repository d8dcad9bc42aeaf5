/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.catalog;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Numbers of changes: microseconds since 1970, or one more than the last where the clock has not
 * moved on (a hybrid logical clock, Kulkarni et al. 2014, in one number). So they go on rising over
 * a restart, and fit into a JavaScript number until the year 2255. Thread-safe.
 */
final class Revisions {
  private final LongSupplier clockMillis;
  private final AtomicLong last = new AtomicLong();

  Revisions(LongSupplier clockMillis) {
    this.clockMillis = clockMillis;
  }

  /** The last one that was given out; 0 if none was. */
  long last() {
    return last.get();
  }

  /** All that follow are greater than this one. */
  void goOnFrom(long revision) {
    last.accumulateAndGet(revision, Math::max);
  }

  long next() {
    long now = clockMillis.getAsLong() * 1_000;
    return last.updateAndGet(before -> Math.max(before + 1, now));
  }
}
