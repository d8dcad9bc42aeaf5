/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.util.List;

/** What goes wrong when, as shares of the demo's time, so that a short demo has it all, too. */
final class FaultSchedule {
  /** What the report is to find by itself. */
  enum Symptom {
    /** A service takes longer for its own work. */
    SLOW,
    /** Calls to a service fail, and not because of its callees. */
    FAILING,
    /** An instance dies. */
    DEATH
  }

  /**
   * A fault.
   *
   * @param item config item that brings it; unused for a death
   * @param bad value that brings it
   * @param good value that ends it
   */
  record Fault(
      String name,
      Symptom symptom,
      String service,
      double from,
      double to,
      String item,
      String bad,
      String good) {}

  /** The instance that dies. */
  static final String VICTIM = "orders-2";

  static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "slow shelves",
              Symptom.SLOW,
              "inventory",
              0.15,
              0.32,
              LiveConfig.DELAY_MS,
              "250",
              "0"),
          new Fault(
              "card network down",
              Symptom.FAILING,
              "payments",
              0.40,
              0.55,
              LiveConfig.FAILURE_RATE,
              "0.6",
              "0"),
          new Fault("instance dies", Symptom.DEATH, "orders", 0.62, 0.62, "", "", ""),
          new Fault(
              "mail server refuses",
              Symptom.FAILING,
              "notifications",
              0.72,
              0.90,
              LiveConfig.FAILURE_RATE,
              "0.8",
              "0"));

  private FaultSchedule() {}
}
