/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

import java.io.Serializable;

/**
 * Which policies there are. Without any, sampling is off: every trace has no reason to be kept and
 * the weight 1.
 *
 * @param errors keep each trace in which a span failed
 * @param findings keep each trace with a finding
 * @param slowQuantile keep each trace that took longer than this quantile of the recent traces of
 *     its root operation: 0 (off) to less than 1
 * @param tracesPerMinute keep about so many per root service and minute, at random: 0 (off) or more
 * @param share keep so much of all that is left, at random: 0 to 1. Without it and without {@code
 *     tracesPerMinute} an ordinary trace can never be kept, and nothing can be estimated
 * @param warmUp how many traces of an operation are needed to call the next one slow: 1 or more
 * @param maxNames how many root operations, and how many root services, are remembered: 1 or more
 */
public record SamplingSettings(
    boolean errors,
    boolean findings,
    double slowQuantile,
    double tracesPerMinute,
    double share,
    int warmUp,
    int maxNames)
    implements Serializable {
  private static final int WARM_UP = 200;
  private static final int MAX_NAMES = 2_000;
  private static final String POLICIES =
      "\"errors\", \"findings\", \"slow=0.99\", \"rate=10\" and \"share=0.01\", joined by commas";

  /** Off: the default. */
  public static final SamplingSettings OFF =
      new SamplingSettings(false, false, 0, 0, 0, WARM_UP, MAX_NAMES);

  public SamplingSettings {
    if (!(slowQuantile >= 0 && slowQuantile < 1)) {
      throw new IllegalArgumentException(
          "slow is " + slowQuantile + ": give a quantile of 0 (off) to less than 1, such as 0.99");
    }
    if (!(tracesPerMinute >= 0 && tracesPerMinute < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "rate is " + tracesPerMinute + ": give traces per minute, 0 (off) or more");
    }
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + ": give a share from 0 to 1");
    }
    if (warmUp < 1 || maxNames < 1) {
      throw new IllegalArgumentException(
          "warmUp is " + warmUp + " and maxNames " + maxNames + ": give 1 or more");
    }
  }

  /**
   * Reads policies as a person writes them: {@code errors,findings,slow=0.99,rate=10,share=0.01},
   * any of them in any order. Empty is {@link #OFF}.
   *
   * @throws IllegalArgumentException naming what is wrong and what may be written
   */
  public static SamplingSettings parse(String policies) {
    boolean errors = false;
    boolean findings = false;
    double slow = 0;
    double rate = 0;
    double share = 0;
    for (String policy : policies.isBlank() ? new String[0] : policies.split(",", -1)) {
      String[] sides = policy.split("=", 2);
      sides[0] = sides[0].strip();
      switch (sides[0]) {
        case "errors" -> errors = alone(sides);
        case "findings" -> findings = alone(sides);
        case "slow" -> slow = number(sides);
        case "rate" -> rate = number(sides);
        case "share" -> share = number(sides);
        default ->
            throw new IllegalArgumentException(
                "there is no sampling policy \"" + sides[0] + "\": give " + POLICIES);
      }
    }
    return new SamplingSettings(errors, findings, slow, rate, share, WARM_UP, MAX_NAMES);
  }

  /** Whether there is any policy. */
  public boolean on() {
    return errors || findings || slowQuantile > 0 || tracesPerMinute > 0 || share > 0;
  }

  private static boolean alone(String[] sides) {
    if (sides.length > 1) {
      throw new IllegalArgumentException(
          "the sampling policy " + sides[0] + " takes no value, but has \"" + sides[1] + "\"");
    }
    return true;
  }

  private static double number(String[] sides) {
    try {
      return Double.parseDouble(sides.length > 1 ? sides[1].strip() : "");
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "the sampling policy "
              + sides[0]
              + " needs a number, but has \""
              + (sides.length > 1 ? sides[1] : "")
              + "\": give "
              + POLICIES,
          e);
    }
  }
}
