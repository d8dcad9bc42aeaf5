/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.message;

import io.heliograph.jobs.message.MessageFact.Kind;

/**
 * A message at one consumer group.
 *
 * @param kind the fact that speaks for the outcome
 * @param kindAttempt the attempt it was about
 * @param attempts the highest attempt heard of
 * @param consumedMillis the earliest such time; 0 not yet
 */
public record GroupTrace(Kind kind, long kindAttempt, long attempts, long consumedMillis) {
  /** What the first fact says. */
  static GroupTrace of(MessageFact fact) {
    long consumed = fact.kind() == Kind.CONSUMED ? fact.timeMillis() : 0;
    return new GroupTrace(fact.kind(), fact.attempt(), fact.attempt(), consumed);
  }

  /** Adds a fact, in whatever order facts come. */
  GroupTrace with(MessageFact fact) {
    GroupTrace that = of(fact);
    GroupTrace speaks = that.outranks(this) ? that : this;
    long consumed =
        consumedMillis == 0 || that.consumedMillis == 0
            ? Math.max(consumedMillis, that.consumedMillis)
            : Math.min(consumedMillis, that.consumedMillis);
    return new GroupTrace(
        speaks.kind, speaks.kindAttempt, Math.max(attempts, that.attempts), consumed);
  }

  /** Consumed is for ever, given up comes next; else the later attempt, in it failed. */
  private boolean outranks(GroupTrace that) {
    int byEnd = Integer.compare(finality(kind), finality(that.kind));
    if (byEnd != 0) {
      return byEnd > 0;
    }
    int byAttempt = Long.compare(kindAttempt, that.kindAttempt);
    return byAttempt != 0 ? byAttempt > 0 : kind.compareTo(that.kind) > 0;
  }

  private static int finality(Kind kind) {
    return switch (kind) {
      case CONSUMED -> 2;
      case DEAD_LETTERED -> 1;
      default -> 0;
    };
  }

  /** The value of column {@code outcome}. */
  String outcome() {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }
}
