/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import io.heliograph.jobs.keyed.Revision;
import javax.annotation.Nullable;

/**
 * What of a change is told, and to whom: a row for the table, an advice for the registry. Both get
 * every change of state and of a score that matters, and a refresh now and then.
 */
final class Telling {
  /** A change of score by less is not worth telling. */
  private static final int NOTABLE_SCORE = 5;

  private final HealthLimits limits;

  Telling(HealthLimits limits) {
    this.limits = limits;
  }

  /** The next version of the row; null if nobody would miss it. */
  @Nullable InstanceRow row(@Nullable InstanceState before, InstanceState next, long now) {
    InstanceRow written = before == null ? null : before.written();
    InstanceRow row =
        new InstanceRow(
            next.id(),
            next.profile(),
            next.verdict(),
            next.incarnation().registeredMillis(),
            next.lastSeenMillis(),
            Revision.next(written == null ? 0 : written.revision(), now));
    return written == null || worthWriting(before, next, written, row) ? row : null;
  }

  private boolean worthWriting(
      InstanceState before, InstanceState next, InstanceRow written, InstanceRow row) {
    return notable(written.verdict(), row.verdict())
        || !written.profile().equals(row.profile())
        || written.registeredMillis() != row.registeredMillis()
        || !before.probeFailure().equals(next.probeFailure())
        || before.steadiness().held() != next.steadiness().held()
        || before.lifecycle() != next.lifecycle()
        || row.lastSeenMillis() - written.lastSeenMillis() >= limits.refresh().toMillis();
  }

  private static boolean notable(Verdict told, Verdict now) {
    return told.state() != now.state() || Math.abs(told.score() - now.score()) >= NOTABLE_SCORE;
  }

  /** The next advice; null if the registry knows as much. */
  @Nullable Advice advice(InstanceState next, long now) {
    Advised told = next.advised();
    Verdict verdict = next.verdict();
    if (told == null) {
      return advice(next, now, 0);
    }
    int step = Math.abs(told.score() - verdict.score());
    boolean back = step > 0 && verdict.score() == 100;
    boolean due = now - told.millis() >= limits.adviceRefresh().toMillis();
    return told.state() != verdict.state() || step >= NOTABLE_SCORE || back || due
        ? advice(next, now, told.revision())
        : null;
  }

  private static Advice advice(InstanceState next, long now, long revision) {
    return new Advice(
        next.id(), next.verdict(), now, Revision.next(revision, now), !next.incarnation().leased());
  }
}
