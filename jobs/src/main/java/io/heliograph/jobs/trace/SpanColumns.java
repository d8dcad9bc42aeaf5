/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.trace;

import io.heliograph.jobs.otlp.EnumNames;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.SpanReader;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.MapColumn;
import io.heliograph.sinks.Rows;
import io.heliograph.sinks.StringColumn;
import io.heliograph.sinks.TableSchema;

/** The columns of {@code otel_traces}, and what of a span goes into each. */
final class SpanColumns {
  private static final String LOW = "LowCardinality(String)";
  private static final String MAP = "Map(LowCardinality(String), String)";

  static final TableSchema TABLE =
      TableSchema.of(
          "otel_traces",
          "Timestamp",
          "DateTime64(9)",
          "TraceId",
          "String",
          "SpanId",
          "String",
          "ParentSpanId",
          "String",
          "TraceState",
          "String",
          "SpanName",
          LOW,
          "SpanKind",
          LOW,
          "ServiceName",
          LOW,
          "ResourceAttributes",
          MAP,
          "ScopeName",
          "String",
          "ScopeVersion",
          "String",
          "SpanAttributes",
          MAP,
          "Duration",
          "UInt64",
          "StatusCode",
          LOW,
          "StatusMessage",
          "String",
          "Events.Timestamp",
          "Array(DateTime64(9))",
          "Events.Name",
          "Array(LowCardinality(String))",
          "Events.Attributes",
          "Array(Map(LowCardinality(String), String))",
          "Links.TraceId",
          "Array(String)",
          "Links.SpanId",
          "Array(String)",
          "Links.TraceState",
          "Array(String)",
          "Links.Attributes",
          "Array(Map(LowCardinality(String), String))");

  private static final EnumNames KINDS =
      new EnumNames("Unspecified", "Internal", "Server", "Client", "Producer", "Consumer");
  private static final EnumNames STATUS_CODES = new EnumNames("Unset", "Ok", "Error");

  private final OtlpRequest request;
  private final Rows rows;
  private final IntegerColumn timestamp;
  private final StringColumn traceId;
  private final StringColumn spanId;
  private final StringColumn parentSpanId;
  private final StringColumn traceState;
  private final StringColumn name;
  private final StringColumn kind;
  private final StringColumn serviceName;
  private final MapColumn resourceAttributes;
  private final StringColumn scopeName;
  private final StringColumn scopeVersion;
  private final MapColumn attributes;
  private final IntegerColumn duration;
  private final StringColumn statusCode;
  private final StringColumn statusMessage;
  private final EventColumns events;
  private final LinkColumns links;

  SpanColumns(Rows rows, OtlpRequest request) {
    this.request = request;
    this.rows = rows;
    timestamp = rows.integers("Timestamp");
    traceId = rows.strings("TraceId");
    spanId = rows.strings("SpanId");
    parentSpanId = rows.strings("ParentSpanId");
    traceState = rows.strings("TraceState");
    name = rows.strings("SpanName");
    kind = rows.strings("SpanKind");
    serviceName = rows.strings("ServiceName");
    resourceAttributes = rows.map("ResourceAttributes");
    scopeName = rows.strings("ScopeName");
    scopeVersion = rows.strings("ScopeVersion");
    attributes = rows.map("SpanAttributes");
    duration = rows.integers("Duration");
    statusCode = rows.strings("StatusCode");
    statusMessage = rows.strings("StatusMessage");
    events = new EventColumns(rows, request);
    links = new LinkColumns(rows, request);
  }

  void append(SpanReader span) throws MalformedOtlpException {
    timestamp.add(OtlpRequest.ticks(span.start()));
    request.appendId(span.traceId(), traceId);
    request.appendId(span.spanId(), spanId);
    request.appendId(span.parentSpanId(), parentSpanId);
    request.appendText(span.traceState(), traceState);
    request.appendText(span.name(), name);
    KINDS.append(span.kind(), kind);
    request.resource().appendServiceName(serviceName);
    request.resource().appendAttributes(resourceAttributes);
    request.scope().appendName(scopeName);
    request.scope().appendVersion(scopeVersion);
    span.attributes().appendTo(attributes);
    duration.add(span.durationNanos());
    STATUS_CODES.append(span.statusCode(), statusCode);
    request.appendText(span.statusMessage(), statusMessage);
    events.append(span.events());
    links.append(span.links());
    rows.endRow(true);
  }
}
