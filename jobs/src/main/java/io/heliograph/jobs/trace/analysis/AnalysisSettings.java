/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import java.io.Serializable;

/**
 * From where on the rules speak.
 *
 * @param repeatedCalls how many equal calls under one parent are too many: 2 or more
 * @param serialSavingNanos the least that serial calls must cost to be worth a word: 0 or more
 * @param serialSavingShare the same as a share of the trace's duration: 0 to 1
 * @param stormAttempts so many attempts of one call are a storm by themselves: 3 or more
 * @param stormCalls so many attempts in the worst case, over all levels that retry: 4 or more
 * @param wastedNanos how long a callee must outlive its caller's patience: 0 or more; below that it
 *     was merely told a little later
 * @param skewNanos how far a clock must be off: 1 or more
 * @param maxFindings how many findings of a trace are kept, the worst: 1 or more
 */
public record AnalysisSettings(
    int repeatedCalls,
    long serialSavingNanos,
    double serialSavingShare,
    int stormAttempts,
    int stormCalls,
    long wastedNanos,
    long skewNanos,
    int maxFindings)
    implements Serializable {
  private static final long MILLI = 1_000_000;

  /**
   * 5 equal calls (the default; fewer are common and cheap), 10 ms and 10% for serial calls
   * (below that the remedy costs more than it brings), 5 attempts or 2 times 2 for storms, 1 ms of
   * wasted work (a cancellation needs to get there), 10 ms of skew (what NTP keeps to on a bad
   * day), 100 findings.
   */
  public static final AnalysisSettings DEFAULTS =
      new AnalysisSettings(5, 10 * MILLI, 0.1, 5, 4, MILLI, 10 * MILLI, 100);

  public AnalysisSettings {
    atLeast("repeatedCalls", repeatedCalls, 2);
    atLeast("serialSavingNanos", serialSavingNanos, 0);
    atLeast("stormAttempts", stormAttempts, 3);
    atLeast("stormCalls", stormCalls, 4);
    atLeast("wastedNanos", wastedNanos, 0);
    atLeast("skewNanos", skewNanos, 1);
    atLeast("maxFindings", maxFindings, 1);
    if (!(serialSavingShare >= 0 && serialSavingShare <= 1)) {
      throw new IllegalArgumentException(
          "serialSavingShare is " + serialSavingShare + ": give a share from 0 to 1");
    }
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is " + value + ": give " + least + " or more");
    }
  }
}
