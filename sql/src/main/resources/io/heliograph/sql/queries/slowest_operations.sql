-- question: Which operations are slow, and how many fail?
-- param from DateTime = now-1h: earliest start of a span
-- param to DateTime = now: latest start of a span
-- param limit UInt32 = 50: how many operations
SELECT
    ServiceName AS service,
    SpanName AS operation,
    SpanKind AS kind,
    count() AS calls,
    countIf(StatusCode = 'Error') AS errors,
    round(quantile(0.5)(Duration) / 1e6, 3) AS p50_ms,
    round(quantile(0.95)(Duration) / 1e6, 3) AS p95_ms,
    round(quantile(0.99)(Duration) / 1e6, 3) AS p99_ms
FROM otel_traces
WHERE Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime}
GROUP BY service, operation, kind
ORDER BY p99_ms DESC, service, operation
LIMIT {limit:UInt32}
