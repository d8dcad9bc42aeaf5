-- question: What is wrong with this trace, worst first?
-- param trace_id String: 32 hexadecimal digits
-- param from DateTime = 1970-01-01: earliest start of the trace, to tell traces apart that had one id on several days
-- param to DateTime = now+365d: latest start of the trace
SELECT
    kind,
    service,
    operation,
    f.count AS occurrences,
    round(saving_ns / 1e6, 3) AS saving_ms,
    lane,
    evidence,
    place,
    span_ids
FROM trace_findings AS f
WHERE trace_id = {trace_id:String}
    AND start_day BETWEEN toDate({from:DateTime}, 'UTC') AND toDate({to:DateTime}, 'UTC')
    AND trace_start >= {from:DateTime} AND trace_start < {to:DateTime}
ORDER BY saving_ns DESC, kind, place
