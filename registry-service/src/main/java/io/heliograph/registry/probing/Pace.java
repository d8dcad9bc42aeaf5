/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.registry.probing;

import java.util.Optional;

/**
 * When the next instance is due. A pointer goes round the {@link Roster} once in an interval, or
 * slower if there are more instances than the rate allows; never more than the rate. What cannot be
 * probed when it is due is so as soon as possible; what is late by a whole turn is left out, and
 * counted. Pure but for its own position; one thread.
 */
final class Pace {
  private static final double MILLIS = 1e3;

  /** As much of a second's rate may be made up for at once. */
  private static final double BURST_SECONDS = 0.2;

  private final long intervalMillis;
  private final int perSecond;

  /** What is due lies before this. */
  private long due;

  /** What was taken lies before this. */
  private long taken;

  private double allowance;
  private double turnMillis;
  private long leftOut;

  /**
   * A pace.
   *
   * @param start where on the ring to begin, so that nodes that start together do not go together
   */
  Pace(long intervalMillis, int perSecond, long start) {
    this.intervalMillis = intervalMillis;
    this.perSecond = perSecond;
    turnMillis = intervalMillis;
    due = start & (Roster.TURN - 1);
    taken = due;
  }

  /** Time has passed. */
  void pass(long millis, Roster roster) {
    turnMillis = Math.max(intervalMillis, roster.size() * MILLIS / perSecond);
    due += (long) (millis / turnMillis * Roster.TURN);
    double most = Math.max(1, perSecond * BURST_SECONDS);
    allowance = Math.min(most, allowance + millis * perSecond / MILLIS);
    if (due - taken > Roster.TURN) {
      long from = taken;
      taken = due - Roster.TURN;
      leftOut += roster.between(from, taken);
    }
  }

  /** The next instance to be probed now; empty if none is due, or the rate is used up. */
  Optional<Target> take(Roster roster) {
    if (allowance < 1) {
      return Optional.empty();
    }
    long next = roster.next(taken);
    if (next >= due) {
      taken = due;
      return Optional.empty();
    }
    allowance--;
    taken = next + 1;
    return Optional.of(roster.at(next));
  }

  /** How long it takes to probe each once. */
  long turnMillis() {
    return (long) turnMillis;
  }

  /** How late the next one is. */
  long lagMillis() {
    return (long) ((double) (due - taken) / Roster.TURN * turnMillis);
  }

  /** Probes that were left out since they were late by a turn. */
  long leftOut() {
    return leftOut;
  }
}
