/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Revision;
import io.heliograph.jobs.keyed.Stage;
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

  /** A change of score by less is not worth a row of its own. */
  private static final int NOTABLE_SCORE = 5;

  private final HealthLimits limits;
  private final HealthJudge judge;

  HealthRules(HealthLimits limits) {
    this.limits = limits;
    this.judge = new HealthJudge(limits);
  }

  /**
   * What came of it.
   *
   * @param state what is known now; null: nothing
   * @param note LATE or DUPLICATE if a beat told nothing new
   */
  record Step(
      @Nullable InstanceState state,
      @Nullable InstanceRow row,
      @Nullable HealthEvent event,
      @Nullable Stage note) {}

  /**
   * Hears a beat.
   *
   * @param nowMillis how far log time has come; a beat that was held up on its way is judged by it
   */
  Step onBeat(@Nullable InstanceState known, Beat beat, long nowMillis) {
    long now = Math.max(nowMillis, beat.millis());
    if (known == null) {
      return judged(null, heard(null, beat, Incarnation.first(beat)), now);
    }
    HealthState state = judge.judge(known, now).state();
    boolean silent = state == HealthState.SUSPECT || state == HealthState.DOWN;
    return switch (known.incarnation().relate(beat, silent)) {
      case DUPLICATE -> new Step(known, null, null, Stage.DUPLICATE);
      case LATE -> new Step(known, null, null, Stage.LATE);
      case NEXT -> judged(known, heard(known, beat, known.incarnation().next(beat)), now);
      case SUCCESSOR -> judged(known, heard(null, beat, known.incarnation().successor(beat)), now);
    };
  }

  /** Hears what a probe found. It is noted in the reason; it decides nothing yet. */
  Step onProbe(@Nullable InstanceState known, Probe probe, long nowMillis) {
    if (known == null || known.probeFailure().equals(probe.failure())) {
      return new Step(known, null, null, null);
    }
    // the probe's own log time says nothing of how far the heartbeats have been read
    long now = Math.max(nowMillis, known.lastSeenMillis());
    return judged(known, known.probed(probe.failure()), now);
  }

  /** Looks at the clock. */
  Step onTime(InstanceState known, long nowMillis) {
    return judge.forgotten(known, nowMillis)
        ? new Step(null, null, null, null)
        : judged(known, known, nowMillis);
  }

  /** Log time at which {@link #onTime} has something to do if nothing more is heard. */
  long nextDeadline(InstanceState state) {
    return judge.nextDeadline(state);
  }

  private static InstanceState heard(
      @Nullable InstanceState sameRun, Beat beat, Incarnation incarnation) {
    double past = sameRun == null ? 0 : DECAY;
    double calls = sameRun == null ? 0 : sameRun.calls();
    double errors = sameRun == null ? 0 : sameRun.errors();
    long seen = sameRun == null ? beat.millis() : Math.max(beat.millis(), sameRun.lastSeenMillis());
    return new InstanceState(
        beat.id(),
        beat.profile(),
        beat.lifecycle(),
        incarnation,
        seen,
        beat.intervalMillis(),
        past * calls + beat.calls(),
        past * errors + beat.errors(),
        sameRun == null ? "" : sameRun.probeFailure(),
        sameRun == null ? null : sameRun.verdict(),
        sameRun == null ? null : sameRun.written());
  }

  private Step judged(@Nullable InstanceState before, InstanceState after, long now) {
    InstanceState next = after.judged(judge.judge(after, now));
    HealthState was = before == null ? null : before.verdict().state();
    HealthEvent event = null;
    if (next.verdict().state() != was) {
      event = new HealthEvent(next.id(), now, was == null ? "" : was.name(), next.verdict());
    }
    InstanceRow written = before == null ? null : before.written();
    InstanceRow row = row(next, written, now);
    if (written != null && !worthWriting(before, next, row)) {
      return new Step(next.written(written), null, event, null);
    }
    return new Step(next.written(row), row, event, null);
  }

  private static InstanceRow row(InstanceState state, @Nullable InstanceRow previous, long now) {
    return new InstanceRow(
        state.id(),
        state.profile(),
        state.verdict(),
        state.incarnation().registeredMillis(),
        state.lastSeenMillis(),
        Revision.next(previous == null ? 0 : previous.revision(), now));
  }

  private boolean worthWriting(InstanceState before, InstanceState next, InstanceRow row) {
    InstanceRow written = before.written();
    return written.verdict().state() != row.verdict().state()
        || Math.abs(written.verdict().score() - row.verdict().score()) >= NOTABLE_SCORE
        || !written.profile().equals(row.profile())
        || written.registeredMillis() != row.registeredMillis()
        || !before.probeFailure().equals(next.probeFailure())
        || before.lifecycle() != next.lifecycle()
        || row.lastSeenMillis() - written.lastSeenMillis() >= limits.refresh().toMillis();
  }
}
