/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health.peer;

/**
 * Share of its score that an instance loses by standing out, smoothed: it must stand out in {@value
 * #CONFIRM} comparisons in succession to lose anything more, and regains it bit by bit.
 *
 * @param value 0 to {@link PeerRules#MAX_LOSS}
 * @param strikes comparisons in succession that would have taken more
 */
public record Loss(double value, int strikes) {
  static final Loss NONE = new Loss(0, 0);
  static final int CONFIRM = 2;

  /** What is left after a comparison in which it no longer stands out: gone within 50 s. */
  private static final double RECOVERY = 0.7;

  /** What is left after a slot in which it could not be compared. */
  private static final double FORGIVENESS = 0.85;

  private static final double NOTHING = 0.02;

  /** After a comparison. */
  Loss compared(double seen) {
    if (seen > value) {
      boolean confirmed = strikes + 1 >= CONFIRM;
      return new Loss(confirmed ? seen : value, Math.min(CONFIRM, strikes + 1));
    }
    return of(Math.max(seen, RECOVERY * value));
  }

  /**
   * After a slot without one. An instance that lost its traffic along with its score cannot show
   * that it has recovered, so it is forgiven in time, and judged anew.
   */
  Loss uncompared() {
    return value == 0 ? NONE : of(FORGIVENESS * value);
  }

  private static Loss of(double value) {
    return value < NOTHING ? NONE : new Loss(value, 0);
  }
}
