/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import java.util.Locale;

/**
 * What an instance looks like at a moment of log time, whatever it looked like before: {@link
 * Steadying} makes of it what is told.
 */
final class HealthJudge {
  private final HealthLimits limits;

  HealthJudge(HealthLimits limits) {
    this.limits = limits;
  }

  Verdict judge(InstanceState instance, long nowMillis) {
    if (instance.lifecycle() == Lifecycle.STOPPED) {
      return new Verdict(HealthState.DOWN, 0, "stopped");
    }
    long missed = missed(instance, nowMillis);
    if (missed >= limits.downAfter()) {
      return new Verdict(HealthState.DOWN, 0, silence(instance, missed));
    }
    return switch (instance.lifecycle()) {
      case DISABLED -> new Verdict(HealthState.DISABLED, 0, "disabled by its owner");
      case DRAINING -> new Verdict(HealthState.DRAINING, 0, "draining, by its own word");
      default -> alive(instance, missed, nowMillis);
    };
  }

  private Verdict alive(InstanceState instance, long missed, long nowMillis) {
    HealthScore seen = new HealthScore(instance, nowMillis);
    String doubts = seen.words();
    if (missed >= limits.suspectAfter()) {
      int score = seen.score((double) missed / limits.downAfter());
      return new Verdict(HealthState.SUSPECT, score, silence(instance, missed) + doubts);
    }
    int score = seen.score(0);
    if (seen.unreachable()) {
      return new Verdict(HealthState.SUSPECT, score, "beats arrive" + doubts);
    }
    if (instance.lifecycle() == Lifecycle.STARTING) {
      return new Verdict(HealthState.WARMING, score, "starting, by its own word" + doubts);
    }
    long warmUntil = instance.incarnation().warmUntilMillis();
    if (nowMillis < warmUntil) {
      String left = seconds(warmUntil - nowMillis);
      return new Verdict(HealthState.WARMING, score, "warming up, " + left + " left" + doubts);
    }
    String reason = doubts.isEmpty() ? "healthy" : "beats arrive" + doubts;
    return new Verdict(HealthState.UP, score, reason);
  }

  /** Log time after {@code nowMillis} at which the verdict changes if nothing more is heard. */
  long nextDeadline(InstanceState instance, long nowMillis) {
    long downAt = after(instance, limits.downAfter());
    if (instance.verdict().state() == HealthState.DOWN) {
      return downAt + limits.forget().toMillis();
    }
    long deadline = downAt;
    if (instance.lifecycle() == Lifecycle.SERVING || instance.lifecycle() == Lifecycle.STARTING) {
      deadline = earlier(deadline, after(instance, limits.suspectAfter()), nowMillis);
    }
    if (instance.lifecycle() == Lifecycle.SERVING) {
      deadline = earlier(deadline, instance.incarnation().warmUntilMillis(), nowMillis);
    }
    return instance.steadiness().held()
        ? earlier(deadline, FlapDamping.heldUntilMillis(instance.steadiness()), nowMillis)
        : deadline;
  }

  private static long earlier(long deadline, long other, long nowMillis) {
    return other > nowMillis ? Math.min(deadline, other) : deadline;
  }

  /** Whether a DOWN instance has been silent for so long that its state can go. */
  boolean forgotten(InstanceState instance, long nowMillis) {
    return instance.verdict().state() == HealthState.DOWN
        && nowMillis >= nextDeadline(instance, nowMillis);
  }

  /**
   * Whether nothing is heard of a lease. It may be that its registry node cannot tell, and whether
   * a lease lives the nodes know themselves.
   */
  boolean isLeaseUnheard(InstanceState instance, long nowMillis) {
    return instance.incarnation().leased()
        && instance.lifecycle() != Lifecycle.STOPPED
        && missed(instance, nowMillis) >= limits.suspectAfter();
  }

  private static long after(InstanceState instance, int promises) {
    return instance.lastSeenMillis() + promises * instance.intervalMillis();
  }

  private static long missed(InstanceState instance, long nowMillis) {
    return Math.max(0, nowMillis - instance.lastSeenMillis()) / instance.intervalMillis();
  }

  private static String silence(InstanceState instance, long missed) {
    return "no heartbeat for "
        + missed
        + " times the promised "
        + seconds(instance.intervalMillis());
  }

  private static String seconds(long millis) {
    return millis % 1000 == 0
        ? millis / 1000 + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
