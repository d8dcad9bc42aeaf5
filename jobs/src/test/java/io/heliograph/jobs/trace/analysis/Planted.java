/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.analysis;

import static io.heliograph.jobs.trace.analysis.ATrace.FRONTEND;
import static io.heliograph.jobs.trace.analysis.ATrace.INVENTORY;
import static io.heliograph.jobs.trace.analysis.ATrace.ORDERS;
import static io.heliograph.jobs.trace.analysis.ATrace.PAYMENTS;
import static io.heliograph.jobs.trace.analysis.ATrace.SHIPPING;
import static io.heliograph.jobs.trace.model.ErrorKind.TIMEOUT;

/** A small shop in which one thing goes wrong, or all of them one after the other. */
final class Planted {
  private final ATrace trace = new ATrace();
  private final ATrace.Node buy;

  private Planted(double millis) {
    buy = trace.root(FRONTEND, "Buy", 0, millis);
  }

  /** Frontend asks inventory and orders at once; orders charges, then tells the mailer. */
  static ATrace healthy() {
    Planted shop = new Planted(100);
    ATrace.Node stock =
        shop.buy.calls("Stock", INVENTORY, 2, 40).within(800).servedBy(INVENTORY, 3, 39);
    stock.calls("MGET", "redis", 4, 6).named("MGET stock:?");
    ATrace.Node orders = shop.buy.calls("Place", ORDERS, 3, 95).within(900).servedBy(ORDERS, 4, 94);
    ATrace.Node charge = orders.calls("Charge", PAYMENTS, 6, 80).within(500);
    charge.servedBy(PAYMENTS, 7, 79).calls("Authorize", "bank", 8, 70).within(300);
    orders.calls("Save", "postgresql/orders", 81, 85).named("INSERT INTO orders VALUES (?)");
    return shop.trace;
  }

  static ATrace repeatedCall() {
    return new Planted(100).repeatedCall(0).trace;
  }

  static ATrace serialCalls() {
    return new Planted(100).serialCalls(0, 99).trace;
  }

  static ATrace retryStorm() {
    return new Planted(300).retryStorm(0).trace;
  }

  static ATrace timeoutInversion() {
    return new Planted(400).timeoutInversion(0).trace;
  }

  static ATrace laneLeak() {
    return new Planted(100).laneLeak(0).trace;
  }

  static ATrace errorAtDepth() {
    return new Planted(100).errorAtDepth(0).trace;
  }

  static ATrace skewedClock() {
    return new Planted(100).skewedClock(0).trace;
  }

  static ATrace everything() {
    return new Planted(1300)
        .skewedClock(0)
        .repeatedCall(50)
        .retryStorm(200)
        .timeoutInversion(500)
        .laneLeak(800)
        .errorAtDepth(900)
        .serialCalls(1000, 299)
        .trace;
  }

  private Planted repeatedCall(double at) {
    ATrace.Node stock =
        buy.calls("Stock", INVENTORY, at + 1, at + 45).servedBy(INVENTORY, at + 2, at + 44);
    for (int i = 0; i < 8; i++) {
      stock.calls("GET", "redis", at + 3 + 5 * i, at + 7 + 5 * i).named("GET stock:?");
    }
    return this;
  }

  private Planted serialCalls(double at, double millis) {
    ATrace.Node page = buy.internal("page", at, at + millis);
    page.calls("Quote", SHIPPING, at + 1, at + millis / 2);
    page.calls("Similar", INVENTORY, at + millis / 2 + 1, at + millis - 1);
    return this;
  }

  private Planted retryStorm(double at) {
    for (int i = 0; i < 3; i++) {
      double from = at + 90 * i;
      ATrace.Node orders =
          buy.calls("Place", ORDERS, from, from + 80)
              .fails()
              .servedBy(ORDERS, from + 1, from + 79)
              .fails();
      for (int j = 0; j < 3; j++) {
        orders
            .calls("Schedule", SHIPPING, from + 2 + 20 * j, from + 12 + 20 * j)
            .fails()
            .servedBy(SHIPPING, from + 3 + 20 * j, from + 11 + 20 * j)
            .fails();
      }
    }
    return this;
  }

  private Planted timeoutInversion(double at) {
    ATrace.Node call = buy.calls("Charge", PAYMENTS, at + 1, at + 101).within(100).fails(TIMEOUT);
    call.servedBy(PAYMENTS, at + 2, at + 250)
        .calls("Authorize", "bank", at + 3, at + 249)
        .within(2000);
    return this;
  }

  private Planted laneLeak(double at) {
    ATrace.Node gray = buy.internal("offer", at, at + 60).lane("gray", "");
    gray.calls("Offer", ORDERS, at + 1, at + 50).servedBy(ORDERS, at + 2, at + 49).lane("gray", "");
    return this;
  }

  private Planted errorAtDepth(double at) {
    buy.fails();
    buy.calls("Ship", ORDERS, at + 1, at + 99)
        .fails()
        .servedBy(ORDERS, at + 2, at + 98)
        .fails()
        .calls("Label", SHIPPING, at + 3, at + 97)
        .fails()
        .servedBy(SHIPPING, at + 4, at + 96)
        .fails()
        .internal("print", at + 5, at + 95)
        .fails();
    return this;
  }

  private Planted skewedClock(double at) {
    buy.calls("Clock", INVENTORY, at + 1, at + 41)
        .servedBy(INVENTORY, at + 102, at + 140)
        .at("inventory-9");
    return this;
  }
}
