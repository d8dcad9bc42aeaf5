/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.replay;

/**
 * How far into the replay an item is due. Silence of more than a minute in the recording is cut to
 * a minute. Fed with the items in the order they are sent.
 */
final class Pace {
  private static final long MAX_GAP_NANOS = 60_000_000_000L;

  private final double speed;
  private long previous = Long.MIN_VALUE;
  private long elapsed;

  Pace(double speed) {
    this.speed = speed;
  }

  /** Recorded time from the first item to this one, gaps cut, over the speed; in ns. */
  long dueNanos(long timeUnixNano) {
    if (previous != Long.MIN_VALUE && timeUnixNano > previous) {
      elapsed += Math.min(timeUnixNano - previous, MAX_GAP_NANOS);
    }
    previous = Math.max(previous, timeUnixNano);
    return (long) (elapsed / speed);
  }
}
