/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.config;

import io.heliograph.jobs.config.ConfigFact.Kind;
import io.heliograph.jobs.keyed.Origin;

/** Facts about release r-1 of item timeout of app orders. */
final class AFact {
  static final long START = 1_700_000_000_000L;
  static final String ORDERS_1 = "orders-1";

  private AFact() {}

  static ConfigFact release(Kind kind, long happened, long logMillis) {
    return of(kind, happened, logMillis, "", "");
  }

  static ConfigFact arrival(Kind kind, long happened, long logMillis) {
    return of(kind, happened, logMillis, ORDERS_1, "");
  }

  static ConfigFact rejection(String error, long happened, long logMillis) {
    return of(Kind.REJECTED, happened, logMillis, ORDERS_1, error);
  }

  private static ConfigFact of(
      Kind kind, long happened, long logMillis, String instance, String error) {
    return new ConfigFact(
        new Origin("heliograph.config-events", 0, 1, logMillis),
        kind,
        "r-1",
        "default",
        "orders",
        "timeout",
        7,
        happened,
        "gray",
        "room=a",
        "alice",
        instance,
        error);
  }
}
