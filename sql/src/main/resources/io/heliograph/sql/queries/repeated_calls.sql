-- question: Where does one span make the same call again and again (why so many calls to redis)?
-- param from DateTime = now-15m: earliest start of a span
-- param to DateTime = now: latest start of a span
-- param at_least UInt32 = 5: calls under one parent before it counts
-- param limit UInt32 = 50: how many operations
SELECT
    service,
    operation,
    count() AS parents,
    max(calls) AS most_calls,
    round(avg(total_ns) / 1e6, 3) AS mean_total_ms,
    argMax(trace_id, calls) AS example_trace_id
FROM
(
    SELECT
        ServiceName AS service,
        SpanName AS operation,
        TraceId AS trace_id,
        ParentSpanId,
        count() AS calls,
        sum(Duration) AS total_ns
    FROM otel_traces
    WHERE Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime} AND ParentSpanId != ''
    GROUP BY service, operation, trace_id, ParentSpanId
    HAVING calls >= {at_least:UInt32}
)
GROUP BY service, operation
ORDER BY parents DESC, service, operation
LIMIT {limit:UInt32}
