/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.FloatColumn;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.TableSchema;

/** The columns of {@code otel_metrics_histogram}. */
final class HistogramColumns extends PointColumns {
  private static final int START = 2 << 3 | Wire.I64;
  private static final int TIME_NANOS = 3 << 3 | Wire.I64;
  private static final int COUNT = 4 << 3 | Wire.I64;
  private static final int SUM = 5 << 3 | Wire.I64;
  private static final int COUNTS_PACKED = 6 << 3 | Wire.LEN;
  private static final int COUNTS_ONE = 6 << 3 | Wire.I64;
  private static final int BOUNDS_PACKED = 7 << 3 | Wire.LEN;
  private static final int BOUNDS_ONE = 7 << 3 | Wire.I64;
  private static final int EXEMPLARS = 8 << 3 | Wire.LEN;
  private static final int ATTRIBUTES = 9 << 3 | Wire.LEN;
  private static final int FLAGS = 10 << 3 | Wire.VARINT;
  private static final int MIN = 11 << 3 | Wire.I64;
  private static final int MAX = 12 << 3 | Wire.I64;

  static final TableSchema TABLE =
      table(
          "otel_metrics_histogram",
          ExemplarColumns.and(
              "Count", "UInt64",
              "Sum", "Float64",
              "BucketCounts", "Array(UInt64)",
              "ExplicitBounds", "Array(Float64)",
              "Flags", "UInt32",
              "Min", "Float64",
              "Max", "Float64",
              "AggregationTemporality", "Int32"));

  private final IntegerColumn count;
  private final FloatColumn sum;
  private final IntegerColumn bucketCounts;
  private final FloatColumn explicitBounds;
  private final ExemplarColumns exemplars;
  private final IntegerColumn flags;
  private final FloatColumn min;
  private final FloatColumn max;
  private final IntegerColumn temporality;

  HistogramColumns(Blocks out, OtlpRequest request, MetricReader metric) {
    super(TABLE, out, request, metric);
    count = rows.integers("Count");
    sum = rows.floats("Sum");
    bucketCounts = rows.array("BucketCounts").integers();
    explicitBounds = rows.array("ExplicitBounds").floats();
    exemplars = new ExemplarColumns(rows, request);
    flags = rows.integers("Flags");
    min = rows.floats("Min");
    max = rows.floats("Max");
    temporality = rows.integers("AggregationTemporality");
  }

  @Override
  void appendPoint() throws MalformedOtlpException {
    long total = 0;
    double sumOfValues = 0;
    double smallest = 0;
    double largest = 0;
    long flagBits = 0;
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case START -> start = wire.fixed64();
        case TIME_NANOS -> time = wire.fixed64();
        case COUNT -> total = wire.fixed64();
        case SUM -> sumOfValues = wire.fixedDouble();
        case COUNTS_PACKED -> {
          long mark = wire.enter();
          while (wire.more()) {
            bucketCounts.add(wire.fixed64());
          }
          wire.leave(mark);
        }
        case COUNTS_ONE -> bucketCounts.add(wire.fixed64());
        case BOUNDS_PACKED -> {
          long mark = wire.enter();
          while (wire.more()) {
            explicitBounds.add(wire.fixedDouble());
          }
          wire.leave(mark);
        }
        case BOUNDS_ONE -> explicitBounds.add(wire.fixedDouble());
        case EXEMPLARS -> exemplars.append();
        case ATTRIBUTES -> attributes.read();
        case FLAGS -> flagBits = wire.varint();
        case MIN -> smallest = wire.fixedDouble();
        case MAX -> largest = wire.fixedDouble();
        default -> wire.skip(tag);
      }
    }
    count.add(total);
    sum.add(sumOfValues);
    flags.add(flagBits);
    min.add(smallest);
    max.add(largest);
    temporality.add(metric.temporality);
  }
}
