/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.jobs.metric;

import io.heliograph.jobs.otlp.Attributes;
import io.heliograph.jobs.otlp.MalformedOtlpException;
import io.heliograph.jobs.otlp.OtlpRequest;
import io.heliograph.jobs.otlp.Wire;
import io.heliograph.sinks.Blocks;
import io.heliograph.sinks.IntegerColumn;
import io.heliograph.sinks.MapColumn;
import io.heliograph.sinks.Rows;
import io.heliograph.sinks.StringColumn;
import io.heliograph.sinks.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** The columns that all {@code otel_metrics_*} tables share; a subclass adds those of its kind. */
abstract class PointColumns {
  static final String MAP = "Map(LowCardinality(String), String)";
  static final String TIME = "DateTime";

  private static final List<String> SHARED =
      List.of(
          "ResourceAttributes", MAP,
          "ResourceSchemaUrl", "String",
          "ScopeName", "String",
          "ScopeVersion", "String",
          "ScopeAttributes", MAP,
          "ScopeDroppedAttrCount", "UInt32",
          "ScopeSchemaUrl", "String",
          "ServiceName", "LowCardinality(String)",
          "MetricName", "LowCardinality(String)",
          "MetricDescription", "String",
          "MetricUnit", "String",
          "Attributes", MAP,
          "StartTimeUnix", TIME,
          "TimeUnix", TIME);

  protected final Wire wire;
  protected final Rows rows;
  protected final MetricReader metric;

  /** Of the point being read; a subclass fills them, {@link #append} appends them. */
  protected final Attributes attributes;

  protected long start;
  protected long time;

  private final OtlpRequest request;
  private final MapColumn resourceAttributes;
  private final StringColumn resourceSchemaUrl;
  private final StringColumn scopeName;
  private final StringColumn scopeVersion;
  private final MapColumn scopeAttributes;
  private final IntegerColumn scopeDroppedAttributes;
  private final StringColumn scopeSchemaUrl;
  private final StringColumn serviceName;
  private final StringColumn name;
  private final StringColumn description;
  private final StringColumn unit;
  private final MapColumn attributesColumn;
  private final IntegerColumn startColumn;
  private final IntegerColumn timeColumn;

  PointColumns(TableSchema table, Blocks out, OtlpRequest request, MetricReader metric) {
    this.request = request;
    this.metric = metric;
    wire = request.wire();
    attributes = new Attributes(wire);
    rows = out.rows(table.table());
    resourceAttributes = rows.map("ResourceAttributes");
    resourceSchemaUrl = rows.strings("ResourceSchemaUrl");
    scopeName = rows.strings("ScopeName");
    scopeVersion = rows.strings("ScopeVersion");
    scopeAttributes = rows.map("ScopeAttributes");
    scopeDroppedAttributes = rows.integers("ScopeDroppedAttrCount");
    scopeSchemaUrl = rows.strings("ScopeSchemaUrl");
    serviceName = rows.strings("ServiceName");
    name = rows.strings("MetricName");
    description = rows.strings("MetricDescription");
    unit = rows.strings("MetricUnit");
    attributesColumn = rows.map("Attributes");
    startColumn = rows.integers("StartTimeUnix");
    timeColumn = rows.integers("TimeUnix");
  }

  /** A table of the shared columns and those of its kind. */
  static TableSchema table(String table, String... namesAndTypes) {
    List<String> all = new ArrayList<>(SHARED);
    all.addAll(List.of(namesAndTypes));
    return TableSchema.of(table, all.toArray(String[]::new));
  }

  /** Reads the point the wire has been moved into and appends its row. */
  final void append() throws MalformedOtlpException {
    attributes.clear();
    start = 0;
    time = 0;
    appendPoint();
    request.resource().appendAttributes(resourceAttributes);
    request.resource().appendSchemaUrl(resourceSchemaUrl);
    request.scope().appendName(scopeName);
    request.scope().appendVersion(scopeVersion);
    request.scope().appendAttributes(scopeAttributes);
    scopeDroppedAttributes.add(request.scope().droppedAttributes());
    request.scope().appendSchemaUrl(scopeSchemaUrl);
    request.resource().appendServiceName(serviceName);
    request.appendText(metric.name, name);
    request.appendText(metric.description, description);
    request.appendText(metric.unit, unit);
    attributes.appendTo(attributesColumn);
    startColumn.add(OtlpRequest.seconds(start));
    timeColumn.add(OtlpRequest.seconds(time));
    rows.endRow(true);
  }

  /** Reads the point; appends its own columns; leaves attributes and times in the fields here. */
  abstract void appendPoint() throws MalformedOtlpException;
}
