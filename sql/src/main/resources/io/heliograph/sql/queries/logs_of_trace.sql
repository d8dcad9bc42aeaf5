-- question: What was logged during this trace, in order of time, and in which span?
-- param trace_id String: 32 hexadecimal digits
-- param from DateTime = 1970-01-01: earliest line, to tell traces apart that had one id on several days
-- param to DateTime = now+365d: latest line
WITH
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
    ) AS span_of_time,
    -- two spans may share an id, such as the two ends of one call: the one of the line's own service is meant
    if(has(owners.services, l.ServiceName), indexOf(owners.services, l.ServiceName), 1) AS owner
SELECT
    l.Timestamp AS time,
    l.ServiceName AS service,
    owners.operations[owner] AS operation,
    l.SeverityText AS severity,
    l.Body AS line,
    l.SpanId AS span_id,
    owners.services[owner] AS span_service,
    if(empty(owners.starts), 0, round((toUnixTimestamp64Nano(l.Timestamp) - toUnixTimestamp64Nano(owners.starts[owner])) / 1e6, 3)) AS after_span_start_ms
FROM otel_logs AS l
LEFT ANY JOIN
(
    SELECT SpanId, groupArray(ServiceName) AS services, groupArray(SpanName) AS operations, groupArray(Timestamp) AS starts
    FROM otel_traces_all
    WHERE TraceId = {trace_id:String} AND Timestamp >= span_of_time.1 AND Timestamp <= span_of_time.2
    GROUP BY SpanId
) AS owners ON l.SpanId = owners.SpanId
WHERE l.TraceId = {trace_id:String} AND l.Timestamp >= {from:DateTime} AND l.Timestamp < {to:DateTime}
ORDER BY time, service
