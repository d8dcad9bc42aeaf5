/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace.result;

import io.heliograph.sinks.FloatColumn;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.Rows;
import io.heliograph.sinks.StringColumn;
import io.heliograph.sinks.TableSchema;

/** The columns of {@code trace_rows}. */
final class TraceColumns {
  static final TableSchema TABLE =
      TableSchema.of(
          "trace_rows",
          "trace_id",
          "String",
          "start_day",
          "Date",
          "start_time",
          "DateTime64(9)",
          "duration_ns",
          "UInt64",
          "root_service",
          "LowCardinality(String)",
          "root_operation",
          "LowCardinality(String)",
          "span_count",
          "UInt32",
          "error_count",
          "UInt32",
          "services",
          "Array(LowCardinality(String))",
          "status",
          "LowCardinality(String)",
          "incomplete_reason",
          "LowCardinality(String)",
          "missing_parents",
          "UInt32",
          "late_spans",
          "UInt32",
          "duplicate_spans",
          "UInt32",
          "over_cap_spans",
          "UInt32",
          "lane",
          "LowCardinality(String)",
          "path_ids",
          "Array(UInt64)",
          "path_services",
          "Array(LowCardinality(String))",
          "path_operations",
          "Array(LowCardinality(String))",
          "path_self_ns",
          "Array(UInt64)",
          "culprit_service",
          "LowCardinality(String)",
          "findings",
          "UInt32",
          "keep_reason",
          "LowCardinality(String)",
          "weight",
          "Float64",
          "revision",
          "UInt32",
          "version",
          "UInt64",
          "is_deleted",
          "UInt8");

  private static final String COMPLETE = "complete";
  private static final String INCOMPLETE = "incomplete";

  private final Rows rows;
  private final HexIds ids = new HexIds();
  private final StringColumn traceId;
  private final IntegerColumn startDay;
  private final IntegerColumn startTime;
  private final IntegerColumn duration;
  private final StringColumn rootService;
  private final StringColumn rootOperation;
  private final IntegerColumn spans;
  private final IntegerColumn errors;
  private final StringColumn services;
  private final StringColumn status;
  private final StringColumn incompleteReason;
  private final IntegerColumn missingParents;
  private final IntegerColumn lateSpans;
  private final IntegerColumn duplicateSpans;
  private final IntegerColumn overCapSpans;
  private final StringColumn lane;
  private final IntegerColumn pathIds;
  private final StringColumn pathServices;
  private final StringColumn pathOperations;
  private final IntegerColumn pathSelf;
  private final StringColumn culprit;
  private final IntegerColumn findings;
  private final StringColumn keepReason;
  private final FloatColumn weight;
  private final IntegerColumn revision;
  private final IntegerColumn version;
  private final IntegerColumn deleted;

  TraceColumns(Rows rows) {
    this.rows = rows;
    traceId = rows.strings("trace_id");
    startDay = rows.integers("start_day");
    startTime = rows.integers("start_time");
    duration = rows.integers("duration_ns");
    rootService = rows.strings("root_service");
    rootOperation = rows.strings("root_operation");
    spans = rows.integers("span_count");
    errors = rows.integers("error_count");
    services = rows.array("services").strings();
    status = rows.strings("status");
    incompleteReason = rows.strings("incomplete_reason");
    missingParents = rows.integers("missing_parents");
    lateSpans = rows.integers("late_spans");
    duplicateSpans = rows.integers("duplicate_spans");
    overCapSpans = rows.integers("over_cap_spans");
    lane = rows.strings("lane");
    pathIds = rows.array("path_ids").integers();
    pathServices = rows.array("path_services").strings();
    pathOperations = rows.array("path_operations").strings();
    pathSelf = rows.array("path_self_ns").integers();
    culprit = rows.strings("culprit_service");
    findings = rows.integers("findings");
    keepReason = rows.strings("keep_reason");
    weight = rows.floats("weight");
    revision = rows.integers("revision");
    version = rows.integers("version");
    deleted = rows.integers("is_deleted");
  }

  void append(TraceRow row) {
    ids.trace(row.traceHigh(), row.traceLow(), traceId);
    startDay.add(row.startDay());
    startTime.add(row.startNanos());
    duration.add(row.durationNanos());
    rootService.add(row.rootService());
    rootOperation.add(row.rootOperation());
    spans.add(row.spans());
    errors.add(row.errors());
    row.services().forEach(services::add);
    status.add(row.incompleteReason().isEmpty() ? COMPLETE : INCOMPLETE);
    incompleteReason.add(row.incompleteReason());
    missingParents.add(row.missingParents());
    lateSpans.add(row.lateSpans());
    duplicateSpans.add(row.duplicateSpans());
    overCapSpans.add(row.overCapSpans());
    lane.add(row.lane());
    for (long id : row.pathSpanIds()) {
      pathIds.add(id);
    }
    row.pathServices().forEach(pathServices::add);
    row.pathOperations().forEach(pathOperations::add);
    for (long nanos : row.pathSelfNanos()) {
      pathSelf.add(nanos);
    }
    culprit.add(row.culpritService());
    findings.add(row.findings());
    keepReason.add(row.keepReason());
    weight.add(row.weight());
    revision.add(row.revision());
    version.add(row.version());
    deleted.add(row.deleted() ? 1 : 0);
    rows.endRow(false);
  }
}
