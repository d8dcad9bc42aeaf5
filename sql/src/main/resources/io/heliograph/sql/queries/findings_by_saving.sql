-- question: Which change would save the most time, over all traces?
-- param kind String = : only this kind of finding, or empty for all
-- param service String = : only this service, or empty for all
-- param from DateTime = now-1h: earliest start of a trace
-- param to DateTime = now: latest start of a trace
-- param limit UInt32 = 50: how many places in the code
SELECT
    kind,
    service,
    operation,
    uniqExact(trace_id) AS traces,
    count() AS findings,
    sum(f.count) AS occurrences,
    round(sum(saving_ns) / 1e6, 3) AS saving_ms,
    round(sum(saving_ns) / uniqExact(trace_id) / 1e6, 3) AS saving_per_trace_ms,
    argMax(trace_id, saving_ns) AS example_trace_id,
    argMax(evidence, saving_ns) AS example_evidence
FROM trace_findings AS f
WHERE start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
    AND trace_start >= {from:DateTime} AND trace_start < {to:DateTime}
    AND {kind:String} IN ('', f.kind) AND {service:String} IN ('', f.service)
GROUP BY kind, service, operation
ORDER BY sum(saving_ns) DESC, traces DESC, kind, service, operation
LIMIT {limit:UInt32}
