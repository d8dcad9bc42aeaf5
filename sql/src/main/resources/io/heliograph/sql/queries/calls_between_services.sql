-- question: Who calls whom, counted from the raw spans (service_map answers sooner, and knows databases and queues)?
-- param from DateTime = now-15m: earliest start of a span
-- param to DateTime = now: latest start of a span
SELECT
    parent.ServiceName AS caller,
    child.ServiceName AS callee,
    count() AS calls,
    countIf(child.StatusCode = 'Error') AS errors,
    round(quantile(0.5)(child.Duration) / 1e6, 3) AS p50_ms,
    round(quantile(0.99)(child.Duration) / 1e6, 3) AS p99_ms
FROM
(
    SELECT TraceId, ParentSpanId, ServiceName, StatusCode, Duration
    FROM otel_traces
    WHERE Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime} AND ParentSpanId != ''
) AS child
LEFT ANY JOIN
(
    SELECT TraceId, SpanId, ServiceName
    FROM otel_traces
    WHERE Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime}
) AS parent ON child.TraceId = parent.TraceId AND child.ParentSpanId = parent.SpanId
WHERE parent.ServiceName != '' AND parent.ServiceName != child.ServiceName
GROUP BY caller, callee
ORDER BY calls DESC, caller, callee
