/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

/** SQL over the DDSketch columns of {@code service_red} and {@code service_edges}. */
final class Sketch {
  /**
   * A WITH expression: {@code quantile_ns(sumMap(sketch), sum(calls), 0.99)}, within 1 % of the
   * exact one.
   */
  static final String QUANTILE =
      "WITH (sketch, calls, q) -> 0.99 * pow(101 / 99, arrayFirst((b, c) -> c > q * (calls - 1),"
          + " sketch.1, arrayCumSum(sketch.2))) AS quantile_ns";

  private Sketch() {}
}
