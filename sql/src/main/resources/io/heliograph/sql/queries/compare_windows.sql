-- question: Which part of an operation's critical path grew from one window to another?
-- param service String: the service at the root
-- param operation String: the operation at the root
-- param before_from DateTime = now-2h: start of the first window
-- param before_to DateTime = now-1h: its end
-- param after_from DateTime = now-1h: start of the second window
-- param after_to DateTime = now: its end
SELECT
    hop.1 AS service,
    hop.2 AS operation,
    round(sumIf(hop.3, before) / greatest(any(traces_before), 1) / 1e6, 3) AS before_ms,
    round(sumIf(hop.3, after) / greatest(any(traces_after), 1) / 1e6, 3) AS after_ms,
    round(after_ms - before_ms, 3) AS difference_ms,
    round(countIf(before) / greatest(any(traces_before), 1), 2) AS before_spans,
    round(countIf(after) / greatest(any(traces_after), 1), 2) AS after_spans,
    any(traces_before) AS before_traces,
    any(traces_after) AS after_traces,
    argMaxIf(trace_id, hop.3, after) AS example_trace_id
FROM
(
    SELECT
        trace_id,
        start_time >= {before_from:DateTime} AND start_time < {before_to:DateTime} AS before,
        start_time >= {after_from:DateTime} AND start_time < {after_to:DateTime} AS after,
        countIf(before) OVER () AS traces_before,
        countIf(after) OVER () AS traces_after,
        arrayMap(h -> (h.service, h.operation, h.self_ns), critical_path) AS hops
    FROM traces
    WHERE root_service = {service:String} AND root_operation = {operation:String}
        AND start_day BETWEEN toDate(least({before_from:DateTime}, {after_from:DateTime}), 'UTC')
            AND toDate(greatest({before_to:DateTime}, {after_to:DateTime}), 'UTC')
        AND (before OR after)
)
ARRAY JOIN hops AS hop
GROUP BY service, operation
ORDER BY difference_ms DESC, service, operation
