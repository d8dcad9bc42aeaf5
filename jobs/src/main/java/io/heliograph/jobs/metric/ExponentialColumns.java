/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.FloatColumn;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.TableSchema;

/** The columns of {@code otel_metrics_exponential_histogram}. */
final class ExponentialColumns extends PointColumns {
  private static final int ATTRIBUTES = 1 << 3 | Wire.LEN;
  private static final int START = 2 << 3 | Wire.I64;
  private static final int TIME_NANOS = 3 << 3 | Wire.I64;
  private static final int COUNT = 4 << 3 | Wire.I64;
  private static final int SUM = 5 << 3 | Wire.I64;
  private static final int SCALE = 6 << 3 | Wire.VARINT;
  private static final int ZERO_COUNT = 7 << 3 | Wire.I64;
  private static final int POSITIVE = 8 << 3 | Wire.LEN;
  private static final int NEGATIVE = 9 << 3 | Wire.LEN;
  private static final int FLAGS = 10 << 3 | Wire.VARINT;
  private static final int EXEMPLARS = 11 << 3 | Wire.LEN;
  private static final int MIN = 12 << 3 | Wire.I64;
  private static final int MAX = 13 << 3 | Wire.I64;
  private static final int OFFSET = 1 << 3 | Wire.VARINT;
  private static final int COUNTS_PACKED = 2 << 3 | Wire.LEN;
  private static final int COUNTS_ONE = 2 << 3 | Wire.VARINT;

  static final TableSchema TABLE =
      table(
          "otel_metrics_exponential_histogram",
          ExemplarColumns.and(
              "Count", "UInt64",
              "Sum", "Float64",
              "Scale", "Int32",
              "ZeroCount", "UInt64",
              "PositiveOffset", "Int32",
              "PositiveBucketCounts", "Array(UInt64)",
              "NegativeOffset", "Int32",
              "NegativeBucketCounts", "Array(UInt64)",
              "Flags", "UInt32",
              "Min", "Float64",
              "Max", "Float64",
              "AggregationTemporality", "Int32"));

  private final IntegerColumn count;
  private final FloatColumn sum;
  private final IntegerColumn scale;
  private final IntegerColumn zeroCount;
  private final IntegerColumn positiveOffset;
  private final IntegerColumn positiveCounts;
  private final IntegerColumn negativeOffset;
  private final IntegerColumn negativeCounts;
  private final ExemplarColumns exemplars;
  private final IntegerColumn flags;
  private final FloatColumn min;
  private final FloatColumn max;
  private final IntegerColumn temporality;

  ExponentialColumns(Blocks out, OtlpRequest request, MetricReader metric) {
    super(TABLE, out, request, metric);
    count = rows.integers("Count");
    sum = rows.floats("Sum");
    scale = rows.integers("Scale");
    zeroCount = rows.integers("ZeroCount");
    positiveOffset = rows.integers("PositiveOffset");
    positiveCounts = rows.array("PositiveBucketCounts").integers();
    negativeOffset = rows.integers("NegativeOffset");
    negativeCounts = rows.array("NegativeBucketCounts").integers();
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
    long scaleFactor = 0;
    long zeros = 0;
    long positive = 0;
    long negative = 0;
    long flagBits = 0;
    double smallest = 0;
    double largest = 0;
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case ATTRIBUTES -> attributes.read();
        case START -> start = wire.fixed64();
        case TIME_NANOS -> time = wire.fixed64();
        case COUNT -> total = wire.fixed64();
        case SUM -> sumOfValues = wire.fixedDouble();
        case SCALE -> scaleFactor = wire.zigzag();
        case ZERO_COUNT -> zeros = wire.fixed64();
        case POSITIVE -> positive = appendBuckets(positiveCounts);
        case NEGATIVE -> negative = appendBuckets(negativeCounts);
        case FLAGS -> flagBits = wire.varint();
        case EXEMPLARS -> exemplars.append();
        case MIN -> smallest = wire.fixedDouble();
        case MAX -> largest = wire.fixedDouble();
        default -> wire.skip(tag);
      }
    }
    count.add(total);
    sum.add(sumOfValues);
    scale.add(scaleFactor);
    zeroCount.add(zeros);
    positiveOffset.add(positive);
    negativeOffset.add(negative);
    flags.add(flagBits);
    min.add(smallest);
    max.add(largest);
    temporality.add(metric.temporality);
  }

  /** Returns the offset. */
  private long appendBuckets(IntegerColumn counts) throws MalformedOtlpException {
    long offset = 0;
    long mark = wire.enter();
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case OFFSET -> offset = wire.zigzag();
        case COUNTS_ONE -> counts.add(wire.varint());
        case COUNTS_PACKED -> {
          long packed = wire.enter();
          while (wire.more()) {
            counts.add(wire.varint());
          }
          wire.leave(packed);
        }
        default -> wire.skip(tag);
      }
    }
    wire.leave(mark);
    return offset;
  }
}
