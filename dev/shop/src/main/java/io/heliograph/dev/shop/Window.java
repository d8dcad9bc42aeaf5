/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import io.heliograph.dev.shop.FaultSchedule.Verdict;

/** A fault as it happened, in ms since 1970. */
record Window(FaultSchedule.Fault fault, long fromMillis, long toMillis) {
  private static final long SLACK_MILLIS = 1_000; // a trace may begin healthy

  boolean isShape() {
    return fault.symptom() == FaultSchedule.Symptom.SHAPE;
  }

  /** Whether a trace that began then may have the fault. */
  boolean covers(long millis) {
    return millis >= fromMillis - SLACK_MILLIS && millis <= toMillis + SLACK_MILLIS;
  }

  /** Whether the fault is a reason for such a finding in a trace that began then. */
  boolean explains(Verdict verdict, long millis) {
    return covers(millis) && fault.verdicts().contains(verdict);
  }
}
