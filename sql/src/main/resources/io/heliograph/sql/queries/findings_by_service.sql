-- question: Which kinds of findings does each service have, and since when?
-- param from DateTime = now-1h: earliest start of a trace
-- param to DateTime = now: latest start of a trace
SELECT
    service,
    kind,
    count() AS findings,
    uniqExact(trace_id) AS traces,
    uniqExact(operation) AS operations,
    round(sum(saving_ns) / 1e6, 3) AS saving_ms,
    min(trace_start) AS first,
    max(trace_start) AS last
FROM trace_findings
WHERE start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
    AND trace_start >= {from:DateTime} AND trace_start < {to:DateTime}
GROUP BY service, kind
ORDER BY service, kind
