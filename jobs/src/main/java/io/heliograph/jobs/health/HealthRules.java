/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.health.peer.Standing;
import io.heliograph.jobs.keyed.Revision;
import io.heliograph.jobs.keyed.Stage;
import java.util.List;
import javax.annotation.Nullable;

/**
 * The life of an instance, as a function of what it knew and what it heard.
 *
 * <p>Only a beat that is newer than all before it (by incarnation, then sequence) moves anything;
 * its Kafka timestamp is the sign of life. So a replay of old beats neither revives the dead nor
 * ages the living, and the sender's clock may be as wrong as it likes.
 */
final class HealthRules {
  /** Weight of the past when a new beat's calls are added: about the last four beats count. */
  private static final double DECAY = 0.75;

  private final HealthJudge judge;
  private final Steadying steadying;
  private final Telling telling;

  HealthRules(HealthLimits limits) {
    judge = new HealthJudge(limits);
    steadying = new Steadying(limits.recoverAfter());
    telling = new Telling(limits);
  }

  /**
   * What came of it.
   *
   * @param state what is known now; null: nothing
   * @param note LATE or DUPLICATE if it told nothing new
   */
  record Step(
      @Nullable InstanceState state,
      @Nullable InstanceRow row,
      @Nullable HealthEvent event,
      @Nullable Advice advice,
      @Nullable Stage note) {
    /** Nothing came of it. */
    static Step none(@Nullable InstanceState known, @Nullable Stage note) {
      return new Step(known, null, null, null, note);
    }
  }

  /**
   * Hears a beat.
   *
   * @param nowMillis how far log time has come; a beat that was held up on its way is judged by it
   */
  Step onBeat(@Nullable InstanceState known, Beat beat, long nowMillis) {
    long now = Math.max(nowMillis, beat.millis());
    if (known == null) {
      return judged(null, heard(null, beat, Incarnation.first(beat)), true, now);
    }
    if (beat.leased() != known.incarnation().leased()) {
      return beat.leased() ? onLease(known, beat, now) : onOwn(known, beat, now);
    }
    boolean other = beat.startedNanos() != known.incarnation().startedNanos();
    return switch (known.incarnation().relate(beat, other && silent(known, now))) {
      case DUPLICATE -> Step.none(known, Stage.DUPLICATE);
      case LATE -> Step.none(known, Stage.LATE);
      case NEXT -> judged(known, heard(known, beat, known.incarnation().next(beat)), true, now);
      case SUCCESSOR -> judged(known, successor(known, beat, now), true, now);
    };
  }

  /**
   * The lease of an instance that beats itself: it tells nothing new, since whoever renews may be
   * an agent that does not know of the process. Unless the instance fell silent and has registered
   * since: then it is another process, which may not beat.
   */
  private Step onLease(InstanceState known, Beat beat, long now) {
    boolean registeredSince = beat.startedNanos() / 1_000_000 > known.lastSeenMillis();
    return registeredSince && silent(known, now)
        ? judged(known, successor(known, beat, now), true, now)
        : Step.none(known, Stage.DUPLICATE);
  }

  /** An instance that was known by its lease beats itself. */
  private Step onOwn(InstanceState known, Beat beat, long now) {
    return known.incarnation().relateOwn(beat) == Incarnation.Relation.LATE
        ? Step.none(known, Stage.LATE)
        : judged(known, heard(known, beat, known.incarnation().own(beat)), true, now);
  }

  private boolean silent(InstanceState known, long now) {
    HealthState state = judge.judge(known, now).state();
    return state == HealthState.SUSPECT || state == HealthState.DOWN;
  }

  /**
   * A process that ended without a word counts as a flap, unless its silence counted already. That
   * an instance registers anew does not tell that a process ended.
   */
  private static InstanceState successor(InstanceState known, Beat beat, long now) {
    Steadiness past = known.steadiness();
    boolean serving =
        known.lifecycle() == Lifecycle.SERVING || known.lifecycle() == Lifecycle.STARTING;
    if (serving && !past.troubled() && !beat.leased()) {
      past = FlapDamping.flap(past, now);
    }
    InstanceState next = heard(null, beat, known.incarnation().successor(beat));
    return next.steadied(past.inherited())
        .told(null, known.advised())
        .waking(known.wakesAtMillis());
  }

