/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import java.util.List;

/**
 * The decision on a trace, as {@code trace_rows} has it.
 *
 * <p>A trace that is kept with probability p has the weight 1/p, so the sum of any figure of the
 * kept traces times their weights estimates the sum over all traces without bias (Horvitz and
 * Thompson: "A generalization of sampling without replacement from a finite universe", JASA 1952).
 *
 * @param reason the policy that keeps it: one of {@link #REASONS}, or empty if none does
 * @param weight how many traces it stands for: 1 or more if kept, else 0; 1 while sampling is off,
 *     when every trace stands for itself
 */
public record Keep(String reason, double weight) {
  /** In order of precedence. */
  public static final List<String> REASONS = List.of("error", "finding", "slow", "rate", "share");

  /** No policy keeps it. */
  public static final Keep NO = new Keep("", 0);

  /** There are no policies. */
  public static final Keep OFF = new Keep("", 1);

  static final Keep ERROR = new Keep("error", 1);
  static final Keep FINDING = new Keep("finding", 1);
  static final Keep SLOW = new Keep("slow", 1);

  public Keep {
    if (!reason.isEmpty() && !REASONS.contains(reason)) {
      throw new IllegalArgumentException(
          "the reason to keep a trace is \"" + reason + "\": give one of " + REASONS + " or none");
    }
    if (!(weight >= (reason.isEmpty() ? 0 : 1))) {
      throw new IllegalArgumentException(
          "the weight of a trace is " + weight + ": give 1 or more, or 0 if it is not kept");
    }
  }

  public boolean kept() {
    return !reason.isEmpty();
  }

  /**
   * The decision after a revision. A keep is never taken back. Of two, the likelier one counts,
   * since with one draw for both the trace is kept if the greater probability keeps it; of two as
   * likely, that of the higher precedence. So the order of the two does not matter.
   */
  public static Keep merge(Keep before, Keep now) {
    if (!now.kept()) {
      return before;
    }
    if (!before.kept() || now.weight < before.weight) {
      return now;
    }
    return now.weight == before.weight && rank(now) < rank(before) ? now : before;
  }

  private static int rank(Keep keep) {
    return REASONS.indexOf(keep.reason);
  }
}
