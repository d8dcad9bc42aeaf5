/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

/**
 * Holds back an instance that keeps falling into trouble and out of it, as BGP holds back a route
 * that flaps (<a href="https://www.rfc-editor.org/rfc/rfc2439">RFC 2439</a>, section 4.2: figure of
 * merit, cutoff and reuse thresholds, half-life, maximum hold-down).
 *
 * <p>Each flap adds {@value #FLAP} to a penalty, which halves every 2 minutes of log time. From
 * {@value #SUPPRESS} on the instance is held, until the penalty has come down to {@value #REUSE}:
 * the third flap within half a minute, or the fourth within two and a half, costs about 4 minutes;
 * each further one, held or not, makes it longer; 10 minutes after the last one it is free in any
 * case. Flaps over 2 minutes apart never add up to a hold. The history is one number, so it is
 * bounded whatever the instance does.
 */
final class FlapDamping {
  static final double FLAP = 1_000;
  static final double SUPPRESS = 2_500;
  static final double REUSE = 750;
  static final long HALF_LIFE_MILLIS = 120_000;
  static final long MAX_HOLD_MILLIS = 600_000;

  private static final double CEILING =
      REUSE * Math.pow(2, (double) MAX_HOLD_MILLIS / HALF_LIFE_MILLIS);

  /** Below this a flap begins a new count. */
  private static final double FORGIVEN = REUSE / 2;

  private FlapDamping() {}

  /** The penalty at a moment of log time. */
  static double penalty(Steadiness known, long nowMillis) {
    double halves = (double) Math.max(0, nowMillis - known.penaltyMillis()) / HALF_LIFE_MILLIS;
    return known.penalty() * Math.pow(2, -halves);
  }

  /** Adds a flap. */
  static Steadiness flap(Steadiness known, long nowMillis) {
    double left = known.penalty() == 0 ? 0 : penalty(known, nowMillis);
    boolean first = left < FORGIVEN;
    double penalty = Math.min(CEILING, left + FLAP);
    return new Steadiness(
        known.troubled(),
        known.owedBeats(),
        penalty,
        nowMillis,
        first ? 1 : known.flaps() + 1,
        first ? nowMillis : known.flapsSinceMillis(),
        known.held() || penalty >= SUPPRESS);
  }

  /** Lets it go if it has been calm for long enough. */
  static Steadiness release(Steadiness known, long nowMillis) {
    return !known.held() || nowMillis < heldUntilMillis(known)
        ? known
        : new Steadiness(
            known.troubled(),
            known.owedBeats(),
            known.penalty(),
            known.penaltyMillis(),
            known.flaps(),
            known.flapsSinceMillis(),
            false);
  }

  /** Log time at which it is let go if it stays calm. */
  static long heldUntilMillis(Steadiness known) {
    double halves = Math.log(known.penalty() / REUSE) / Math.log(2);
    return known.penaltyMillis() + (long) Math.ceil(Math.max(0, halves) * HALF_LIFE_MILLIS);
  }
}
