/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.Rows;
import io.heliograph.sinks.StringColumn;
import io.heliograph.sinks.TableSchema;

/** The columns of {@code trace_finding_rows}. */
final class FindingColumns {
  static final TableSchema TABLE =
      TableSchema.of(
          "trace_finding_rows",
          "trace_id",
          "String",
          "start_day",
          "Date",
          "trace_start",
          "DateTime64(9)",
          "kind",
          "LowCardinality(String)",
          "service",
          "LowCardinality(String)",
          "operation",
          "LowCardinality(String)",
          "place",
          "String",
          "span_ids",
          "Array(String)",
          "count",
          "UInt32",
          "saving_ns",
          "UInt64",
          "lane",
          "LowCardinality(String)",
          "evidence",
          "String",
          "detected_at",
          "DateTime64(3)",
          "version",
          "UInt64",
          "is_deleted",
          "UInt8");

  private final Rows rows;
  private final HexIds ids = new HexIds();
  private final StringColumn traceId;
  private final IntegerColumn startDay;
  private final IntegerColumn traceStart;
  private final StringColumn kind;
  private final StringColumn service;
  private final StringColumn operation;
  private final StringColumn place;
  private final StringColumn spanIds;
  private final IntegerColumn count;
  private final IntegerColumn saving;
  private final StringColumn lane;
  private final StringColumn evidence;
  private final IntegerColumn detectedAt;
  private final IntegerColumn version;
  private final IntegerColumn deleted;

  FindingColumns(Rows rows) {
    this.rows = rows;
    traceId = rows.strings("trace_id");
    startDay = rows.integers("start_day");
    traceStart = rows.integers("trace_start");
    kind = rows.strings("kind");
    service = rows.strings("service");
    operation = rows.strings("operation");
    place = rows.strings("place");
    spanIds = rows.array("span_ids").strings();
    count = rows.integers("count");
    saving = rows.integers("saving_ns");
    lane = rows.strings("lane");
    evidence = rows.strings("evidence");
    detectedAt = rows.integers("detected_at");
    version = rows.integers("version");
    deleted = rows.integers("is_deleted");
  }

  void append(FindingRow row) {
    ids.trace(row.traceHigh(), row.traceLow(), traceId);
    startDay.add(row.startDay());
    traceStart.add(row.traceStartNanos());
    kind.add(row.kind());
    service.add(row.service());
    operation.add(row.operation());
    ids.span(row.place(), place);
    ids.spans(row.spanIds(), spanIds);
    count.add(row.count());
    saving.add(row.savingNanos());
    lane.add(row.lane());
    evidence.add(row.evidence());
    detectedAt.add(row.detectedAtMillis());
    version.add(row.version());
    deleted.add(row.deleted() ? 1 : 0);
    rows.endRow(false);
  }
}
