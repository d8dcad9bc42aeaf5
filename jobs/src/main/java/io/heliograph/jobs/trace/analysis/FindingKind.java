/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

/** What may be wrong with a trace, gravest first where savings are equal. */
public enum FindingKind {
  /** Where an error began. */
  ERROR_ORIGIN("error_origin"),
  /** Retries within retries. */
  RETRY_STORM("retry_storm"),
  /** Work for a caller that no longer waits, or may no longer. */
  TIMEOUT_INVERSION("timeout_inversion"),
  /** The same call over and over. */
  REPEATED_CALL("repeated_call"),
  /** Calls one after the other that might run at once. */
  SERIAL_CALLS("serial_calls"),
  /** A host whose clock is off. */
  CLOCK_SKEW("clock_skew"),
  /** A call that left its lane; the last, since whether it is one is known only later. */
  LANE_VIOLATION("lane_violation");

  private final String label;

  FindingKind(String label) {
    this.label = label;
  }

  /** Whether it is one for certain: not if other traces have a say in it. */
  boolean isCertain() {
    return this != LANE_VIOLATION;
  }

  /** As in {@code trace_findings.kind}. */
  public String label() {
    return label;
  }
}
