-- question: Which traces carry this attribute (an order, a user, an address)?
-- param key String: the attribute's key
-- param value String: the attribute's value
-- param from DateTime = now-1d: earliest start of a span
-- param to DateTime = now: latest start of a span
-- param limit UInt32 = 50: how many traces, newest first
SELECT
    TraceId AS trace_id,
    min(Timestamp) AS start_time,
    any(ServiceName) AS service,
    any(SpanName) AS operation,
    count() AS spans_with_it
FROM otel_traces
WHERE (SpanAttributes[{key:String}] = {value:String} OR ResourceAttributes[{key:String}] = {value:String})
    AND Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime}
GROUP BY trace_id
ORDER BY start_time DESC
LIMIT {limit:UInt32}
