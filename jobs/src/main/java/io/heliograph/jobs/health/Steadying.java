/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import java.util.Locale;
import javax.annotation.Nullable;

/**
 * Hysteresis: bad news counts at once, good news when it has lasted.
 *
 * <ul>
 *   <li>An instance that was in trouble (silent, or unreachable for a quorum of probers) is SUSPECT
 *       until it has sent {@code recoverAfter} beats without trouble.
 *   <li>A score falls at once and rises by {@value #RISE} with each beat at most.
 *   <li>One that gets into trouble again and again is held SUSPECT for a growing time, see {@link
 *       FlapDamping}. To be killed and come back as a new process counts as a flap too.
 * </ul>
 *
 * What an instance says of itself (draining, disabled, stopped) is no trouble.
 */
final class Steadying {
  static final int RISE = 25;

  /** An instance that is held gets half of its traffic at most. */
  private static final int HELD_SCORE = 50;

  private final int recoverAfter;

  Steadying(int recoverAfter) {
    this.recoverAfter = recoverAfter;
  }

  /**
   * How steady it is after it was looked at.
   *
   * @param raw what the moment says
   * @param beat whether a beat was the reason to look
   */
  Steadiness next(InstanceState instance, Verdict raw, boolean beat, long nowMillis) {
    Steadiness known = FlapDamping.release(instance.steadiness(), nowMillis);
    boolean trouble = isTrouble(instance.lifecycle(), raw.state());
    if (trouble && !known.troubled()) {
      known = FlapDamping.flap(known, nowMillis);
    }
    int owed = known.owedBeats();
    if (trouble) {
      owed = recoverAfter;
    } else if (beat && owed > 0) {
      owed--;
    }
    return known.troubled() == trouble && known.owedBeats() == owed
        ? known
        : new Steadiness(
            trouble,
            owed,
            known.penalty(),
            known.penaltyMillis(),
            known.flaps(),
            known.flapsSinceMillis(),
            known.held());
  }

  private static boolean isTrouble(Lifecycle lifecycle, HealthState state) {
    boolean serves = lifecycle == Lifecycle.SERVING || lifecycle == Lifecycle.STARTING;
    return serves && (state == HealthState.SUSPECT || state == HealthState.DOWN);
  }

  /**
   * The verdict to be told.
   *
   * @param told the one told before; null for a new process
   */
  Verdict tell(
      @Nullable Verdict told, Verdict raw, Steadiness steadiness, boolean beat, long nowMillis) {
    if (raw.state() == HealthState.DRAINING || raw.state() == HealthState.DISABLED) {
      return raw;
    }
    int score = score(told, raw, beat);
    if (raw.state() != HealthState.UP && raw.state() != HealthState.WARMING) {
      return new Verdict(raw.state(), score, raw.reason());
    }
    if (steadiness.held()) {
      return new Verdict(
          HealthState.SUSPECT,
          Math.min(HELD_SCORE, score),
          held(steadiness, nowMillis) + "; " + raw.reason());
    }
    if (steadiness.owedBeats() > 0) {
      int good = recoverAfter - steadiness.owedBeats();
      String reason = "recovering, " + good + " of " + recoverAfter + " good heartbeats; ";
      return new Verdict(HealthState.SUSPECT, score, reason + raw.reason());
    }
    return new Verdict(raw.state(), score, raw.reason());
  }

  private static int score(@Nullable Verdict told, Verdict raw, boolean beat) {
    boolean ownWord =
        told == null
            || told.state() == HealthState.DRAINING
            || told.state() == HealthState.DISABLED;
    return ownWord || raw.score() <= told.score()
        ? raw.score()
        : Math.min(raw.score(), told.score() + (beat ? RISE : 0));
  }

  private static String held(Steadiness steadiness, long nowMillis) {
    long span = Math.max(0, steadiness.penaltyMillis() - steadiness.flapsSinceMillis());
    long left = Math.max(0, FlapDamping.heldUntilMillis(steadiness) - nowMillis);
    return String.format(
        Locale.ROOT,
        "held: in trouble %d times within %d s, %d s to go if it stays calm",
        steadiness.flaps(),
        Math.round(span / 1000.0),
        Math.round(left / 1000.0));
  }
}
