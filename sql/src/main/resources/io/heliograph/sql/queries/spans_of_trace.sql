-- question: What happened in this trace, in order of time?
-- param trace_id String: 32 hexadecimal digits
WITH (SELECT (min(Start), max(End) + 1) FROM otel_traces_trace_id_ts WHERE TraceId = {trace_id:String}) AS span_of_time
SELECT
    round((toUnixTimestamp64Nano(Timestamp) - min(toUnixTimestamp64Nano(Timestamp)) OVER ()) / 1e6, 3) AS after_ms,
    ServiceName AS service,
    SpanName AS operation,
    SpanKind AS kind,
    round(Duration / 1e6, 3) AS duration_ms,
    StatusCode AS status,
    StatusMessage AS message,
    SpanId AS span_id,
    ParentSpanId AS parent_span_id
FROM otel_traces
WHERE TraceId = {trace_id:String} AND Timestamp >= span_of_time.1 AND Timestamp <= span_of_time.2
ORDER BY Timestamp, Duration DESC
