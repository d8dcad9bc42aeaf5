-- question: Which traces match these wishes, newest first?
-- param service String = : a service the trace passes through, or empty for any
-- param operation String = : an operation on its critical path (the root's is one), or empty for any
-- param at_least_ms Float64 = 0: shortest duration in milliseconds
-- param status String = : complete, incomplete or failed (a span did), or empty for any
-- param culprit String = : the service at fault, or empty for any
-- param lane String = *: the lane, empty for the baseline, * for any
-- param finding String = : a kind such as repeated_call, or empty for any
-- param from DateTime = now-1h: earliest start of a trace
-- param to DateTime = now: latest start of a trace
-- param limit UInt32 = 50: how many traces
WITH hits AS
(
    SELECT *
    FROM traces
    WHERE start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
        AND start_time >= {from:DateTime} AND start_time < {to:DateTime}
        AND duration_ns >= 1e6 * {at_least_ms:Float64}
        AND ({service:String} = '' OR has(services, {service:String}))
        AND ({operation:String} = '' OR root_operation = {operation:String} OR has(critical_path.operation, {operation:String}))
        AND ({status:String} IN ('', status) OR ({status:String} = 'failed' AND error_count > 0))
        AND {culprit:String} IN ('', culprit_service)
        AND {lane:String} IN ('*', lane)
        AND ({finding:String} = '' OR trace_id IN
        (
            SELECT trace_id
            FROM trace_findings
            WHERE kind = {finding:String}
                AND start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
        ))
    ORDER BY start_time DESC, trace_id
    LIMIT {limit:UInt32}
)
SELECT
    start_time,
    hits.trace_id AS trace_id,
    root_service AS service,
    root_operation AS operation,
    round(duration_ns / 1e6, 3) AS duration_ms,
    span_count AS spans,
    error_count AS errors,
    status,
    culprit_service AS culprit,
    lane,
    found.kinds AS findings
FROM hits
LEFT JOIN
(
    SELECT trace_id, start_day, arraySort(groupUniqArray(kind)) AS kinds
    FROM trace_findings
    WHERE trace_id IN (SELECT trace_id FROM hits)
    GROUP BY trace_id, start_day
) AS found ON hits.trace_id = found.trace_id AND hits.start_day = found.start_day
ORDER BY start_time DESC, trace_id
