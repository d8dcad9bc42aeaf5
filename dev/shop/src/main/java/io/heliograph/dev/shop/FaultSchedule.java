/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.util.List;

/**
 * What goes wrong when, as shares of the demo's time, so that a short demo has it all, too. Windows
 * overlap only where neither fault disturbs the other: lanes concern nobody's time, and a slow or
 * garrulous page no order.
 */
final class FaultSchedule {
  /** What the report is to find by itself. */
  enum Symptom {
    /** A service takes longer for its own work. */
    SLOW,
    /** Calls to a service fail, and not because of its callees. */
    FAILING,
    /** An instance dies. */
    DEATH,
    /** Traces have a shape that the trace job knows: a finding in each of them. */
    SHAPE
  }

  /**
   * A config item that changes.
   *
   * @param app service whose instances get it
   * @param bad value that brings the fault
   * @param good value that ends it
   */
  record Change(String app, String item, String bad, String good) {}

  /** What the trace job says of a trace: a kind of finding, the service and operation it names. */
  record Verdict(String kind, String service, String operation) {
    @Override
    public String toString() {
      return kind + " by " + service + " at " + operation;
    }
  }

  /**
   * A fault.
   *
   * @param service at fault
   * @param from share of the time
   * @param to share of the time
   * @param changes that bring it, in this order, and end it in the opposite one; none for a death
   * @param verdicts what the trace job may rightly say of it; of a {@link Symptom#SHAPE}, the first
   *     must be found
   */
  record Fault(
      String name,
      Symptom symptom,
      String service,
      double from,
      double to,
      List<Change> changes,
      List<Verdict> verdicts) {

    Verdict expected() {
      return verdicts.get(0);
    }
  }

  /** The instance that dies. */
  static final String VICTIM = "orders-2";

  private static final String BROWSE = "shop.v1.Frontend/Browse";
  private static final String PLACE = "shop.v1.Orders/Place";
  private static final String CHARGE = "shop.v1.Payments/Charge";
  private static final String SCHEDULE = "shop.v1.Shipping/Schedule";
  private static final String AUTHORIZE = "bank.v1.Acquirer/Authorize";
  private static final String MAIL = "shop.order-events process";
  private static final String GET = "GET stock:?";

  static final List<Fault> FAULTS =
      List.of(
          new Fault(
              "slow shelves",
              Symptom.SLOW,
              "inventory",
              0.10,
              0.25,
              List.of(new Change("inventory", LiveConfig.DELAY_MS, "250", "0")),
              List.of()),
          new Fault(
              "lane leak",
              Symptom.SHAPE,
              "orders",
              0.12,
              0.37,
              List.of(new Change("frontend", LiveConfig.LANE_LEAK, "0.7", "0")),
              List.of(new Verdict("lane_violation", "orders", PLACE))),
          new Fault(
              "card network down",
              Symptom.FAILING,
              "payments",
              0.28,
              0.39,
              List.of(new Change("payments", LiveConfig.FAILURE_RATE, "0.6", "0")),
              List.of(new Verdict("error_origin", "payments", CHARGE))),
          new Fault(
              "bank is closed",
              Symptom.SHAPE,
              "payments",
              0.42,
              0.51,
              List.of(new Change("payments", LiveConfig.BANK_FAILURE_RATE, "0.8", "0")),
              List.of(new Verdict("error_origin", "payments", AUTHORIZE))),
          new Fault(
              "orders does not wait for payments",
              Symptom.SHAPE,
              "payments",
              0.54,
              0.63,
              List.of(
                  new Change("payments", LiveConfig.BANK_MS, "300", "5"),
                  new Change("orders", LiveConfig.PAYMENTS_TIMEOUT_MS, "100", "1000")),
              List.of(
                  new Verdict("timeout_inversion", "payments", CHARGE),
                  new Verdict(
                      "timeout_inversion", "payments", AUTHORIZE), // its limit is the longer
                  new Verdict("error_origin", "orders", CHARGE))), // it is orders that gives up
          new Fault(
              "everybody tries again",
              Symptom.SHAPE,
              "frontend",
              0.65,
              0.73,
              List.of(
                  new Change("frontend", LiveConfig.ATTEMPTS, "3", "1"),
                  new Change("orders", LiveConfig.ATTEMPTS, "3", "1"),
                  new Change("shipping", LiveConfig.FAILURE_RATE, "1", "0")),
              List.of(
                  new Verdict("retry_storm", "frontend", PLACE),
                  new Verdict("error_origin", "shipping", SCHEDULE))),
          new Fault(
              "instance dies",
              Symptom.DEATH,
              "orders",
              0.75,
              0.75,
              List.of(),
              List.of(
                  new Verdict("error_origin", "frontend", PLACE))), // of calls that were under way
          new Fault(
              "mail server refuses",
              Symptom.FAILING,
              "notifications",
              0.78,
              0.93,
              List.of(new Change("notifications", LiveConfig.FAILURE_RATE, "0.8", "0")),
              List.of(new Verdict("error_origin", "notifications", MAIL))),
          new Fault(
              "a GET per article",
              Symptom.SHAPE,
              "inventory",
              0.79,
              0.90,
              List.of(new Change("inventory", LiveConfig.ONE_BY_ONE, "1", "0")),
              List.of(new Verdict("repeated_call", "inventory", GET))),
          new Fault(
              "one question after the other",
              Symptom.SHAPE,
              "frontend",
              0.81,
              0.92,
              List.of(new Change("frontend", LiveConfig.ONE_BY_ONE, "1", "0")),
              List.of(new Verdict("serial_calls", "frontend", BROWSE))));

  private FaultSchedule() {}
}
