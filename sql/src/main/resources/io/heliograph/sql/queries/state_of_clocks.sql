-- question: Whose clock is wrong, and by how much?
-- param from DateTime = now-1h: earliest start of a trace
-- param to DateTime = now: latest start of a trace
SELECT
    service,
    JSONExtractString(evidence, 'host') AS host,
    count() AS traces,
    round(argMax(JSONExtractInt(evidence, 'offset_ns'), trace_start) / 1e6, 3) AS latest_offset_ms,
    round(min(JSONExtractInt(evidence, 'offset_ns')) / 1e6, 3) AS least_offset_ms,
    round(max(JSONExtractInt(evidence, 'offset_ns')) / 1e6, 3) AS greatest_offset_ms,
    max(trace_start) AS last_seen,
    argMax(trace_id, trace_start) AS example_trace_id
FROM trace_findings
WHERE kind = 'clock_skew'
    AND start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
    AND trace_start >= {from:DateTime} AND trace_start < {to:DateTime}
GROUP BY service, host
ORDER BY abs(latest_offset_ms) DESC, service, host
