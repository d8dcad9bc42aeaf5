-- question: Which service fails, minute by minute?
-- param from DateTime = now-1h: earliest start of a span
-- param to DateTime = now: latest start of a span
SELECT
    toStartOfMinute(Timestamp) AS minute,
    ServiceName AS service,
    count() AS spans,
    countIf(StatusCode = 'Error') AS errors,
    round(100 * errors / spans, 2) AS error_percent
FROM otel_traces
WHERE Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime}
GROUP BY minute, service
ORDER BY minute, service
