/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.FloatColumn;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.TableSchema;

/** The columns of {@code otel_metrics_summary}. */
final class SummaryColumns extends PointColumns {
  private static final int START = 2 << 3 | Wire.I64;
  private static final int TIME_NANOS = 3 << 3 | Wire.I64;
  private static final int COUNT = 4 << 3 | Wire.I64;
  private static final int SUM = 5 << 3 | Wire.I64;
  private static final int QUANTILES = 6 << 3 | Wire.LEN;
  private static final int ATTRIBUTES = 7 << 3 | Wire.LEN;
  private static final int FLAGS = 8 << 3 | Wire.VARINT;
  private static final int QUANTILE = 1 << 3 | Wire.I64;
  private static final int VALUE = 2 << 3 | Wire.I64;

  static final TableSchema TABLE =
      table(
          "otel_metrics_summary",
          "Count",
          "UInt64",
          "Sum",
          "Float64",
          "ValueAtQuantiles.Quantile",
          "Array(Float64)",
          "ValueAtQuantiles.Value",
          "Array(Float64)",
          "Flags",
          "UInt32");

  private final IntegerColumn count;
  private final FloatColumn sum;
  private final FloatColumn quantiles;
  private final FloatColumn values;
  private final IntegerColumn flags;

  SummaryColumns(Blocks out, OtlpRequest request, MetricReader metric) {
    super(TABLE, out, request, metric);
    count = rows.integers("Count");
    sum = rows.floats("Sum");
    quantiles = rows.array("ValueAtQuantiles.Quantile").floats();
    values = rows.array("ValueAtQuantiles.Value").floats();
    flags = rows.integers("Flags");
  }

  @Override
  void appendPoint() throws MalformedOtlpException {
    long total = 0;
    double sumOfValues = 0;
    long flagBits = 0;
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case START -> start = wire.fixed64();
        case TIME_NANOS -> time = wire.fixed64();
        case COUNT -> total = wire.fixed64();
        case SUM -> sumOfValues = wire.fixedDouble();
        case QUANTILES -> appendQuantile();
        case ATTRIBUTES -> attributes.read();
        case FLAGS -> flagBits = wire.varint();
        default -> wire.skip(tag);
      }
    }
    count.add(total);
    sum.add(sumOfValues);
    flags.add(flagBits);
  }

  private void appendQuantile() throws MalformedOtlpException {
    double quantile = 0;
    double value = 0;
    long mark = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case QUANTILE -> quantile = wire.fixedDouble();
        case VALUE -> value = wire.fixedDouble();
        default -> wire.skip(tag);
      }
    }
    wire.leave(mark);
    quantiles.add(quantile);
    values.add(value);
  }
}
