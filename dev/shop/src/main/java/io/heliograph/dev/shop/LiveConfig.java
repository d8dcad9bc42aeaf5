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

  private record Range(double least, double most) {}

  private static final Map<String, Range> RANGES =
      Map.of(
          DELAY_MS, new Range(0, 5_000),
          FAILURE_RATE, new Range(0, 1),
          LIMIT_PER_USER, new Range(1, 1_000_000));

  private final Map<String, Double> values = new ConcurrentHashMap<>();

  LiveConfig() {
    values.put(DELAY_MS, 0.0);
    values.put(FAILURE_RATE, 0.0);
    values.put(LIMIT_PER_USER, 5.0);
  }

  /** Sets an item; the error if it cannot be, else empty. */
  String apply(String item, String value) {
    Range range = RANGES.get(item);
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
