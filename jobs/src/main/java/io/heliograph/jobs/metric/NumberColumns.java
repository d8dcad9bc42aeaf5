/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.FloatColumn;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.TableSchema;

/** The columns of {@code otel_metrics_gauge} and, with two more, {@code otel_metrics_sum}. */
final class NumberColumns extends PointColumns {
  private static final int START = 2 << 3 | Wire.I64;
  private static final int TIME_NANOS = 3 << 3 | Wire.I64;
  private static final int DOUBLE = 4 << 3 | Wire.I64;
  private static final int EXEMPLARS = 5 << 3 | Wire.LEN;
  private static final int INT = 6 << 3 | Wire.I64;
  private static final int ATTRIBUTES = 7 << 3 | Wire.LEN;
  private static final int FLAGS = 8 << 3 | Wire.VARINT;

  static final TableSchema GAUGE =
      table("otel_metrics_gauge", ExemplarColumns.and("Value", "Float64", "Flags", "UInt32"));
  static final TableSchema SUM =
      table(
          "otel_metrics_sum",
          ExemplarColumns.and(
              "Value", "Float64",
              "Flags", "UInt32",
              "AggregationTemporality", "Int32",
              "IsMonotonic", "Bool"));

  private final FloatColumn value;
  private final IntegerColumn flags;
  private final ExemplarColumns exemplars;
  private final IntegerColumn temporality;
  private final IntegerColumn monotonic;

  NumberColumns(TableSchema table, Blocks out, OtlpRequest request, MetricReader metric) {
    super(table, out, request, metric);
    value = rows.floats("Value");
    flags = rows.integers("Flags");
    exemplars = new ExemplarColumns(rows, request);
    boolean sum = table.equals(SUM);
    temporality = sum ? rows.integers("AggregationTemporality") : null;
    monotonic = sum ? rows.integers("IsMonotonic") : null;
  }

  @Override
  void appendPoint() throws MalformedOtlpException {
    double number = 0;
    long flagBits = 0;
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case START -> start = wire.fixed64();
        case TIME_NANOS -> time = wire.fixed64();
        case DOUBLE -> number = wire.fixedDouble();
        case INT -> number = wire.fixed64();
        case EXEMPLARS -> exemplars.append();
        case ATTRIBUTES -> attributes.read();
        case FLAGS -> flagBits = wire.varint();
        default -> wire.skip(tag);
      }
    }
    value.add(number);
    flags.add(flagBits);
    if (temporality != null) {
      temporality.add(metric.temporality);
      monotonic.add(metric.monotonic ? 1 : 0);
    }
  }
}
