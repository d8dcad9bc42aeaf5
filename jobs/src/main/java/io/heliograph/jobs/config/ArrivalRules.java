/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import io.heliograph.jobs.config.ConfigFact.Kind;
import io.heliograph.jobs.keyed.Revision;
import javax.annotation.Nullable;

/**
 * A release at one instance: received, then applied or rejected, in any order of arrival. An
 * instance that rejected a release may apply it at another try, and the reverse: of the two the
 * later by the instance's own clock counts, and "applied" when they tie.
 */
final class ArrivalRules {
  static final String RECEIVED = "received";
  static final String APPLIED = "applied";
  static final String REJECTED = "rejected";

  private ArrivalRules() {}

  /** The arrival after a fact; {@code known} itself if that told nothing new. */
  static ArrivalState onFact(@Nullable ArrivalState known, ConfigFact fact) {
    ArrivalState before = known == null ? unheardOf(fact) : known;
    ArrivalState after =
        switch (fact.kind()) {
          case RECEIVED -> times(before, earliest(before.receivedMillis(), fact), null);
          case APPLIED ->
              decided(times(before, null, earliest(before.appliedMillis(), fact)), fact);
          default -> decided(before, fact);
        };
    if (known != null && after.equals(known)) {
      return known;
    }
    long millis = fact.origin().timestampMillis();
    return with(
        after,
        after.decidedMillis(),
        after.status(),
        after.error(),
        millis,
        Revision.next(before.revision(), millis));
  }

  private static ArrivalState unheardOf(ConfigFact fact) {
    return new ArrivalState(
        fact.releaseId(), fact.app(), fact.instanceId(), 0, 0, 0, RECEIVED, "", 0, 0);
  }

  private static long earliest(long known, ConfigFact fact) {
    return known == 0 ? fact.timeMillis() : Math.min(known, fact.timeMillis());
  }

  private static ArrivalState decided(ArrivalState state, ConfigFact fact) {
    String status = fact.kind() == Kind.APPLIED ? APPLIED : REJECTED;
    boolean first = state.status().equals(RECEIVED);
    boolean later = fact.timeMillis() > state.decidedMillis();
    boolean winsTie = fact.timeMillis() == state.decidedMillis() && status.equals(APPLIED);
    if (!first && !later && !winsTie) {
      return state;
    }
    if (state.status().equals(status) && state.error().equals(fact.error()) && !later) {
      return state;
    }
    return with(
        state, fact.timeMillis(), status, fact.error(), state.touchedMillis(), state.revision());
  }

  private static ArrivalState times(
      ArrivalState state, @Nullable Long received, @Nullable Long applied) {
    return new ArrivalState(
        state.releaseId(),
        state.app(),
        state.instanceId(),
        received == null ? state.receivedMillis() : received,
        applied == null ? state.appliedMillis() : applied,
        state.decidedMillis(),
        state.status(),
        state.error(),
        state.touchedMillis(),
        state.revision());
  }

  private static ArrivalState with(
      ArrivalState state,
      long decidedMillis,
      String status,
      String error,
      long touchedMillis,
      long revision) {
    return new ArrivalState(
        state.releaseId(),
        state.app(),
        state.instanceId(),
        state.receivedMillis(),
        state.appliedMillis(),
        decidedMillis,
        status,
        error,
        touchedMillis,
        revision);
  }
}
