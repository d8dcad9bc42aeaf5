-- question: Which log lines hold this text?
-- param text String: a piece of the line, upper and lower case alike
-- param service String = : only this service, or empty for all
-- param from DateTime = now-1h: earliest time
-- param to DateTime = now: latest time
-- param limit UInt32 = 200: how many lines, newest first
SELECT Timestamp AS time, ServiceName AS service, SeverityText AS severity, Body AS line, TraceId AS trace_id
FROM otel_logs
WHERE positionCaseInsensitiveUTF8(Body, {text:String}) > 0
    AND ({service:String} = '' OR ServiceName = {service:String})
    AND Timestamp >= {from:DateTime} AND Timestamp < {to:DateTime}
ORDER BY time DESC
LIMIT {limit:UInt32}
