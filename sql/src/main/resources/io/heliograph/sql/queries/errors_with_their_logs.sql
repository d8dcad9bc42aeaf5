-- question: Which spans failed, and what was logged in their traces around them?
-- param from DateTime = now-1h: earliest start of a span
-- param to DateTime = now: latest start of a span
-- param limit UInt32 = 50: how many failed spans, newest first
WITH failed AS
(
    SELECT Timestamp, TraceId, SpanId, ServiceName, SpanName, StatusMessage, Duration
    FROM otel_traces
    WHERE StatusCode = 'Error' AND Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime}
    ORDER BY Timestamp DESC
    LIMIT {limit:UInt32}
)
SELECT
    f.Timestamp AS time,
    f.ServiceName AS service,
    f.SpanName AS operation,
    f.StatusMessage AS message,
    round(f.Duration / 1e6, 3) AS duration_ms,
    f.TraceId AS trace_id,
    l.lines AS log_lines
FROM failed AS f
LEFT JOIN
(
    SELECT
        TraceId,
        arraySlice(arrayMap(x -> x.2, arraySort(groupArray((Timestamp, concat(ServiceName, ' ', SeverityText, ' ', Body))))), 1, 100) AS lines
    FROM otel_logs
    WHERE TraceId IN (SELECT TraceId FROM failed)
    GROUP BY TraceId
) AS l ON f.TraceId = l.TraceId
ORDER BY time DESC
