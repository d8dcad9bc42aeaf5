-- question: Which traces were the slowest in this service?
-- param service String: the service's name
-- param from DateTime = now-1h: earliest start of a span
-- param to DateTime = now: latest start of a span
-- param limit UInt32 = 20: how many traces
SELECT
    TraceId AS trace_id,
    min(Timestamp) AS start_time,
    argMax(SpanName, Duration) AS slowest_operation,
    round(max(Duration) / 1e6, 3) AS slowest_ms,
    count() AS spans_here,
    countIf(StatusCode = 'Error') AS errors_here
FROM otel_traces
WHERE ServiceName = {service:String} AND Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime}
GROUP BY TraceId
ORDER BY slowest_ms DESC, trace_id
LIMIT {limit:UInt32}
