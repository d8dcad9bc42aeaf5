/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.log;

import io.heliograph.jobs.otlp.AnyValue;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.MapColumn;
import io.heliograph.sinks.Rows;
import io.heliograph.sinks.StringColumn;
import io.heliograph.sinks.TableSchema;

/** The columns of {@code otel_logs}, and what of a log record goes into each. */
final class LogColumns {
  private static final String LOW = "LowCardinality(String)";
  private static final String MAP = "Map(LowCardinality(String), String)";

  /** TimestampTime and PatternId are left to their defaults. */
  static final TableSchema TABLE =
      TableSchema.of(
          "otel_logs",
          "Timestamp",
          "DateTime64(9)",
          "TraceId",
          "String",
          "SpanId",
          "String",
          "TraceFlags",
          "UInt8",
          "SeverityText",
          LOW,
          "SeverityNumber",
          "UInt8",
          "ServiceName",
          LOW,
          "Body",
          "String",
          "ResourceSchemaUrl",
          LOW,
          "ResourceAttributes",
          MAP,
          "ScopeSchemaUrl",
          LOW,
          "ScopeName",
          "String",
          "ScopeVersion",
          LOW,
          "ScopeAttributes",
          MAP,
          "LogAttributes",
          MAP,
          "EventName",
          "String");

  private final OtlpRequest request;
  private final AnyValue any = new AnyValue();
  private final Rows rows;
  private final IntegerColumn timestamp;
  private final StringColumn traceId;
  private final StringColumn spanId;
  private final IntegerColumn traceFlags;
  private final StringColumn severityText;
  private final IntegerColumn severityNumber;
  private final StringColumn serviceName;
  private final StringColumn body;
  private final StringColumn resourceSchemaUrl;
  private final MapColumn resourceAttributes;
  private final StringColumn scopeSchemaUrl;
  private final StringColumn scopeName;
  private final StringColumn scopeVersion;
  private final MapColumn scopeAttributes;
  private final MapColumn attributes;
  private final StringColumn eventName;

  LogColumns(Rows rows, OtlpRequest request) {
    this.request = request;
    this.rows = rows;
    timestamp = rows.integers("Timestamp");
    traceId = rows.strings("TraceId");
    spanId = rows.strings("SpanId");
    traceFlags = rows.integers("TraceFlags");
    severityText = rows.strings("SeverityText");
    severityNumber = rows.integers("SeverityNumber");
    serviceName = rows.strings("ServiceName");
    body = rows.strings("Body");
    resourceSchemaUrl = rows.strings("ResourceSchemaUrl");
    resourceAttributes = rows.map("ResourceAttributes");
    scopeSchemaUrl = rows.strings("ScopeSchemaUrl");
    scopeName = rows.strings("ScopeName");
    scopeVersion = rows.strings("ScopeVersion");
    scopeAttributes = rows.map("ScopeAttributes");
    attributes = rows.map("LogAttributes");
    eventName = rows.strings("EventName");
  }

  void append(LogReader log) throws MalformedOtlpException {
    timestamp.add(OtlpRequest.ticks(log.unixNanos()));
    request.appendId(log.traceId, traceId);
    request.appendId(log.spanId, spanId);
    traceFlags.add(log.flags & 0xff);
    request.appendText(log.severityText, severityText);
    severityNumber.add((log.severityNumber & ~0xffL) == 0 ? log.severityNumber : 0);
    request.resource().appendServiceName(serviceName);
    any.append(request.wire(), log.body, body);
    request.resource().appendSchemaUrl(resourceSchemaUrl);
    request.resource().appendAttributes(resourceAttributes);
    request.scope().appendSchemaUrl(scopeSchemaUrl);
    request.scope().appendName(scopeName);
    request.scope().appendVersion(scopeVersion);
    request.scope().appendAttributes(scopeAttributes);
    log.attributes.appendTo(attributes);
    request.appendText(log.eventName, eventName);
    rows.endRow(true);
  }
}
