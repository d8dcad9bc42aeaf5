/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.ratelimit;

import io.heliograph.jobs.keyed.Origin;

/** Reports under rule checkout for merchant-7 in the second that begins at WINDOW. */
final class AReport {
  static final long WINDOW = 1_700_000_000_000L;
  static final String ORDERS_1 = "orders-1";
  static final String ORDERS_2 = "orders-2";

  private AReport() {}

  static Usage by(String reporter, long admitted, long denied) {
    return arriving(WINDOW + 1_200, reporter, admitted, denied);
  }

  static Usage arriving(long logMillis, String reporter, long admitted, long denied) {
    return new Usage(
        new Origin("heliograph.usage", 0, 1, logMillis),
        "default",
        "checkout",
        "merchant-7",
        WINDOW,
        reporter,
        new Report(100, admitted, denied));
  }
}