  /** Hears what a probe found. */
  Step onProbe(@Nullable InstanceState known, Probe probe, long nowMillis) {
    if (known == null) {
      return Step.none(null, null);
    }
    List<ProberView> probers = known.observed().probers();
    List<ProberView> next =
        ProbeOpinion.after(
            probers,
            new ProberView(probe.proberId(), probe.origin().timestampMillis(), probe.failure()));
    if (next == probers) {
      return Step.none(known, Stage.LATE);
    }
    long now = behind(known, nowMillis);
    String complaint = ProbeOpinion.of(next, now).words();
    return judged(known, known.probed(complaint, known.observed().with(next)), false, now);
  }

  /** Hears how it does among its peers. */
  Step onStanding(@Nullable InstanceState known, Standing standing, long nowMillis) {
    if (known == null || standing.millis() < known.observed().standing().millis()) {
      return Step.none(known, null);
    }
    InstanceState after = known.observed(known.observed().with(standing));
    return judged(known, after, false, behind(known, nowMillis));
  }

  /** Log time of what is no beat says nothing of how far the beats have been read. */
  private static long behind(InstanceState known, long nowMillis) {
    return Math.max(nowMillis, known.lastSeenMillis());
  }

  /** Looks at the clock. */
  Step onTime(InstanceState known, long nowMillis) {
    if (!judge.forgotten(known, nowMillis)) {
      return judged(known, known, false, nowMillis);
    }
    long told = known.advised() == null ? 0 : known.advised().revision();
    Advice last = new Advice(known.id(), null, nowMillis, Revision.next(told, nowMillis), false);
    return new Step(null, null, null, last, null);
  }

  /** Log time at which {@link #onTime} has something to do if nothing more is heard. */
  long nextDeadline(InstanceState state, long nowMillis) {
    return judge.nextDeadline(state, nowMillis);
  }

  /** What is the same as before stays the same object: memory for a fleet, not for its beats. */
  private static InstanceState heard(
      @Nullable InstanceState sameRun, Beat beat, Incarnation incarnation) {
    boolean same = sameRun != null;
    Observed observed = same ? sameRun.observed() : Observed.NOTHING;
    boolean sameProfile = same && sameRun.profile().equals(beat.profile());
    return new InstanceState(
        same ? sameRun.id() : beat.id(),
        sameProfile ? sameRun.profile() : beat.profile(),
        beat.lifecycle(),
        incarnation,
        same ? Math.max(beat.millis(), sameRun.lastSeenMillis()) : beat.millis(),
        beat.intervalMillis(),
        (same ? DECAY * sameRun.calls() : 0) + beat.calls(),
        (same ? DECAY * sameRun.errors() : 0) + beat.errors(),
        same ? sameRun.probeFailure() : "",
        same ? sameRun.verdict() : null,
        same ? sameRun.written() : null,
        observed.with(beat.strain()),
        same ? sameRun.steadiness() : Steadiness.CALM,
        same ? sameRun.advised() : null,
        same ? sameRun.wakesAtMillis() : 0);
  }

  /** The silence of a lease is told to people, but is neither advice nor held against it later. */
  private Step judged(@Nullable InstanceState before, InstanceState after, boolean beat, long now) {
    Verdict raw = judge.judge(after, now);
    boolean unheard = judge.isLeaseUnheard(after, now);
    boolean wasUnheard = before != null && judge.isLeaseUnheard(before, now);
    Steadiness steadiness = unheard ? after.steadiness() : steadying.next(after, raw, beat, now);
    Verdict verdict =
        steadying.tell(wasUnheard ? null : after.verdict(), raw, steadiness, beat, now);
    InstanceState next =
        after.judged(verdict.equals(after.verdict()) ? after.verdict() : verdict, steadiness);
    HealthState was = before == null ? null : before.verdict().state();
    HealthEvent event = null;
    if (next.verdict().state() != was) {
      event = new HealthEvent(next.id(), now, was == null ? "" : was.name(), next.verdict());
    }
    InstanceRow row = telling.row(before, next, now);
    Advice advice = unheard ? null : telling.advice(next, now);
    InstanceState told =
        next.told(
            row == null ? before.written() : row,
            advice == null
                ? next.advised()
                : new Advised(
                    next.verdict().state(), next.verdict().score(), now, advice.revision()));
    return new Step(told, row, event, advice, null);
  }
}
