/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.sampling;

/** Summaries of an order of 40 ms that went well, but for what a test says. */
record ATraceSummary(
    long id,
    String service,
    String operation,
    long millis,
    boolean failed,
    int findings,
    long startMillis) {
  /** 2026-11-01T10:00:00Z. */
  static final long TEN_O_CLOCK = 1_793_527_200_000L;

  static ATraceSummary order(long id) {
    return new ATraceSummary(id, "orders", "place", 40, false, 0, TEN_O_CLOCK);
  }

  ATraceSummary took(long otherMillis) {
    return new ATraceSummary(id, service, operation, otherMillis, failed, findings, startMillis);
  }

  ATraceSummary thatFailed() {
    return new ATraceSummary(id, service, operation, millis, true, findings, startMillis);
  }

  ATraceSummary withFinding() {
    return new ATraceSummary(id, service, operation, millis, failed, 1, startMillis);
  }

  ATraceSummary of(String otherService, String otherOperation) {
    return new ATraceSummary(
        id, otherService, otherOperation, millis, failed, findings, startMillis);
  }

  ATraceSummary inMinute(long minute) {
    return new ATraceSummary(
        id, service, operation, millis, failed, findings, TEN_O_CLOCK + minute * 60_000);
  }

  TraceSummary build() {
    return new TraceSummary(
        id, service, operation, millis * 1_000_000, failed, findings, startMillis);
  }
}
