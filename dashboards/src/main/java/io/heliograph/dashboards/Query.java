/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

/**
 * One question of a panel.
 *
 * @param source who answers
 * @param text SQL for ClickHouse, PromQL for Prometheus
 * @param shape how the answer is read: a time series (its first column is the time), a table, or
 *     the spans of a trace
 * @param legend Prometheus only: the name of a series, such as {@code {{job_name}}}
 */
record Query(DataSource source, String text, Shape shape, String legend) {
  enum Shape {
    SERIES,
    TABLE,
    TRACE
  }

  Query {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a query without text");
    }
  }

  static Query series(String sql) {
    return new Query(DataSource.CLICKHOUSE, sql.strip(), Shape.SERIES, "");
  }

  static Query table(String sql) {
    return new Query(DataSource.CLICKHOUSE, sql.strip(), Shape.TABLE, "");
  }

  /** Columns are called as Grafana's trace panel wants them, see {@link Waterfall}. */
  static Query trace(String sql) {
    return new Query(DataSource.CLICKHOUSE, sql.strip(), Shape.TRACE, "");
  }

  static Query prometheus(String promql, String legend) {
    return new Query(DataSource.PROMETHEUS, promql.strip(), Shape.SERIES, legend);
  }
}
