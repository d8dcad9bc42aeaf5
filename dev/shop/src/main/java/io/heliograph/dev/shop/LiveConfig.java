/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dev.shop;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The config items that a running process works by. This is also how faults get into the shop:
 * someone releases a bad value.
 */
final class LiveConfig {
  static final String DELAY_MS = "delay_ms";
  static final String FAILURE_RATE = "failure_rate";
  static final String LIMIT_PER_USER = "limit_per_user";

  /** 1: asks for things one by one that it could ask for at once. */
  static final String ONE_BY_ONE = "one_by_one";

  /** How often it asks a service that is unavailable, all in all. */
  static final String ATTEMPTS = "attempts";

  /** Share of a lane's requests that are sent to the baseline by mistake. */
  static final String LANE_LEAK = "lane_leak";

  /** How long orders waits for payments. */
  static final String PAYMENTS_TIMEOUT_MS = "payments_timeout_ms";

  /** How long the bank takes, about. */
  static final String BANK_MS = "bank_ms";

  static final String BANK_FAILURE_RATE = "bank_failure_rate";

  private record Item(double least, double most, double start) {}

  private static final Map<String, Item> ITEMS =
      Map.of(
          DELAY_MS, new Item(0, 5_000, 0),
          FAILURE_RATE, new Item(0, 1, 0),
          LIMIT_PER_USER, new Item(1, 1_000_000, 5),
          ONE_BY_ONE, new Item(0, 1, 0),
          ATTEMPTS, new Item(1, 10, 1),
          LANE_LEAK, new Item(0, 1, 0),
          PAYMENTS_TIMEOUT_MS, new Item(1, 5_000, 1_000),
          BANK_MS, new Item(0, 5_000, 5),
          BANK_FAILURE_RATE, new Item(0, 1, 0));

  private final Map<String, Double> values = new ConcurrentHashMap<>();

  LiveConfig() {
    ITEMS.forEach((name, item) -> values.put(name, item.start));
  }

  /** Sets an item; the error if it cannot be, else empty. */
  String apply(String item, String value) {
    Item range = ITEMS.get(item);
    if (range == null) {
      return "unknown item " + item;
    }
    double number;
    try {
      number = Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return item + " must be a number, is '" + value + "'";
    }
    if (!(number >= range.least && number <= range.most)) {
      return item + " must be " + range.least + " to " + range.most + ", is " + value;
    }
    values.put(item, number);
    return "";
  }

  double get(String item) {
    return values.get(item);
  }
}
