/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import javax.annotation.Nullable;

/**
 * All the job keeps of an instance.
 *
 * @param lastSeenMillis log time of the newest beat
 * @param intervalMillis what that beat promised
 * @param calls recent calls, those of older beats decayed
 * @param errors of those, failed
 * @param probeFailure what the probers complain of; empty if they are content, or there are none
 * @param verdict the one told; null before the first
 * @param written the row that was last sent to the table
 * @param observed what was seen beside the beats
 * @param steadiness how steady it has been
 * @param advised what the registry was last told; null before the first time
 * @param wakesAtMillis log time at which it is looked at without a reason; 0 if that is not known.
 *     The rules carry it along for {@link Wakening}
 */
public record InstanceState(
    InstanceId id,
    Profile profile,
    Lifecycle lifecycle,
    Incarnation incarnation,
    long lastSeenMillis,
    long intervalMillis,
    double calls,
    double errors,
    String probeFailure,
    @Nullable Verdict verdict,
    @Nullable InstanceRow written,
    Observed observed,
    Steadiness steadiness,
    @Nullable Advised advised,
    long wakesAtMillis) {
  /** State of an earlier version lacks the last components. */
  public InstanceState {
    observed = observed == null ? Observed.NOTHING : observed;
    steadiness = steadiness == null ? Steadiness.CALM : steadiness;
  }

  InstanceState judged(Verdict newVerdict, Steadiness newSteadiness) {
    return copy(probeFailure, newVerdict, written, observed, newSteadiness, advised, wakesAtMillis);
  }

  InstanceState steadied(Steadiness newSteadiness) {
    return copy(probeFailure, verdict, written, observed, newSteadiness, advised, wakesAtMillis);
  }

  InstanceState probed(String failure, Observed newlyObserved) {
    return copy(failure, verdict, written, newlyObserved, steadiness, advised, wakesAtMillis);
  }

  InstanceState observed(Observed newlyObserved) {
    return copy(probeFailure, verdict, written, newlyObserved, steadiness, advised, wakesAtMillis);
  }

  InstanceState told(InstanceRow row, @Nullable Advised advice) {
    return copy(probeFailure, verdict, row, observed, steadiness, advice, wakesAtMillis);
  }

  InstanceState waking(long atMillis) {
    return atMillis == wakesAtMillis
        ? this
        : copy(probeFailure, verdict, written, observed, steadiness, advised, atMillis);
  }

  private InstanceState copy(
      String failure,
      @Nullable Verdict newVerdict,
      @Nullable InstanceRow row,
      Observed newlyObserved,
      Steadiness newSteadiness,
      @Nullable Advised advice,
      long wakesAt) {
    return new InstanceState(
        id,
        profile,
        lifecycle,
        incarnation,
        lastSeenMillis,
        intervalMillis,
        calls,
        errors,
        failure,
        newVerdict,
        row,
        newlyObserved,
        newSteadiness,
        advice,
        wakesAt);
  }
}
