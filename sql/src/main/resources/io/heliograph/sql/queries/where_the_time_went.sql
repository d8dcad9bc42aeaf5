-- question: On whom do the traces of this service or operation wait, by self time on their critical paths?
-- param service String: the service at the root
-- param operation String = : the operation at the root, or empty for all
-- param from DateTime = now-1h: earliest start of a trace
-- param to DateTime = now: latest start of a trace
SELECT
    waits_for,
    round(sum(self_ns) / 1e6, 3) AS self_ms,
    round(100 * sum(self_ns) / greatest(sum(sum(self_ns)) OVER (), 1), 2) AS percent,
    count() AS traces,
    round(quantileExact(0.5)(self_ns) / 1e6, 3) AS median_ms,
    round(quantileExact(0.99)(self_ns) / 1e6, 3) AS p99_ms,
    argMax(trace_id, self_ns) AS example_trace_id
FROM
(
    SELECT trace_id, arrayJoin(path_self_ns_by_service) AS entry, entry.1 AS waits_for, entry.2 AS self_ns
    FROM traces
    WHERE root_service = {service:String} AND {operation:String} IN ('', root_operation)
        AND start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
        AND start_time >= {from:DateTime} AND start_time < {to:DateTime}
)
GROUP BY waits_for
ORDER BY sum(self_ns) DESC, waits_for
