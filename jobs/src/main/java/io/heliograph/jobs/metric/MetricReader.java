/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.Slice;
import io.heliograph.jobs.otlp.Slices;
import io.heliograph.jobs.otlp.Wire;

/** The fields of the metric at the wire, reused from metric to metric. */
final class MetricReader {
  private static final int NAME = 1 << 3 | Wire.LEN;
  private static final int DESCRIPTION = 2 << 3 | Wire.LEN;
  private static final int UNIT = 3 << 3 | Wire.LEN;
  static final int GAUGE = 5 << 3 | Wire.LEN;
  static final int SUM = 7 << 3 | Wire.LEN;
  static final int HISTOGRAM = 9 << 3 | Wire.LEN;
  static final int EXPONENTIAL_HISTOGRAM = 10 << 3 | Wire.LEN;
  static final int SUMMARY = 11 << 3 | Wire.LEN;
  private static final int POINTS = 1 << 3 | Wire.LEN;
  private static final int TEMPORALITY = 2 << 3 | Wire.VARINT;
  private static final int MONOTONIC = 3 << 3 | Wire.VARINT;

  private final Wire wire;
  private final Slice data = new Slice();
  final Slice name = new Slice();
  final Slice description = new Slice();
  final Slice unit = new Slice();
  final Slices points = new Slices();

  /** Which of the kinds it is: a tag, or 0 for a kind that is not known. */
  int kind;

  long temporality;
  boolean monotonic;

  MetricReader(Wire wire) {
    this.wire = wire;
  }

  void read() throws MalformedOtlpException {
    name.clear();
    description.clear();
    unit.clear();
    points.clear();
    kind = 0;
    temporality = 0;
    monotonic = false;
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case NAME -> wire.slice(name);
        case DESCRIPTION -> wire.slice(description);
        case UNIT -> wire.slice(unit);
        case GAUGE, SUM, HISTOGRAM, EXPONENTIAL_HISTOGRAM, SUMMARY -> {
          kind = tag;
          wire.slice(data);
        }
        default -> wire.skip(tag);
      }
    }
    if (kind != 0) {
      readData();
    }
  }

  private void readData() throws MalformedOtlpException {
    long mark = wire.enter(data);
    while (wire.more()) {
      int tag = wire.tag();
      switch (tag) {
        case POINTS -> wire.slice(points);
        case TEMPORALITY -> temporality = wire.varint();
        case MONOTONIC -> monotonic = wire.varint() != 0;
        default -> wire.skip(tag);
      }
    }
    wire.leave(mark);
  }
}
