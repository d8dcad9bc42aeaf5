-- question: What happened in this trace, in order of time, and which spans was it waiting for?
-- param trace_id String: 32 hexadecimal digits
-- param from DateTime = 1970-01-01: earliest start of a span, to tell traces apart that had one id on several days
-- param to DateTime = now+365d: latest start of a span
WITH
    -- the spans of a kept trace outlive all other rows of it
    (
        SELECT (greatest(min(first), toDateTime64({from:DateTime}, 9)), least(max(last) + 1, toDateTime64({to:DateTime}, 9)))
        FROM
        (
            SELECT toDateTime64(Start, 9) AS first, toDateTime64(End, 9) AS last
            FROM otel_traces_trace_id_ts
            WHERE TraceId = {trace_id:String}
            UNION ALL
            SELECT Timestamp, Timestamp FROM otel_traces_kept WHERE TraceId = {trace_id:String}
        )
    ) AS span_of_time
SELECT
    round((toUnixTimestamp64Nano(s.Timestamp) - min(toUnixTimestamp64Nano(s.Timestamp)) OVER ()) / 1e6, 3) AS after_ms,
    s.ServiceName AS service,
    s.SpanName AS operation,
    s.SpanKind AS kind,
    round(s.Duration / 1e6, 3) AS duration_ms,
    round(path.self_ns / 1e6, 3) AS critical_ms,
    s.StatusCode AS status,
    s.StatusMessage AS message,
    s.SpanId AS span_id,
    s.ParentSpanId AS parent_span_id
FROM
(
    SELECT Timestamp, SpanId, ParentSpanId, ServiceName, SpanName, SpanKind, Duration, StatusCode, StatusMessage
    FROM otel_traces_all
    WHERE TraceId = {trace_id:String} AND Timestamp >= span_of_time.1 AND Timestamp <= span_of_time.2
) AS s
LEFT ANY JOIN
(
    SELECT hop.span_id AS span_id, hop.service AS service, hop.operation AS operation, sum(hop.self_ns) AS self_ns
    FROM
    (
        SELECT critical_path FROM traces
        WHERE trace_id = {trace_id:String} AND start_time >= {from:DateTime} AND start_time < {to:DateTime}
        UNION DISTINCT
        SELECT critical_path FROM traces_kept
        WHERE trace_id = {trace_id:String} AND start_time >= {from:DateTime} AND start_time < {to:DateTime}
    )
    ARRAY JOIN critical_path AS hop
    GROUP BY span_id, service, operation
) AS path ON s.SpanId = path.span_id AND s.ServiceName = path.service AND s.SpanName = path.operation
ORDER BY s.Timestamp, s.Duration DESC
