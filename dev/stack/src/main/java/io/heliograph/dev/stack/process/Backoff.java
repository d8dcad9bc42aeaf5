/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.stack.process;

import java.time.Duration;

/**
 * How long to wait before a process that died is started again: not at all after a long healthy
 * life, then 1 s, doubled with each early death up to {@link #MOST}.
 */
public record Backoff(int earlyDeaths) {
  /** A process that lived this long has proven itself. */
  public static final Duration PROVEN = Duration.ofSeconds(20);

  /** The longest wait. */
  public static final Duration MOST = Duration.ofSeconds(30);

  /** Nothing has died yet. */
  public static final Backoff NONE = new Backoff(0);

  /** What is known after a death. */
  public Backoff afterLifeOf(Duration life) {
    return life.compareTo(PROVEN) >= 0 ? NONE : new Backoff(Math.min(earlyDeaths + 1, 16));
  }

  /** The wait before the next start. */
  public Duration delay() {
    if (earlyDeaths == 0) {
      return Duration.ZERO;
    }
    Duration delay = Duration.ofSeconds(1L << (earlyDeaths - 1));
    return delay.compareTo(MOST) < 0 ? delay : MOST;
  }
}
