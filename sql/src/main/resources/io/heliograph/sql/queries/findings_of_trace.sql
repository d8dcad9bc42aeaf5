-- question: What is wrong with this trace, worst first?
-- param trace_id String: 32 hexadecimal digits
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
ORDER BY saving_ns DESC, kind, place
