/* SPDX-License-Identifier: Apache-2.0 */
package io.heliograph.dashboards;

import io.heliograph.dashboards.Panel.Drawing;

/**
 * The spans of one trace beneath each other. Columns are called as the ClickHouse data source calls
 * them for Grafana's trace panel. Spans on the critical path have a tag that says how long the
 * trace waited for them alone. A span stored twice is shown once.
 */
final class Waterfall {
  /** More are more than a browser draws. */
  static final int MAX_SPANS = 10_000;

  private Waterfall() {}

  static Panel panel() {
    return Panel.of(
            Drawing.WATERFALL,
            "Waterfall",
            "Raw spans with the clocks they came with. The tag critical_path.self_ms is how long"
                + " the trace waited for that span and nothing else.",
            Query.trace(
                """
                WITH %s
                SELECT s.TraceId AS traceID, s.SpanId AS spanID, s.ParentSpanId AS parentSpanID,
                  s.ServiceName AS serviceName, s.SpanName AS operationName,
                  toUnixTimestamp64Nano(s.Timestamp) / 1e6 AS startTime, s.Duration / 1e6 AS duration,
                  arrayConcat(
                    if(path.self_ns > 0, [map('key', 'critical_path.self_ms', 'value', toString(path.self_ns / 1e6))], []),
                    arrayMap(key -> map('key', toString(key), 'value', s.SpanAttributes[key]), mapKeys(s.SpanAttributes))) AS tags,
                  arrayMap(key -> map('key', toString(key), 'value', s.ResourceAttributes[key]), mapKeys(s.ResourceAttributes)) AS serviceTags,
                  arrayMap((name, time, attributes) ->
                    CAST((toString(name), toString(toUnixTimestamp64Milli(time)),
                      arrayMap(key -> map('key', toString(key), 'value', attributes[key]), mapKeys(attributes))),
                      'Tuple(name String, timestamp String, fields Array(Map(String, String)))'),
                    s.Events.Name, s.Events.Timestamp, s.Events.Attributes) AS logs,
                  arrayMap((trace, span, attributes) ->
                    CAST((trace, span,
                      arrayMap(key -> map('key', toString(key), 'value', attributes[key]), mapKeys(attributes))),
                      'Tuple(traceID String, spanID String, tags Array(Map(String, String)))'),
                    s.Links.TraceId, s.Links.SpanId, s.Links.Attributes) AS references,
                  s.SpanKind AS kind, multiIf(s.StatusCode = 'Error', 2, s.StatusCode = 'Ok', 1, 0) AS statusCode,
                  s.StatusMessage AS statusMessage, s.TraceState AS traceState,
                  s.ScopeName AS instrumentationLibraryName, s.ScopeVersion AS instrumentationLibraryVersion
                FROM otel_traces_all AS s
                LEFT ANY JOIN
                (
                  SELECT hop.span_id AS span_id, hop.service AS service, hop.operation AS operation, sum(hop.self_ns) AS self_ns
                  FROM %s
                  ARRAY JOIN critical_path AS hop
                  GROUP BY span_id, service, operation
                ) AS path ON s.SpanId = path.span_id AND s.ServiceName = path.service AND s.SpanName = path.operation
                WHERE s.TraceId = ${trace_id:singlequote} AND s.Timestamp >= span_of_time.1 AND s.Timestamp <= span_of_time.2
                ORDER BY s.Timestamp, s.Duration DESC
                LIMIT 1 BY s.SpanId, s.ServiceName, s.SpanName, s.Timestamp, s.Duration
                LIMIT %d
                """
                    .formatted(TraceDashboard.ITS_TIME, TraceDashboard.ITS_ROW, MAX_SPANS)))
        .withSize(24, 20);
  }
}
