/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.TableSchema;
import java.util.List;

/** Sends the data points of a metric to the table of its kind. */
final class PointTables {
  static final List<TableSchema> SCHEMAS =
      List.of(
          NumberColumns.GAUGE,
          NumberColumns.SUM,
          HistogramColumns.TABLE,
          ExponentialColumns.TABLE,
          SummaryColumns.TABLE);

  private final Wire wire;
  private final MetricReader metric;
  private final PointColumns gauges;
  private final PointColumns sums;
  private final PointColumns histograms;
  private final PointColumns exponentials;
  private final PointColumns summaries;
  private int appended;

  PointTables(Blocks out, OtlpRequest request, MetricReader metric) {
    this.wire = request.wire();
    this.metric = metric;
    gauges = new NumberColumns(NumberColumns.GAUGE, out, request, metric);
    sums = new NumberColumns(NumberColumns.SUM, out, request, metric);
    histograms = new HistogramColumns(out, request, metric);
    exponentials = new ExponentialColumns(out, request, metric);
    summaries = new SummaryColumns(out, request, metric);
  }

  /** Points appended so far; wraps around. */
  int appended() {
    return appended;
  }

  /** A metric of an unknown kind has no points: nothing to count, nothing to store. */
  void appendAll() throws MalformedOtlpException {
    for (int i = 0; i < metric.points.size(); i++) {
      long mark = wire.enter(metric.points, i);
      columns().append();
      wire.leave(mark);
      appended++;
    }
  }

  private PointColumns columns() {
    return switch (metric.kind) {
      case MetricReader.GAUGE -> gauges;
      case MetricReader.SUM -> sums;
      case MetricReader.HISTOGRAM -> histograms;
      case MetricReader.EXPONENTIAL_HISTOGRAM -> exponentials;
      case MetricReader.SUMMARY -> summaries;
      default -> throw new IllegalStateException("points of kind " + metric.kind);
    };
  }
}
