-- question: What was logged during this trace, and in which span?
-- param trace_id String: 32 hexadecimal digits
SELECT
    l.Timestamp AS time,
    l.ServiceName AS service,
    s.SpanName AS operation,
    l.SeverityText AS severity,
    l.Body AS line,
    l.SpanId AS span_id
FROM otel_logs AS l
LEFT ANY JOIN
(
    SELECT SpanId, SpanName FROM otel_traces WHERE TraceId = {trace_id:String}
) AS s ON l.SpanId = s.SpanId
WHERE l.TraceId = {trace_id:String}
ORDER BY time, service
