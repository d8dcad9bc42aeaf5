/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.health;

import java.util.Locale;

/**
 * What to think of an instance at a moment of log time.
 *
 * <p>score = 100 x (1 - error rate) x (1 - missed promises / {@code downAfter}); 0 for an instance
 * that should get no traffic.
 */
final class HealthJudge {
  /** Fewer recent calls than this say nothing about an error rate. */
  private static final double EVIDENCE_CALLS = 10;

  /** An error rate that is worth a word. */
  private static final double NOTABLE_ERROR_RATE = 0.01;

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
    int score = score(instance, missed);
    String doubts = doubts(instance);
    if (missed >= limits.suspectAfter()) {
      return new Verdict(HealthState.SUSPECT, score, silence(instance, missed) + doubts);
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

  /** Log time at which the verdict changes if nothing more is heard. */
  long nextDeadline(InstanceState instance) {
    HealthState state = instance.verdict().state();
    long downAt = after(instance, limits.downAfter());
    if (state == HealthState.DOWN) {
      return downAt + limits.forget().toMillis();
    }
    if (state != HealthState.UP && state != HealthState.WARMING) {
      return downAt;
    }
    long suspectAt = after(instance, limits.suspectAfter());
    boolean warms = state == HealthState.WARMING && instance.lifecycle() == Lifecycle.SERVING;
    return warms ? Math.min(suspectAt, instance.incarnation().warmUntilMillis()) : suspectAt;
  }

  /** Whether a DOWN instance has been silent for so long that its state can go. */
  boolean forgotten(InstanceState instance, long nowMillis) {
    return instance.verdict().state() == HealthState.DOWN && nowMillis >= nextDeadline(instance);
  }

  private static long after(InstanceState instance, int promises) {
    return instance.lastSeenMillis() + promises * instance.intervalMillis();
  }

  private static long missed(InstanceState instance, long nowMillis) {
    return Math.max(0, nowMillis - instance.lastSeenMillis()) / instance.intervalMillis();
  }

  private int score(InstanceState instance, long missed) {
    double silent = (double) missed / limits.downAfter();
    return (int) Math.round(100 * (1 - errorRate(instance)) * (1 - silent));
  }

  private static double errorRate(InstanceState instance) {
    return instance.calls() < EVIDENCE_CALLS ? 0 : instance.errors() / instance.calls();
  }

  private static String silence(InstanceState instance, long missed) {
    return "no heartbeat for "
        + missed
        + " times the promised "
        + seconds(instance.intervalMillis());
  }

  private static String doubts(InstanceState instance) {
    StringBuilder doubts = new StringBuilder();
    double errorRate = errorRate(instance);
    if (errorRate >= NOTABLE_ERROR_RATE) {
      doubts.append(String.format(Locale.ROOT, "; %.0f%% of its calls fail", 100 * errorRate));
    }
    if (!instance.probeFailure().isEmpty()) {
      doubts.append("; last probe: ").append(instance.probeFailure());
    }
    return doubts.toString();
  }

  private static String seconds(long millis) {
    return millis % 1000 == 0
        ? millis / 1000 + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
